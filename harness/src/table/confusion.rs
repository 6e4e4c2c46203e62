//! The confusion matrix on the terminal.

use super::{Cell, Grid, cells::with_thousands, groups};
use crate::{
    record::Record,
    supervisor::Outcome,
    terminal::{self, Screen},
};

/// Prints the matrix of every contender in every setting, of its first repetition that ended well.
pub fn say(records: &[Record], screen: Screen) {
    for group in groups(records) {
        let mut answered = group.iter().filter(|record| record.outcome == Outcome::Ok);
        if let Some(matrix) = answered.next().map(|record| render(record, screen)) {
            terminal::say(&format!("\n{matrix}"));
        }
    }
}

/// The matrix of a record: a row per label, a column per prediction, and how many of the row's
/// images were recognised.
pub fn render(record: &Record, screen: Screen) -> String {
    let (workload, quality) = (&record.workload, &record.quality);
    let counts = &quality.confusion;
    let classes = (0..counts.len()).map(|class| format!("→ {class}"));
    let label = ["label".to_owned()].into_iter();
    let mut grid = Grid {
        header: label.chain(classes).chain(["recall".to_owned()]).collect(),
        rows: Vec::new(),
        keys: 1,
        texts: 1,
    };
    for (label, counts) in counts.iter().enumerate() {
        let mut row = vec![Cell::from(class_title(&workload.class_names, label))];
        row.extend(counts.iter().map(|&count| match count {
            0 => "·".into(),
            count => with_thousands(count).into(),
        }));
        row.push(recall(counts, label).into());
        grid.rows.push(row);
    }
    let title = format!(
        "{} on {}, repetition {}: {} of {} recognised; rows are labels, columns predictions.",
        record.contender.id,
        workload.title(&workload.dataset),
        workload.repetition + 1,
        with_thousands(quality.correct.unwrap_or(0)),
        with_thousands(quality.total),
    );
    format!("{}\n\n{}", screen.wrap(&title), grid.text(screen))
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
        let matrix = render(&record, Screen::FILE);
        let lines: Vec<&str> = matrix.lines().filter(|line| line.starts_with('|')).collect();
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
