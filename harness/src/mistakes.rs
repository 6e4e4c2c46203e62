//! `crosscheck mistakes`: which test rows were classified wrongly, and on which the contenders
//! disagree.

use std::path::Path;

use crate::{
    HarnessError, Result,
    answers::{self, Answers, Disagreement, class_name, test_row},
    record::{Record, ResultFile},
    table::{NOTHING, markdown, with_thousands},
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
    let Some(wrong) = &quality.mistakes else {
        return vec![format!("\n{id}: the record keeps no mistakes: run it again")];
    };
    let counts = [wrong.len(), quality.total].map(with_thousands);
    let mut lines = vec![format!("\n{id}: {} of {} wrong", counts[0], counts[1])];
    lines.extend(wrong.iter().take(limit).map(|mistake| {
        let row = test_row(record, mistake.row as usize);
        let [label, predicted] =
            [mistake.label, mistake.predicted].map(|class| class_name(record, class));
        format!("  row {row}: {label} → {predicted}")
    }));
    lines.extend(more(wrong.len(), limit));
    lines
}

/// The rows that two contenders or more were asked for, and for which not all said the same.
fn disagreements(round: &[Record], limit: usize) -> Vec<String> {
    let answers: Vec<Answers<'_>> = round.iter().filter_map(Answers::of).collect();
    let [first, _, ..] = &answers[..] else {
        return Vec::new();
    };
    let asked = answers::asked_of_several(&answers);
    let apart = answers::disagreements(&answers);
    let counts = [apart.len(), asked].map(with_thousands);
    let title = format!("\nThey disagree on {} of {} rows", counts[0], counts[1]);
    if apart.is_empty() || limit == 0 {
        return vec![title];
    }
    let mut rows = vec![vec!["row".to_owned(), "label".to_owned()]];
    rows[0].extend(answers.iter().map(|a| a.record.contender.id.clone()));
    for Disagreement { row, label, classes } in apart.iter().take(limit) {
        let name = |class: &Option<u32>| {
            class.map_or_else(|| NOTHING.to_owned(), |class| class_name(first.record, class))
        };
        let mut cells = vec![row.to_string(), name(&Some(*label))];
        cells.extend(classes.iter().map(name));
        rows.push(cells);
    }
    let table = markdown(&rows, rows[0].len()).to_string();
    let mut lines = vec![title, table];
    lines.extend(more(apart.len(), limit));
    lines
}

fn more(rows: usize, limit: usize) -> Option<String> {
    let left = rows.saturating_sub(limit);
    (left > 0).then(|| format!("  and {} more (--limit)", with_thousands(left)))
}
