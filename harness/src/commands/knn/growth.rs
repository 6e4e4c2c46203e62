//! Accuracy and time with more and more training examples.

use classifier::{Examples, Randomness, stratified};
use records::KnnGrowth;
use report::knn::GROWTH;

use super::search::search_one;
use crate::{Result, experiment::round_numbers, run::progress::SearchBar};

/// The fewest training examples.
const SMALLEST: usize = 1000;

/// The search with stratified samples of 1, 2, 5, 10, … thousand training examples, up to all.
pub(super) fn measure(
    train: &Examples,
    test: &Examples,
    randomness: &Randomness,
) -> Result<Vec<KnnGrowth>> {
    let sizes = round_numbers(SMALLEST, train.rows());
    let bar = SearchBar::new((sizes.len() * test.rows()) as u64);
    let measured = sizes.into_iter().map(|train_rows| {
        let k = GROWTH.k.min(train_rows);
        let mut generator = randomness.generator("sample of the training set");
        let sample = train.select(&stratified(train.labels(), train_rows, &mut generator))?;
        let found = search_one(GROWTH.distance, k, &sample, test, &bar)?;
        Ok(KnnGrowth {
            train_rows,
            correct: found.settings[k - 1].correct,
            index_seconds: found.index_seconds,
            search_seconds: found.search_seconds,
        })
    });
    measured.collect()
}
