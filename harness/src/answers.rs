//! What contenders answered, test example by test example, as their records tell it.

use std::collections::{BTreeMap, BTreeSet};

use classifier::spread_row;

use crate::record::{Mistake, Record};

/// What a contender said: its mistakes by their row in the test set, and the rows that it was
/// asked for.
pub(crate) struct Answers<'a> {
    pub(crate) record: &'a Record,
    mistakes: BTreeMap<usize, Mistake>,
    asked: BTreeSet<usize>,
}

impl<'a> Answers<'a> {
    /// Nothing where the record keeps no mistakes.
    pub(crate) fn of(record: &'a Record) -> Option<Self> {
        let mistakes = record.quality.mistakes.as_ref()?.iter();
        Some(Self {
            record,
            mistakes: mistakes
                .map(|mistake| (test_row(record, mistake.row as usize), *mistake))
                .collect(),
            asked: (0..record.quality.total).map(|index| test_row(record, index)).collect(),
        })
    }

    /// The class that it gave a row whose label is `label`; nothing where it was not asked.
    pub(crate) fn class(&self, row: usize, label: u32) -> Option<u32> {
        let mistake = self.mistakes.get(&row);
        let class = mistake.map_or(label, |mistake| mistake.predicted);
        self.asked.contains(&row).then_some(class)
    }

    /// The rows that it was asked for and got right.
    pub(crate) fn rows_right(&self) -> impl Iterator<Item = usize> {
        let right = self.asked.iter().filter(|row| !self.mistakes.contains_key(row));
        right.copied()
    }
}

/// A row of the test set, its label, and what each contender took it for.
pub(crate) struct Disagreement {
    pub(crate) row: usize,
    pub(crate) label: u32,
    pub(crate) classes: Vec<Option<u32>>,
}

/// The rows for which not all who were asked said the same.
pub(crate) fn disagreements(answers: &[Answers<'_>]) -> Vec<Disagreement> {
    // Where nobody is wrong, all say the same.
    let mistakes = answers.iter().flat_map(|answers| &answers.mistakes);
    let labels: BTreeMap<usize, u32> =
        mistakes.map(|(&row, mistake)| (row, mistake.label)).collect();
    let said = |(row, label): (usize, u32)| Disagreement {
        row,
        label,
        classes: answers.iter().map(|it| it.class(row, label)).collect(),
    };
    let all = labels.into_iter().map(said);
    let apart = all.filter(|it| {
        let mut classes = it.classes.iter().flatten();
        let one = classes.next();
        classes.any(|other| Some(other) != one)
    });
    apart.collect()
}

/// Number of rows that two contenders or more were asked for.
pub(crate) fn asked_of_several(answers: &[Answers<'_>]) -> usize {
    let rows = answers.first().map_or(0, |it| it.record.workload.test_rows);
    let several = |row: &usize| answers.iter().filter(|it| it.asked.contains(row)).count() > 1;
    (0..rows).filter(several).count()
}

/// The row of the test set behind an index among the rows that the contender was asked for.
pub(crate) fn test_row(record: &Record, index: usize) -> usize {
    spread_row(index, record.quality.total, record.workload.test_rows)
}

/// The class's name, or its number where it has none.
pub(crate) fn class_name(record: &Record, class: u32) -> String {
    let name = record.workload.class_names.get(class as usize);
    name.cloned().unwrap_or_else(|| class.to_string())
}
