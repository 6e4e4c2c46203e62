//! Positions in a table, and texts of its cells in messages.

use std::fmt;

/// A cell's position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The column's name; `None` in the header itself.
    pub name: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)?;
        match &self.name {
            Some(name) => write!(formatter, " ({})", quote(name)),
            None => Ok(()),
        }
    }
}

/// A cell and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The position.
    pub place: Place,
    /// The content.
    pub text: String,
}

/// The text in quotes, on one line and truncated.
pub(super) fn quote(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// The text with invisible characters as `\u{200b}`, and line ends as `\n`.
pub(super) fn printable(text: &str) -> String {
    let shown = |c: char| -> String {
        match c {
            '"' | '\'' | '\\' => c.into(),
            // A mark is visible where it can combine with a letter before it.
            c => format!("a{c}").escape_debug().skip(1).collect(),
        }
    };
    text.chars().map(shown).collect()
}
