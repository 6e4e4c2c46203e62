//! What a result file says, for people, papers, spreadsheets and programs.
//!
//! [`Summary`] sums up what a contender did in all repetitions; the rest shows it: `columns` and `grid`
//! as the table that a person reads, `plain` as numbers.

pub(crate) mod cells;
mod columns;
mod command;
pub mod confusion;
mod grid;
mod origin;
mod plain;
mod remarks;
mod spark;
mod summary;
pub mod variants;
mod work;

use clap::ValueEnum;
use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};

use crate::{
    Result,
    record::Record,
    terminal::{self, Screen},
};
pub use cells::seconds;
pub(crate) use cells::{NOTHING, or_nothing, short, with_thousands};
pub(crate) use grid::{Cell, Grid, Look};
pub(crate) use origin::origin;
pub use plain::summaries;
pub(crate) use plain::{csv, json, of_work};
pub use summary::Summary;
pub(crate) use work::title;
pub use work::works;

/// How a table is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For the terminal: as wide as that, with curves of the loss, coloured where colours are seen
    #[default]
    Text,
    /// For a page or a paper; the best of each column is bold
    Markdown,
    /// Comma-separated numbers with units in the names of the columns, one row per contender
    Csv,
    /// The same as an array of objects
    Json,
}

impl Format {
    /// Whether people read it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Text | Self::Markdown)
    }

    /// What it may make use of on standard output.
    pub fn screen(self) -> Screen {
        match self {
            Self::Text => Screen::of_stdout(),
            _ => Screen::FILE,
        }
    }
}

/// Prints the records' tables.
///
/// # Errors
/// Numbers that the format cannot hold.
pub fn say(records: &[Record], format: Format) -> Result<()> {
    terminal::say(&render(records, format, format.screen())?);
    Ok(())
}

/// The records' tables. For people one per comparison in the file, between what it is about and what
/// a reader must know; for programs one of all.
///
/// # Errors
/// Numbers that the format cannot hold.
pub fn render(records: &[Record], format: Format, screen: Screen) -> Result<String> {
    let works = works(records).into_iter();
    Ok(match format {
        Format::Csv => csv(summaries(records))?,
        Format::Json => json(&summaries(records))?,
        Format::Markdown => works.map(in_markdown).collect::<Vec<_>>().join("\n\n"),
        Format::Text => {
            let tables = works.map(|work| in_text(work, screen));
            let legend = screen.wrap(remarks::LEGEND);
            tables.chain([legend]).collect::<Vec<_>>().join("\n\n")
        }
    })
}

/// The table of a comparison, and what a reader must know to read it.
pub(crate) fn ranking(work: &[Record]) -> (Grid, Vec<String>) {
    let summaries = of_work(work);
    let remarks = remarks::remarks(work, &summaries);
    (columns::grid(&summaries, false), remarks)
}

fn in_text(work: &[Record], screen: Screen) -> String {
    let summaries = of_work(work);
    let grid = columns::grid(&summaries, true);
    let mut lines = vec![screen.wrap(&title(work))];
    lines.extend(command::command(work).map(|command| screen.wrap(&command)));
    lines.extend([String::new(), grid.text(screen), String::new()]);
    let remarks = remarks::best(&grid, &summaries).into_iter();
    let remarks = remarks.chain(remarks::remarks(work, &summaries));
    let remarks = remarks.chain(origin(&summaries));
    lines.extend(remarks.map(|remark| screen.wrap(&remark)));
    if let Some(variants) = variants::render(work, screen) {
        lines.extend([String::new(), variants]);
    }
    lines.join("\n")
}

fn in_markdown(work: &[Record]) -> String {
    let summaries = of_work(work);
    let title = title(work);
    let mut lines = vec![match command::command(work) {
        Some(command) => format!("`{command}`: {title}."),
        None => format!("{title}."),
    }];
    let table = columns::grid(&summaries, false).markdown();
    lines.extend([String::new(), table, String::new()]);
    let remarks = remarks::remarks(work, &summaries).into_iter();
    let remarks = remarks.chain(origin(&summaries));
    lines.extend(remarks.map(|remark| format!("- {remark}")));
    if let Some(variants) = variants::render(work, Screen::FILE) {
        lines.extend([String::new(), variants]);
    }
    lines.join("\n")
}

/// A Markdown table whose first row is the header; the first `texts` columns are text, the others
/// numbers.
pub fn markdown(rows: &[Vec<String>], texts: usize) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    if let [header, rows @ ..] = rows {
        table.set_header(header).add_rows(rows);
    }
    for column in table.column_iter_mut().skip(texts) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// The records of each contender in each setting, in the order of their first ones.
pub(crate) fn groups(records: &[Record]) -> Vec<Vec<&Record>> {
    let mut groups: Vec<Vec<&Record>> = Vec::new();
    for record in records {
        let same = |group: &&mut Vec<&Record>| {
            let first = group[0];
            first.contender.id == record.contender.id
                && first.workload.setting == record.workload.setting
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(record),
            None => groups.push(vec![record]),
        }
    }
    groups
}
