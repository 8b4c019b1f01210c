//! The program `specweave`: arguments in, an exit code out. All of it is [`specweave::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    specweave::cli::main(std::env::args_os()).into()
}
