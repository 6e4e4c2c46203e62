//! The answer of a cell: its messages while they come in, and the outcome that follows from them.

use std::process::ExitStatus;

use records::Outcome;

use super::{
    output::{LONGEST_LINE, Line},
    parse, process,
    protocol::{Cell, Message},
};

/// The most bytes of messages that are kept.
const MOST_BYTES: usize = 256 << 20;

/// The messages of a cell so far.
pub(super) struct Answer {
    /// All messages except those about single steps.
    pub(super) messages: Vec<Message>,
    lines: usize,
    bytes: usize,
    batch: usize,
}

impl Answer {
    pub(super) fn new(cell: &Cell) -> Self {
        Self { messages: Vec::new(), lines: 0, bytes: 0, batch: cell.training.batch }
    }

    /// Adds a line of standard output.
    ///
    /// # Errors
    /// The outcome of a cell that wrote such a line.
    pub(super) fn add(
        &mut self,
        line: &Line,
        on_message: &mut impl FnMut(&Message),
    ) -> Result<(), Outcome> {
        let Line::Text(line) = line else {
            return Err(too_much("a line", LONGEST_LINE));
        };
        self.lines += 1;
        let message = parse::message(line, self.lines, self.batch)?;
        on_message(&message);
        if matches!(message, Message::Step { .. }) {
            return Ok(());
        }
        self.bytes += line.len();
        if self.bytes > MOST_BYTES {
            return Err(too_much("messages", MOST_BYTES));
        }
        self.messages.push(message);
        Ok(())
    }

    /// The outcome from messages, exit status and the last lines of standard error.
    pub(super) fn outcome(&self, status: Option<ExitStatus>, last_lines: &str) -> Outcome {
        for message in &self.messages {
            match message {
                Message::Skipped { reason } => {
                    let reason = reason.clone();
                    return Outcome::Skipped { reason };
                }
                Message::Failed { error } => {
                    let error = error.clone();
                    return Outcome::Failed { error };
                }
                &Message::Diverged { epoch, step } => return Outcome::Diverged { epoch, step },
                _ => {}
            }
        }
        let answered = self.messages.iter().any(|m| matches!(m, Message::Predictions { .. }));
        if self.messages.is_empty() && last_lines.contains(NOT_LOADED) {
            let reason = last_lines.to_owned();
            return Outcome::Skipped { reason };
        }
        let end = match status {
            Some(status) if !status.success() => process::describe(status),
            _ if answered => return Outcome::Ok,
            _ => "ended without predictions".to_owned(),
        };
        let error = match last_lines {
            "" => end,
            words => format!("{end}: {words}"),
        };
        Outcome::Failed { error }
    }
}

/// The loader's message for a program whose libraries are missing, e.g. those of the CUDA driver.
const NOT_LOADED: &str = "error while loading shared libraries";

fn too_much(what: &str, bytes: usize) -> Outcome {
    Outcome::Failed { error: format!("wrote {what} of more than {} MiB", bytes >> 20) }
}
