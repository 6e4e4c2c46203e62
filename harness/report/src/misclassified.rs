//! Misclassified test rows, and the rows on which contenders disagree.

use records::{
    Classified, Comparison, Disagreement, Record, Study, disagreements, rows_in_common, studies,
};

use crate::{Table, or_none, terminal::Screen, thousands};

/// The misclassified rows of every contender and repetition; at most `limit` rows of each list.
pub fn text(records: &[Record], limit: usize, screen: Screen) -> String {
    let studies = studies(records);
    let comparisons = studies.iter().flat_map(|study: &Study<'_>| &study.comparisons);
    let parts = comparisons.flat_map(|comparison| repetitions(comparison, limit, screen));
    parts.collect::<Vec<_>>().join("\n")
}

/// One part for each repetition of a comparison.
fn repetitions(comparison: &Comparison<'_>, limit: usize, screen: Screen) -> Vec<String> {
    let workload = comparison.workload;
    let part = |(repetition, records): (u32, Vec<&Record>)| {
        let mut lines = vec![screen.wrap(&format!(
            "{}, model {}, epochs {}, batch {}, k {}, seed {}, threads {}, repetition {}; rows of \
             the test set count from 0",
            comparison.name(),
            workload.model.widths(),
            workload.training.epochs,
            workload.training.batch,
            workload.knn.k,
            workload.seed,
            workload.threads,
            repetition + 1
        ))];
        lines.extend(records.iter().flat_map(|record| mistakes(record, limit)));
        lines.extend(different_predictions(&records, limit, screen));
        lines.join("\n") + "\n"
    };
    comparison.repetitions().into_iter().map(part).collect()
}

fn mistakes(record: &Record, limit: usize) -> Vec<String> {
    let id = &record.contender.id;
    if let Some(problem) = record.outcome.problem() {
        return vec![format!("\n{id}: {problem}")];
    }
    let Some(classified) = Classified::new(record) else {
        return vec![format!("\n{id}: the record keeps no mistakes: run the comparison again")];
    };
    let wrong = classified.mistakes().count();
    let total = thousands(record.quality.total);
    let mut lines = vec![format!("\n{id}: {} of {total} wrong", thousands(wrong))];
    lines.extend(classified.mistakes().take(limit).map(|(row, mistake)| {
        let [label, predicted] =
            [mistake.label, mistake.predicted].map(|class| record.class_name(class));
        format!("  row {row}: {label} → {predicted}")
    }));
    lines.extend(more(wrong, limit));
    lines
}

/// The rows that at least two contenders classified, with different predictions.
fn different_predictions(records: &[&Record], limit: usize, screen: Screen) -> Vec<String> {
    let contenders: Vec<Classified<'_>> =
        records.iter().filter_map(|record| Classified::new(record)).collect();
    let [first, _, ..] = &contenders[..] else { return Vec::new() };
    let rows = disagreements(&contenders);
    let counts = [rows.len(), rows_in_common(&contenders)].map(thousands);
    let title = format!("\nThe contenders disagree on {} of {} rows", counts[0], counts[1]);
    if rows.is_empty() || limit == 0 {
        return vec![title];
    }
    let ids = contenders.iter().map(|contender| contender.record.contender.id.clone());
    let header = ["row".to_owned(), "label".to_owned()].into_iter().chain(ids);
    let lines = rows.iter().take(limit).map(|Disagreement { row, label, classes }| {
        let name = |class: &Option<u32>| or_none(*class, |class| first.record.class_name(class));
        let cells = classes.iter().map(name);
        [row.to_string(), name(&Some(*label))].into_iter().chain(cells).collect()
    });
    let texts = contenders.len() + 2;
    let table = Table { keys: 2, ..Table::new(header, texts) }.with_rows::<String>(lines);
    [title, table.text(screen)].into_iter().chain(more(rows.len(), limit)).collect()
}

fn more(rows: usize, limit: usize) -> Option<String> {
    let left = rows.saturating_sub(limit);
    (left > 0).then(|| format!("  and {} more (--limit)", thousands(left)))
}
