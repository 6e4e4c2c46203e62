//! Predictions of single test rows, and the rows on which contenders disagree.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Mistake, Record};

/// The predictions of a record by row of the test set.
pub struct Classified<'a> {
    /// The record.
    pub record: &'a Record,
    mistakes: BTreeMap<usize, Mistake>,
    rows: BTreeSet<usize>,
}

impl<'a> Classified<'a> {
    /// `None` if the record keeps no mistakes.
    pub fn new(record: &'a Record) -> Option<Self> {
        let mistakes = record.quality.mistakes.as_ref()?.iter();
        Some(Self {
            record,
            mistakes: mistakes.map(|mistake| (test_row(record, mistake.row), *mistake)).collect(),
            rows: (0..record.quality.total as u32).map(|index| test_row(record, index)).collect(),
        })
    }

    /// Row of the test set and mistake, in the order of the rows.
    pub fn mistakes(&self) -> impl Iterator<Item = (usize, &Mistake)> {
        self.mistakes.iter().map(|(&row, mistake)| (row, mistake))
    }

    /// The predicted class of a row with this label; `None` for a row outside the sample.
    pub fn class(&self, row: usize, label: u32) -> Option<u32> {
        let class = self.mistakes.get(&row).map_or(label, |mistake| mistake.predicted);
        self.rows.contains(&row).then_some(class)
    }

    /// The rows classified correctly.
    pub fn correct_rows(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().filter(|row| !self.mistakes.contains_key(row)).copied()
    }
}

/// A row of the test set with its label and the class that each contender predicts.
pub struct Disagreement {
    /// The row, from 0.
    pub row: usize,
    /// Its label.
    pub label: u32,
    /// Predicted classes in the order of the contenders.
    pub classes: Vec<Option<u32>>,
}

/// The rows with different predictions.
pub fn disagreements(contenders: &[Classified<'_>]) -> Vec<Disagreement> {
    // Rows without a mistake have their label as the only prediction.
    let mistakes = contenders.iter().flat_map(|contender| &contender.mistakes);
    let labels: BTreeMap<usize, u32> =
        mistakes.map(|(&row, mistake)| (row, mistake.label)).collect();
    let rows = labels.into_iter().map(|(row, label)| Disagreement {
        row,
        label,
        classes: contenders.iter().map(|contender| contender.class(row, label)).collect(),
    });
    rows.filter(|row| {
        let classes: BTreeSet<u32> = row.classes.iter().flatten().copied().collect();
        classes.len() > 1
    })
    .collect()
}

/// Number of rows that at least two contenders classified.
pub fn rows_in_common(contenders: &[Classified<'_>]) -> usize {
    let mut counts = BTreeMap::<usize, usize>::new();
    for row in contenders.iter().flat_map(|contender| &contender.rows) {
        *counts.entry(*row).or_default() += 1;
    }
    counts.values().filter(|&&count| count > 1).count()
}

/// The row of the test set at an index of the record's sample.
fn test_row(record: &Record, index: u32) -> usize {
    match &record.quality.sample {
        Some(rows) => rows.get(index as usize).map_or(usize::MAX, |&row| row as usize),
        // All rows, or in older files a sample at even distances.
        None => index as usize * record.workload.test_rows / record.quality.total.max(1),
    }
}
