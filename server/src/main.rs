//! The program `otozure`: the command line and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
