//! `crosscheck mistakes`: which test rows were classified wrongly, and on which the contenders
//! disagree.

use std::{collections::BTreeMap, path::Path};

use classifier::spread_row;

use crate::{
    HarnessError, Result,
    record::{Record, ResultFile},
    table::{markdown, with_thousands},
    terminal,
};

/// Prints the mistakes of these contenders, or of all, in every repetition of a result file; at
/// most `limit` rows of each list.
///
/// # Errors
/// A file that is no result file, a contender that is not in it.
pub fn mistakes(path: &Path, contenders: &[String], limit: usize) -> Result<()> {
    let mut records = ResultFile::read(path)?;
    let has = |id: &String| records.iter().any(|record| record.contender.id == *id);
    if let Some(missing) = contenders.iter().find(|id| !has(id)) {
        let mut ids: Vec<_> = records.iter().map(|r| r.contender.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        return Err(HarnessError::Usage(format!(
            "{} has no contender {missing:?}: it has {}",
            path.display(),
            ids.join(", ")
        )));
    }
    records.retain(|record| contenders.is_empty() || contenders.contains(&record.contender.id));
    for round in rounds(&records) {
        terminal::say(&render(round, limit));
    }
    Ok(())
}

/// Those who had the same work: neighbouring records of one setting and repetition.
fn rounds(records: &[Record]) -> impl Iterator<Item = &[Record]> {
    records.chunk_by(|one, next| {
        let (one, next) = (&one.workload, &next.workload);
        (one.seed, one.repetition, &one.digest) == (next.seed, next.repetition, &next.digest)
            && one.setting == next.setting
            && one.model == next.model
            && one.training == next.training
    })
}

fn render(round: &[Record], limit: usize) -> String {
    let mut lines = Vec::new();
    if let Some(Record { workload, .. }) = round.first() {
        lines.push(format!(
            "{}, seed {}, repetition {}; rows of the test set count from 0",
            workload.title(&workload.dataset),
            workload.seed,
            workload.repetition + 1
        ));
    }
    for record in round {
        lines.extend(mistakes_of(record, limit));
    }
    lines.extend(disagreements(round, limit));
    lines.join("\n") + "\n"
}

fn mistakes_of(record: &Record, limit: usize) -> Vec<String> {
    let (id, quality) = (&record.contender.id, &record.quality);
    if let Some(problem) = record.outcome.problem() {
        return vec![format!("\n{id}: {problem}")];
    }
    if quality.predicted.is_empty() {
        return vec![format!(
            "\n{id}: the record keeps no predictions: run it again"
        )];
    }
    let wrong = quality.rows_wrong();
    let counts = [wrong.len(), quality.predicted.len()].map(with_thousands);
    let mut lines = vec![format!("\n{id}: {} of {} wrong", counts[0], counts[1])];
    lines.extend(wrong.iter().take(limit).map(|&index| {
        let [label, predicted] =
            [&quality.labels, &quality.predicted].map(|classes| class_name(record, classes[index]));
        format!("  row {}: {label} → {predicted}", test_row(record, index))
    }));
    lines.extend(more(wrong.len(), limit));
    lines
}

/// The rows that two contenders or more were asked for, and for which not all said the same.
fn disagreements(round: &[Record], limit: usize) -> Vec<String> {
    let answered: Vec<&Record> = round
        .iter()
        .filter(|record| !record.quality.predicted.is_empty())
        .collect();
    let [first, _, ..] = answered[..] else {
        return Vec::new();
    };
    let mut labels = BTreeMap::new();
    let mut answers: BTreeMap<usize, Vec<Option<u32>>> = BTreeMap::new();
    for (column, record) in answered.iter().enumerate() {
        let quality = &record.quality;
        let pairs = quality.predicted.iter().zip(&quality.labels);
        for (index, (&predicted, &label)) in pairs.enumerate() {
            let row = test_row(record, index);
            labels.insert(row, label);
            let unasked = || vec![None; answered.len()];
            answers.entry(row).or_insert_with(unasked)[column] = Some(predicted);
        }
    }
    answers.retain(|_, said| said.iter().flatten().count() > 1);
    let asked = answers.len();
    answers.retain(|_, said| {
        let mut said = said.iter().flatten();
        let one = said.next();
        said.any(|other| Some(other) != one)
    });
    let counts = [answers.len(), asked].map(with_thousands);
    let title = format!("\nThey disagree on {} of {} rows", counts[0], counts[1]);
    if answers.is_empty() || limit == 0 {
        return vec![title];
    }
    let mut rows = vec![vec!["row".to_owned(), "label".to_owned()]];
    rows[0].extend(answered.iter().map(|record| record.contender.id.clone()));
    for (row, said) in answers.iter().take(limit) {
        let name = |class: Option<u32>| {
            class.map_or_else(|| "–".to_owned(), |class| class_name(first, class))
        };
        let mut cells = vec![row.to_string(), name(labels.get(row).copied())];
        cells.extend(said.iter().map(|&class| name(class)));
        rows.push(cells);
    }
    let table = markdown(&rows, rows[0].len()).to_string();
    let mut lines = vec![title, table];
    lines.extend(more(answers.len(), limit));
    lines
}

/// The row of the test set behind an index among the rows that the contender was asked for.
fn test_row(record: &Record, index: usize) -> usize {
    spread_row(index, record.quality.total, record.workload.test_rows)
}

fn class_name(record: &Record, class: u32) -> String {
    let name = record.workload.class_names.get(class as usize);
    name.cloned().unwrap_or_else(|| class.to_string())
}

fn more(rows: usize, limit: usize) -> Option<String> {
    let left = rows.saturating_sub(limit);
    (left > 0).then(|| format!("  and {} more (--limit)", with_thousands(left)))
}
