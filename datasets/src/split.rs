//! The split of rows into a training set and a test set.

use classifier::{Examples, Randomness, stratified};
use rand::seq::SliceRandom;

use crate::list::list;

/// The smallest number of rows that is split.
const FEWEST: usize = 5;

/// The training rows in random order, and the test rows in ascending order.
///
/// A fifth of the rows, rounded down, is the test set; every class has its proportional number of
/// test rows, see [`stratified`]. Fewer than five rows are both sets.
pub(crate) fn train_and_test(labels: &[u32], randomness: &Randomness) -> (Vec<usize>, Vec<usize>) {
    let rows = labels.len();
    if rows < FEWEST {
        return ((0..rows).collect(), (0..rows).collect());
    }
    let mut generator = randomness.generator("train and test rows");
    let test = stratified(labels, rows / 5, &mut generator);
    let mut train: Vec<usize> = (0..rows).filter(|row| test.binary_search(row).is_err()).collect();
    // Files are often sorted by class, and a part of the training set is its first rows.
    train.shuffle(&mut generator);
    (train, test)
}

/// Notes on the classes that `train` or `test` lacks.
pub(crate) fn absent_classes(
    train: &Examples,
    test: &Examples,
    class_names: &[String],
) -> Vec<String> {
    let sets = [(train, "training", "learned"), (test, "test", "tested")];
    let note = |(set, name, use_of_it): (&Examples, &str, &str)| {
        let mut present = vec![false; class_names.len()];
        set.labels().iter().for_each(|&label| present[label as usize] = true);
        let absent = class_names.iter().zip(present).filter(|(_, present)| !present);
        let absent = list(absent.map(|(name, _)| format!("\"{name}\"")));
        (!absent.is_empty()).then(|| {
            format!("no {name} row has class {absent}, which is therefore not {use_of_it}")
        })
    };
    sets.into_iter().filter_map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(labels: &[u32], seed: u64) -> (Vec<usize>, Vec<usize>) {
        train_and_test(labels, &Randomness::new(seed, "digest", 0))
    }

    #[test]
    fn every_row_is_in_one_set_and_every_class_is_tested_in_proportion() {
        let labels: Vec<u32> = (0..400).map(|row| u32::from(row % 50 == 7)).collect();
        for seed in 0..20 {
            let (mut train, test) = split(&labels, seed);
            assert!(!train.is_sorted() && test.is_sorted());
            assert_eq!(test.iter().filter(|&&row| labels[row] == 1).count(), 2);
            assert_eq!(test.len(), 80);
            train.extend(&test);
            train.sort_unstable();
            assert_eq!(train, (0..400).collect::<Vec<_>>());
        }
        assert_eq!(split(&labels, 1), split(&labels, 1));
        assert_ne!(split(&labels, 1).1, split(&labels, 2).1);
    }

    #[test]
    fn fewer_than_five_rows_are_both_sets() {
        assert_eq!(split(&[0, 1, 0, 1], 1), (vec![0, 1, 2, 3], vec![0, 1, 2, 3]));
        assert_eq!(split(&[0, 1, 0, 1, 0], 1).1.len(), 1);
        assert_eq!(split(&[], 1), (vec![], vec![]));
    }
}
