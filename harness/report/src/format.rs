//! Output formats.

use std::str::FromStr;

use crate::terminal::Screen;

/// The format of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For the terminal: fits its width, with curves of the loss, coloured where supported.
    #[default]
    Text,
    /// For a page or a paper; the best value of each column is bold.
    Markdown,
    /// Comma-separated numbers with units in the column names, one row per contender.
    Csv,
    /// The same as an array of objects.
    Json,
}

impl Format {
    /// Whether the format is read by people, not programs.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Text | Self::Markdown)
    }

    /// Width and colours available on standard output in this format.
    pub fn screen(self) -> Screen {
        match self {
            Self::Text => Screen::of_stdout(),
            _ => Screen::FILE,
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "markdown" => Ok(Self::Markdown),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err("expected text, markdown, csv or json".to_owned()),
        }
    }
}
