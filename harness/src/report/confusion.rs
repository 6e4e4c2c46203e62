//! Confusion matrices: a row per label, a column per prediction.

use crate::{
    record::Record,
    table::{NOTHING, with_thousands},
};

use super::{
    comparison::Comparison,
    table::{Cell, Table},
};

/// More classes than this make no matrix that anybody could read.
const MOST_CLASSES: usize = 30;

/// A contender's matrix.
#[derive(Debug)]
pub(super) struct Matrix {
    pub(super) title: String,
    pub(super) table: Table,
}

/// The matrix of every contender, of its first repetition that ended well.
pub(super) fn matrices(comparison: &Comparison<'_>) -> Vec<Matrix> {
    let first = comparison.answered().filter_map(|it| it.ok.first());
    let readable =
        first.filter(|record| (1..=MOST_CLASSES).contains(&record.quality.confusion.len()));
    readable.map(|record| matrix(record)).collect()
}

fn matrix(record: &Record) -> Matrix {
    let counts = &record.quality.confusion;
    let names = &record.workload.class_names;
    let name = |class: usize| names.get(class).cloned().unwrap_or_else(|| class.to_string());
    let header = ["label".to_owned()].into_iter();
    let header = header.chain((0..counts.len()).map(name));
    let rows = counts.iter().enumerate().map(|(label, counts)| {
        let all = counts.iter().sum::<usize>();
        let cells =
            counts.iter().enumerate().map(|(class, &count)| cell(label == class, count, all));
        let recall = match all {
            0 => NOTHING.to_owned(),
            all => format!("{:.1} %", 100.0 * counts[label] as f64 / all as f64),
        };
        let ends = (Cell::from(name(label)), Cell::from(recall));
        [ends.0].into_iter().chain(cells).chain([ends.1]).collect()
    });
    Matrix {
        title: format!(
            "{}: {} of {} right",
            record.contender.id,
            with_thousands(record.quality.correct.unwrap_or(0)),
            with_thousands(record.quality.total)
        ),
        table: Table {
            header: header.chain(["recall".to_owned()]).collect(),
            rows: rows.collect(),
        },
    }
}

/// A mistake that a twentieth of a label's examples share is as dark as it gets.
fn cell(right: bool, count: usize, all: usize) -> Cell {
    let share = count as f64 / all.max(1) as f64;
    let heat = if right { share } else { (20.0 * share).min(1.0) };
    Cell {
        text: if count == 0 { "·".to_owned() } else { with_thousands(count) },
        heat: (100.0 * heat).ceil() as u8,
        right,
        ..Cell::default()
    }
}
