//! The command `crosscheck`.

use std::process::ExitCode;

use clap::Parser;
use harness::cli::Cli;
use report::terminal;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::note(&format!("error: {error}"));
            ExitCode::from(error.exit_code())
        }
    }
}
