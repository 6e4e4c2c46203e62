//! The ranking: the table of the terminal, as a table of the page.

use crate::{
    record::Record,
    table::{self, Grid, Look},
};

use super::{
    comparison::Comparison,
    table::{Cell, Table},
};

/// A row per contender, the best of each column marked, and what a reader must know of them.
pub(super) fn ranking(comparison: &Comparison<'_>) -> (Table, Vec<String>) {
    let records = comparison.contenders.iter().flat_map(|it| &it.records);
    let work: Vec<Record> = records.copied().cloned().collect();
    let (Grid { header, rows, .. }, remarks) = table::ranking(&work);
    let cell =
        |cell: table::Cell| Cell { best: cell.look == Look::Best, ..Cell::from(cell.plain()) };
    let rows = rows.into_iter();
    let table =
        Table { header, rows: rows.map(|row| row.into_iter().map(cell).collect()).collect() };
    (table, remarks)
}
