//! The table at the end of a comparison: one row per contender, all repetitions in it; in a sweep,
//! one per setting and contender.

mod cells;
pub mod confusion;
mod remarks;
pub mod variants;

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};

use crate::{record::Record, statistics::median, supervisor::Outcome};
pub use cells::seconds;
pub(crate) use cells::{NOTHING, or_nothing, predict, short, with_thousands};
use cells::{
    accuracy, agreement_with_reference, images_per_second, peak_memory, time_against_reference,
    train_seconds,
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
    let groups = groups(records);
    rows.extend(groups.iter().map(|group| row(group, records)));
    let swept = groups.iter().any(|group| setting(group).is_some());
    if swept {
        rows[0].insert(0, "setting".to_owned());
        for (row, group) in rows[1..].iter_mut().zip(&groups) {
            row.insert(0, setting(group).unwrap_or_default().to_owned());
        }
    }
    let wide = markdown(&rows, if swept { 3 } else { 2 });
    let room = wide.width().map_or(usize::MAX, usize::from);
    let fits = wide.lines().all(|line| line.chars().count() <= room);
    // A sweep has more rows than any terminal has room for columns.
    let shown = if fits || swept {
        wide
    } else {
        markdown(&transposed(&rows), 1)
    };
    let mut lines = vec![shown.to_string(), String::new()];
    lines.extend(remarks(records));
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

fn transposed(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let columns = rows.first().map_or(0, Vec::len);
    let column = |index: usize| rows.iter().map(|row| row[index].clone()).collect();
    (0..columns).map(column).collect()
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

fn setting<'a>(group: &[&'a Record]) -> Option<&'a str> {
    group.first()?.workload.setting.as_deref()
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
