//! The one table: cells with text, value and emphasis, and a renderer per format.

mod data;
mod markdown;
mod terminal;

use serde_json::Value;

/// Shown for a missing value.
pub const NONE: &str = "–";

/// The value as text, or [`NONE`].
pub fn or_none<T>(value: Option<T>, show: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| NONE.to_owned(), show)
}

/// A header, and rows with a cell for each column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Column titles.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Leading columns that name a row; repeated when a table is folded.
    pub keys: usize,
    /// Leading columns with text, aligned left; the others hold numbers.
    pub texts: usize,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// The number with its unit, or other text.
    pub text: String,
    /// The spread, interval or sample that qualifies it.
    pub detail: String,
    /// The exact value for CSV and JSON; the text by default.
    pub value: Option<Value>,
    /// Highlighting.
    pub emphasis: Emphasis,
    /// Background intensity in percent.
    pub heat: u8,
}

/// Highlighting of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// None.
    #[default]
    Plain,
    /// The best value of its column.
    Best,
    /// A skipped contender.
    Skipped,
    /// A failed contender.
    Failed,
    /// A diverged network.
    Diverged,
    /// A value above its tolerance.
    Beyond,
    /// The diagonal of a confusion matrix.
    Diagonal,
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl Cell {
    /// Adds the detail behind the text.
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// Highlights the cell.
    pub fn with_emphasis(self, emphasis: Emphasis) -> Self {
        Self { emphasis, ..self }
    }

    /// Text and detail, without highlighting.
    pub fn plain(&self) -> String {
        format!("{}{}", self.text, self.detail)
    }

    /// CSS classes of the cell in HTML.
    pub(crate) fn class(&self) -> &'static str {
        match self.emphasis {
            Emphasis::Best => "best",
            Emphasis::Beyond => "beyond",
            Emphasis::Diagonal => "right",
            _ => "",
        }
    }

    pub(crate) fn is_best(&self) -> bool {
        self.emphasis == Emphasis::Best
    }
}

impl Table {
    /// An empty table, the first `texts` columns of which are text and name the row.
    pub fn new(header: impl IntoIterator<Item = impl Into<String>>, texts: usize) -> Self {
        let header = header.into_iter().map(Into::into).collect();
        Self { header, rows: Vec::new(), keys: texts.max(1), texts }
    }

    /// Adds rows.
    pub fn with_rows<C: Into<Cell>>(mut self, rows: impl IntoIterator<Item = Vec<C>>) -> Self {
        let rows = rows.into_iter().map(|row| row.into_iter().map(Into::into).collect());
        self.rows.extend(rows);
        self
    }

    /// Whether a cell has this emphasis.
    pub fn has(&self, emphasis: Emphasis) -> bool {
        self.rows.iter().flatten().any(|cell| cell.emphasis == emphasis)
    }
}
