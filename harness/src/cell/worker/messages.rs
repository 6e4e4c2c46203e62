//! Messages as lines on standard output.

use std::{io::Write, time::Instant};

use crate::{HarnessError, Result, cell::protocol::Message};

/// Writes messages, one JSON object per line.
pub(super) struct Messages<W>(pub(super) W);

impl<W: Write> Messages<W> {
    pub(super) fn send(&mut self, message: &Message) -> Result<()> {
        let written = serde_json::to_string(message)
            .map_err(std::io::Error::from)
            .and_then(|line| writeln!(self.0, "{line}"))
            .and_then(|()| self.0.flush());
        written.map_err(HarnessError::file("write to", "standard output"))
    }

    pub(super) fn send_ready(&mut self, setup: Instant) -> Result<()> {
        let seconds = setup.elapsed().as_secs_f64();
        self.send(&Message::Ready { seconds })
    }
}
