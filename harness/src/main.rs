//! The command `crosscheck`.

use std::process::ExitCode;

use clap::Parser;
use harness::{cell::interrupt, cli::Cli};
use report::terminal;

fn main() -> ExitCode {
    let result = Cli::parse().run();
    // An interruption is told, whenever it came.
    match interrupt::check().and(result) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::note(&format!("error: {error}"));
            ExitCode::from(error.exit_code())
        }
    }
}
