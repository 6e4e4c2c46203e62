//! The confusion matrix on the terminal.

use super::{cells::with_thousands, groups, markdown};
use crate::{record::Record, supervisor::Outcome, terminal};

/// Prints the matrix of every contender in every setting, of its first repetition that ended well.
pub fn say(records: &[Record]) {
    for group in groups(records) {
        let mut answered = group.iter().filter(|record| record.outcome == Outcome::Ok);
        if let Some(matrix) = answered.next().map(|record| render(record)) {
            terminal::say(&format!("\n{matrix}"));
        }
    }
}

/// The matrix of a record: a row per label, a column per prediction, and how many of the row's
/// images were recognised.
pub fn render(record: &Record) -> String {
    let (workload, quality) = (&record.workload, &record.quality);
    let counts = &quality.confusion;
    let mut rows = vec![vec!["label".to_owned()]];
    rows[0].extend((0..counts.len()).map(|class| format!("→ {class}")));
    rows[0].push("recall".to_owned());
    for (label, counts) in counts.iter().enumerate() {
        let mut row = vec![class_title(&workload.class_names, label)];
        row.extend(counts.iter().map(|&count| match count {
            0 => "·".to_owned(),
            count => with_thousands(count),
        }));
        row.push(recall(counts, label));
        rows.push(row);
    }
    let title = format!(
        "{} on {}, repetition {}: {} of {} recognised; rows are labels, columns predictions.",
        record.contender.id,
        workload.title(&workload.dataset),
        workload.repetition + 1,
        with_thousands(quality.correct.unwrap_or(0)),
        with_thousands(quality.total),
    );
    format!("{title}\n\n{}", markdown(&rows, 1))
}

/// Share of a label's images that were recognised.
fn recall(counts: &[usize], label: usize) -> String {
    match counts.iter().sum::<usize>() {
        0 => "–".to_owned(),
        all => format!("{:.1} %", 100.0 * counts[label] as f64 / all as f64),
    }
}

/// `3`, or `3 Dress` where the class has a name of its own.
fn class_title(names: &[String], class: usize) -> String {
    let number = class.to_string();
    match names.get(class) {
        Some(name) if *name != number => format!("{number} {name}"),
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_labels_and_end_with_their_recall() {
        let file = include_str!("../../../results/default-mnist.jsonl");
        let mut record: Record = serde_json::from_str(file.lines().next().unwrap()).unwrap();
        record.workload.class_names = ["0", "Dress", "2"].map(str::to_owned).to_vec();
        record.quality.confusion = vec![vec![3, 1, 0], vec![0, 1000, 0], vec![0, 0, 0]];
        let matrix = render(&record);
        let lines: Vec<&str> = matrix
            .lines()
            .filter(|line| line.starts_with('|'))
            .collect();
        let expected = [
            "| label   | → 0 |   → 1 | → 2 |  recall |",
            "|---------|-----|-------|-----|---------|",
            "| 0       |   3 |     1 |   · |  75.0 % |",
            "| 1 Dress |   · | 1,000 |   · | 100.0 % |",
            "| 2       |   · |     · |   · |       – |",
        ];
        assert_eq!(lines, expected);
    }
}
