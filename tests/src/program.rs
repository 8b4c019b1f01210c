//! The program `specweave`, which cargo builds only for the tests of its own package. If these tests requested it, it and its
//! dependencies would be compiled with other features than those of the workspace.

use std::process::ExitCode;

fn main() -> ExitCode {
    specweave::cli::main(std::env::args_os()).into()
}
