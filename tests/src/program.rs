//! The program `specweave`, which cargo builds for the tests of its own package only. Asked for by them, it would be compiled with other
//! features than those of the workspace, and all that it needs with it.

use std::process::ExitCode;

fn main() -> ExitCode {
    specweave::cli::main(std::env::args_os()).into()
}
