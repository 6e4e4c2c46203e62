//! Label texts to classes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The labels of a column; each distinct text is stored once.
#[derive(Default)]
pub(super) struct Labels {
    /// For each row, the index of its text.
    rows: Vec<u32>,
    indices: HashMap<String, u32>,
}

impl Labels {
    /// Appends the label of the next row.
    pub(super) fn push(&mut self, text: &str) {
        let index = match self.indices.get(text) {
            Some(&index) => index,
            None => {
                let index = self.indices.len() as u32;
                self.indices.insert(text.to_owned(), index);
                index
            }
        };
        self.rows.push(index);
    }

    /// The class of each row, and the name of each class.
    ///
    /// If all labels are integers, they are compared by value: 2 comes before 10, and 7 and 07 are
    /// the same class. Otherwise they are sorted by their Unicode code points.
    pub(super) fn into_classes(self) -> (Vec<u32>, Vec<String>) {
        let mut texts = vec![String::new(); self.indices.len()];
        for (text, index) in self.indices {
            texts[index as usize] = text;
        }
        let integers: Result<Vec<i128>, _> = texts.iter().map(|text| text.parse()).collect();
        let (classes, names) = match integers {
            Ok(integers) => ranked(&integers),
            Err(_) => ranked(&texts),
        };
        (self.rows.into_iter().map(|index| classes[index as usize]).collect(), names)
    }
}

/// The rank of each value among the distinct values, and the distinct values in order.
fn ranked<T: Ord + ToString>(values: &[T]) -> (Vec<u32>, Vec<String>) {
    let distinct: BTreeSet<&T> = values.iter().collect();
    let ranks: BTreeMap<&T, u32> = distinct.iter().copied().zip(0..).collect();
    let names = distinct.iter().map(|value| value.to_string());
    (values.iter().map(|value| ranks[value]).collect(), names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(labels: &[&str]) -> (Vec<u32>, Vec<String>) {
        let mut column = Labels::default();
        labels.iter().for_each(|label| column.push(label));
        column.into_classes()
    }

    #[test]
    fn integers_are_ordered_by_value_and_other_labels_alphabetically() {
        let (rows, names) = classes(&["10", "-1", "2", "+2", "02"]);
        assert_eq!(rows, [2, 0, 1, 1, 1]);
        assert_eq!(names, ["-1", "2", "10"]);
        let (rows, names) = classes(&["10", "2", "x", "2"]);
        assert_eq!(rows, [0, 1, 2, 1]);
        assert_eq!(names, ["10", "2", "x"]);
    }
}
