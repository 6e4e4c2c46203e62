//! Tables of the page.

/// A table whose first column names the rows.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// What the columns are.
    pub(super) header: Vec<String>,
    /// A name and its cells.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Whether it is the best of its column.
    pub(super) best: bool,
    /// How strongly it is coloured, in percent.
    pub(super) heat: u8,
    /// Whether it is beyond what is allowed.
    pub(super) beyond: bool,
    /// Whether it is a count that is as it should be, on a matrix's diagonal.
    pub(super) right: bool,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl Table {
    /// A table of plain text.
    pub(super) fn of(
        header: impl IntoIterator<Item = impl Into<String>>,
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Self {
        let row = |row: Vec<String>| row.into_iter().map(Cell::from).collect();
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: rows.into_iter().map(row).collect(),
        }
    }
}
