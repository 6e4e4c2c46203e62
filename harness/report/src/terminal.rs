//! Output on the terminal. A closed pipe (`crosscheck list | head -1`) is not an error.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use textwrap::{Options, WordSplitter};

/// Writes results to standard output.
pub fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Writes notes to standard error.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Width and colours of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Characters per line; `None` for a file, whose lines have any length.
    pub width: Option<u16>,
    /// Whether colours are supported and wanted.
    pub colour: bool,
}

impl Screen {
    /// A file: any width, no colours.
    pub const FILE: Self = Self { width: None, colour: false };

    /// The most characters per line.
    pub fn room(self) -> u16 {
        self.width.unwrap_or(u16::MAX)
    }

    /// The text with long lines wrapped.
    pub fn wrap(self, text: &str) -> String {
        let Some(width) = self.width else {
            return text.to_owned();
        };
        let options = Options::new(width.into()).subsequent_indent("  ");
        // Names and flags contain hyphens and must stay in one piece to be copied.
        let options = options.word_splitter(WordSplitter::NoHyphenation);
        let lines = text.lines().map(|line| textwrap::fill(line, &options));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The screen of standard output. `COLUMNS` overrides the terminal's width; `NO_COLOR` and
    /// `TERM=dumb` turn colours off, `CLICOLOR_FORCE` turns them on without a terminal.
    pub fn of_stdout() -> Self {
        let columns = std::env::var("COLUMNS").ok();
        Self {
            width: width(columns.as_deref(), comfy_table::Table::new().width()),
            colour: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }
}

/// The user's width, if it is a positive number, else the terminal's.
fn width(columns: Option<&str>, terminal: Option<u16>) -> Option<u16> {
    let said = columns.and_then(|columns| columns.trim().parse().ok());
    said.filter(|&width| width > 0).or(terminal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_overrides_the_terminals_width_unless_it_is_not_a_positive_number() {
        assert_eq!(width(Some("40"), Some(120)), Some(40));
        assert_eq!(width(None, Some(120)), Some(120));
        assert_eq!(width(None, None), None, "a file");
        for nonsense in ["", "0", "wide", "-3", "99999999"] {
            assert_eq!(width(Some(nonsense), Some(120)), Some(120), "{nonsense}");
        }
    }

    #[test]
    fn long_lines_are_wrapped_between_words_each_by_itself() {
        let screen = Screen { width: Some(20), colour: false };
        let text = "scratch, burn-flex, candle-cpu\nshort";
        assert_eq!(screen.wrap(text), "scratch, burn-flex,\n  candle-cpu\nshort");
        assert_eq!(Screen::FILE.wrap(text), text);
    }
}
