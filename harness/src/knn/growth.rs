//! What more training examples bring, and what they cost.

use classifier::{Distance, Examples};

use super::search::search_one;
use crate::{
    Result,
    progress::SearchBar,
    record::KnnGrowth,
    scale::round_numbers,
    table::{markdown, seconds, with_thousands},
};

/// Neighbours that vote.
const K: usize = 5;
/// The fewest training examples that are tried.
const SMALLEST: usize = 1000;

/// The search with 1, 2, 5, 10, … thousand training examples, up to all.
pub(super) fn measure(train: &Examples, test: &Examples) -> Result<Vec<KnnGrowth>> {
    let sizes = round_numbers(SMALLEST, train.rows());
    let bar = SearchBar::new((sizes.len() * test.rows()) as u64);
    let of_size = |train_rows: usize| {
        let k = K.min(train_rows);
        let found = search_one(Distance::L2, k, &train.first(train_rows)?, test, &bar)?;
        let (index_seconds, search_seconds) = found.seconds();
        Ok(KnnGrowth { train_rows, correct: found.correct(k), index_seconds, search_seconds })
    };
    sizes.into_iter().map(of_size).collect()
}

/// A row for each number of training examples.
pub(super) fn render(growth: &[KnnGrowth], test_rows: usize) -> String {
    let header = ["training examples", "accuracy", "index", "search", "per query"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(growth.iter().map(|it| {
        let accuracy = 100.0 * it.correct as f64 / test_rows as f64;
        vec![
            with_thousands(it.train_rows),
            format!("{accuracy:.2} %"),
            seconds(it.index_seconds),
            seconds(it.search_seconds),
            seconds(it.search_seconds / test_rows as f64),
        ]
    }));
    format!(
        "{}\n\nDistance l2, k = {K}: a search looks at every training example, so its time grows with \
         their number.",
        markdown(&rows, 0)
    )
}
