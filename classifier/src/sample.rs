//! Samples that hold every class in its proportion.

use std::{cmp::Reverse, collections::BTreeMap};

use rand::{Rng, seq::SliceRandom};

/// `count` rows of those with these `labels`, in ascending order; all of them if there are fewer.
///
/// Every class has its proportional number of rows, rounded by the method of largest remainders;
/// `generator` draws the rows of each class, and the classes that equal remainders favour.
pub fn stratified(labels: &[u32], count: usize, generator: &mut impl Rng) -> Vec<usize> {
    let total = labels.len();
    let mut rows: Vec<usize> = (0..total).collect();
    if count >= total {
        return rows;
    }
    rows.shuffle(generator);
    let mut classes: Vec<Vec<usize>> = Vec::new();
    let mut positions = BTreeMap::new();
    for row in rows {
        let position = *positions.entry(labels[row]).or_insert(classes.len());
        if position == classes.len() {
            classes.push(Vec::new());
        }
        classes[position].push(row);
    }
    // The order of the classes is random, and a stable sort keeps it among equal remainders.
    classes.sort_by_key(|rows| Reverse(count * rows.len() % total));
    let whole: usize = classes.iter().map(|rows| count * rows.len() / total).sum();
    let mut chosen = Vec::with_capacity(count);
    for (index, rows) in classes.iter().enumerate() {
        let one_more = usize::from(index < count - whole);
        chosen.extend(&rows[..count * rows.len() / total + one_more]);
    }
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Randomness;

    fn sample(labels: &[u32], count: usize, seed: u64) -> Vec<usize> {
        stratified(labels, count, &mut Randomness::new(seed, "sample", 0).generator("rows"))
    }

    fn counts(labels: &[u32], rows: &[usize]) -> Vec<usize> {
        let of = |class| rows.iter().filter(|&&row| labels[row] == class).count();
        (0..=labels.iter().copied().max().unwrap()).map(of).collect()
    }

    /// Labels 0, 1, …, 9, 0, 1, …: every tenth row has the same class.
    #[test]
    fn periodic_labels_keep_their_proportions() {
        let labels: Vec<u32> = (0..2000).map(|row| row % 10).collect();
        for count in [10, 100, 500, 1990] {
            let rows = sample(&labels, count, 1);
            assert_eq!(counts(&labels, &rows), [count / 10; 10], "{count}");
            assert!(rows.is_sorted_by(|a, b| a < b), "{count}");
        }
        assert_ne!(sample(&labels, 500, 1), sample(&labels, 500, 2));
        assert_eq!(sample(&labels, 500, 1), sample(&labels, 500, 1));
    }

    #[test]
    fn the_largest_remainders_are_rounded_up() {
        // Shares of 80 in 400: 78.4 and 1.6; of 7 in 12: 3.5, 2.33 and 1.17.
        let rare: Vec<u32> = (0..400).map(|row| u32::from(row % 50 == 7)).collect();
        assert_eq!(counts(&rare, &sample(&rare, 80, 1)), [78, 2]);
        let three = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2];
        assert_eq!(counts(&three, &sample(&three, 7, 1)), [4, 2, 1]);
    }

    #[test]
    fn equal_remainders_favour_no_class() {
        let labels: Vec<u32> = (0..100).map(|row| row % 10).collect();
        let mut drawn = [0; 10];
        for seed in 0..200 {
            let of_seed = counts(&labels, &sample(&labels, 5, seed));
            drawn.iter_mut().zip(of_seed).for_each(|(sum, count)| *sum += count);
        }
        // Binomial: mean 100, standard deviation 7.
        assert!(drawn.iter().all(|&count| (70..130).contains(&count)), "{drawn:?}");
    }

    #[test]
    fn a_sample_of_all_or_more_has_every_row_once() {
        assert_eq!(sample(&[1, 0, 1], 3, 1), [0, 1, 2]);
        assert_eq!(sample(&[1, 0, 1], usize::MAX, 1), [0, 1, 2]);
        assert_eq!(sample(&[1, 0, 1], 0, 1), [0_usize; 0]);
    }
}
