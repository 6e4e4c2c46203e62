//! Confusion matrices: a row per label, a column per predicted class.

use records::{Comparison, Record};

use crate::{Cell, Emphasis, NONE, Table, terminal::Screen, thousands};

/// The most classes of a readable matrix.
const MOST_CLASSES: usize = 30;

/// A misclassified fraction of a label's examples with full intensity.
const FULL: f64 = 0.05;

/// The first successful record of every contender that has a readable matrix.
pub fn readable<'a>(comparison: &Comparison<'a>) -> Vec<&'a Record> {
    let first = comparison.answered().filter_map(|contender| contender.ok.first().copied());
    let is_readable =
        |record: &&Record| (1..=MOST_CLASSES).contains(&record.quality.confusion.len());
    first.filter(is_readable).collect()
}

/// The matrix of a record, with the recall of each label.
pub fn table(record: &Record) -> Table {
    let counts = &record.quality.confusion;
    let classes = (0..counts.len()).map(|class| format!("→ {class}"));
    let header = ["label".to_owned()].into_iter().chain(classes).chain(["recall".to_owned()]);
    let rows = counts.iter().enumerate().map(|(label, counts)| {
        let all: usize = counts.iter().sum();
        let cells =
            counts.iter().enumerate().map(|(class, &count)| cell(label == class, count, all));
        let recall = match all {
            0 => NONE.to_owned(),
            all => format!("{:.1} %", 100.0 * counts[label] as f64 / all as f64),
        };
        let name = class_name(record, label);
        [Cell::from(name)].into_iter().chain(cells).chain([recall.into()]).collect()
    });
    Table::new(header, 1).with_rows::<Cell>(rows)
}

/// `scratch on mnist, repetition 1: 9,732 of 10,000 correct`.
pub fn title(record: &Record) -> String {
    let (workload, quality) = (&record.workload, &record.quality);
    format!(
        "{} on {}, repetition {}: {} of {} correct",
        record.contender.id,
        workload.title(&workload.dataset),
        workload.repetition + 1,
        thousands(quality.correct.unwrap_or(0)),
        thousands(quality.total),
    )
}

/// Title and matrix for the terminal.
pub fn text(record: &Record, screen: Screen) -> String {
    let title = format!("{}; rows are labels, columns predictions.", title(record));
    format!("{}\n\n{}", screen.wrap(&title), table(record).text(screen))
}

fn cell(is_diagonal: bool, count: usize, all: usize) -> Cell {
    let fraction = count as f64 / all.max(1) as f64;
    let heat = if is_diagonal { fraction } else { (fraction / FULL).min(1.0) };
    let text = if count == 0 { "·".to_owned() } else { thousands(count) };
    let emphasis = if is_diagonal { Emphasis::Diagonal } else { Emphasis::Plain };
    Cell { heat: (100.0 * heat).ceil() as u8, emphasis, ..Cell::from(text) }
}

/// `3`, or `3 Dress` for a class with a name.
fn class_name(record: &Record, class: usize) -> String {
    let number = class.to_string();
    match record.class_name(class as u32) {
        name if name == number => number,
        name => format!("{number} {name}"),
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
        let expected = "\
| label   | → 0 |   → 1 | → 2 |  recall |
|---------|-----|-------|-----|---------|
| 0       |   3 |     1 |   · |  75.0 % |
| 1 Dress |   · | 1,000 |   · | 100.0 % |
| 2       |   · |     · |   · |       – |";
        assert_eq!(table(&record).text(Screen::FILE), expected);
    }
}
