//! The table at the end of a comparison: one row per contender, all repetitions in it.

mod cells;
mod remarks;

use std::collections::BTreeSet;

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};

use crate::{record::Record, statistics::median, supervisor::Outcome};
use cells::{
    accuracy, agreement_with_reference, images_per_second, or_nothing, peak_memory, predict,
    seconds, short, time_against_reference, train_seconds, with_thousands,
};
use remarks::remarks;

/// Column titles; the first two columns are text, the others numbers.
fn header(records: &[Record]) -> [String; 10] {
    let images = records.iter().map(|record| record.workload.test_rows).max();
    [
        "contender",
        "device",
        "test accuracy",
        "train s/epoch",
        "images/s",
        "time vs scratch",
        &format!("predict {}", with_thousands(images.unwrap_or(0))),
        "peak memory",
        "Δ gradients",
        "Δ parameters",
    ]
    .map(str::to_owned)
}

/// The table and the remarks below it.
///
/// Contenders are rows, or columns where the terminal is too narrow for that.
pub fn render(records: &[Record]) -> String {
    let mut rows = vec![header(records).to_vec()];
    rows.extend(
        ids(records)
            .into_iter()
            .map(|id| row(&of(records, id), records)),
    );
    let wide = table(&rows, 2);
    let room = wide.width().map_or(usize::MAX, usize::from);
    let fits = wide.lines().all(|line| line.chars().count() <= room);
    let shown = if fits {
        wide
    } else {
        table(&transposed(&rows), 1)
    };
    let mut lines = vec![shown.to_string(), String::new()];
    lines.extend(remarks(records));
    lines.join("\n")
}

/// A Markdown table whose first row is the header; the first `texts` columns are text, the others
/// numbers.
fn table(rows: &[Vec<String>], texts: usize) -> Table {
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

fn transposed(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let columns = rows.first().map_or(0, Vec::len);
    let column = |index: usize| rows.iter().map(|row| row[index].clone()).collect();
    (0..columns).map(column).collect()
}

/// The contenders in the order of their first record.
fn ids(records: &[Record]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let ids = records.iter().map(|record| record.contender.id.as_str());
    ids.filter(|id| seen.insert(*id)).collect()
}

fn of<'a>(records: &'a [Record], id: &str) -> Vec<&'a Record> {
    records
        .iter()
        .filter(|record| record.contender.id == id)
        .collect()
}

fn row(records: &[&Record], all: &[Record]) -> Vec<String> {
    let identity = records.first().map(|record| &record.contender);
    let ok: Vec<&Record> = records
        .iter()
        .copied()
        .filter(|record| record.outcome == Outcome::Ok)
        .collect();
    let accuracy = match records.iter().find(|record| record.outcome != Outcome::Ok) {
        Some(record) if ok.is_empty() => short(&record.outcome).to_owned(),
        _ => accuracy(&ok),
    };
    vec![
        identity
            .map(|identity| identity.id.clone())
            .unwrap_or_default(),
        identity
            .map(|identity| identity.device.clone())
            .unwrap_or_default(),
        accuracy,
        or_nothing(median(&train_seconds(&ok)), seconds),
        or_nothing(images_per_second(&ok), |rate| with_thousands(rate as usize)),
        time_against_reference(&ok, all),
        predict(&ok),
        peak_memory(&ok),
        agreement_with_reference(&ok, |agreement| &agreement.gradients),
        agreement_with_reference(&ok, |agreement| &agreement.parameters_after_epoch_1),
    ]
}
