//! Words to a person. A reader that has gone (`crosscheck list | head -1`) is no error.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use textwrap::{Options, WordSplitter};

/// Writes a line to standard output: what was asked for.
pub fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Writes a line to standard error: what is good to know.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// What standard output can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Characters in a line; nothing where lines may be of any length, as in a file.
    pub width: Option<u16>,
    /// Whether colours are seen, and wanted.
    pub colour: bool,
}

impl Screen {
    /// Neither a width nor colours: a file.
    pub const FILE: Self = Self { width: None, colour: false };

    /// Characters that fit into a line.
    pub fn room(self) -> u16 {
        self.width.unwrap_or(u16::MAX)
    }

    /// The text, its lines broken where they do not fit.
    pub fn wrap(self, text: &str) -> String {
        let Some(width) = self.width else {
            return text.to_owned();
        };
        let options = Options::new(width.into()).subsequent_indent("  ");
        // Names and flags have hyphens: they are to be copied in one piece.
        let options = options.word_splitter(WordSplitter::NoHyphenation);
        let lines = text.lines().map(|line| textwrap::fill(line, &options));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Of standard output, as it is now: `COLUMNS` before the terminal's own width; colours on a
    /// terminal, but not with `NO_COLOR` or `TERM=dumb`, and elsewhere with `CLICOLOR_FORCE`.
    pub fn of_stdout() -> Self {
        let columns = std::env::var("COLUMNS").ok();
        Self {
            width: width(columns.as_deref(), comfy_table::Table::new().width()),
            colour: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }
}

/// What the user says goes before what the terminal says; nonsense does not count.
fn width(columns: Option<&str>, terminal: Option<u16>) -> Option<u16> {
    let said = columns.and_then(|columns| columns.trim().parse().ok());
    said.filter(|&width| width > 0).or(terminal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_before_the_terminals_width_and_nonsense_does_not_count() {
        assert_eq!(width(Some("40"), Some(120)), Some(40));
        assert_eq!(width(None, Some(120)), Some(120));
        assert_eq!(width(None, None), None, "a file");
        for nonsense in ["", "0", "wide", "-3", "99999999"] {
            assert_eq!(width(Some(nonsense), Some(120)), Some(120), "{nonsense}");
        }
    }

    #[test]
    fn long_lines_are_broken_between_words_and_each_by_itself() {
        let screen = Screen { width: Some(20), colour: false };
        let text = "scratch, burn-flex, candle-cpu\nshort";
        assert_eq!(screen.wrap(text), "scratch, burn-flex,\n  candle-cpu\nshort");
        assert_eq!(Screen::FILE.wrap(text), text);
    }
}
