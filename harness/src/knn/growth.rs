//! What more training examples bring, and what they cost.

use classifier::{Distance, Examples};

use super::search::search_one;
use crate::{
    Result,
    progress::SearchBar,
    scale::round_numbers,
    table::{markdown, seconds, with_thousands},
};

/// Neighbours that vote.
const K: usize = 5;
/// The fewest training examples that are tried.
const SMALLEST: usize = 1000;

/// A row for 1, 2, 5, 10, … thousand training examples, up to all.
pub(super) fn render(train: &Examples, test: &Examples) -> Result<String> {
    let header = [
        "training examples",
        "accuracy",
        "index",
        "search",
        "per query",
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    let sizes = round_numbers(SMALLEST, train.rows());
    let bar = SearchBar::new((sizes.len() * test.rows()) as u64);
    for size in sizes {
        let k = K.min(size);
        let found = search_one(Distance::L2, k, &train.first(size)?, test, &bar)?;
        let (build, search) = found.seconds();
        let accuracy = 100.0 * found.correct(k) as f64 / test.rows() as f64;
        rows.push(vec![
            with_thousands(size),
            format!("{accuracy:.2} %"),
            seconds(build),
            seconds(search),
            seconds(search / test.rows() as f64),
        ]);
    }
    Ok(format!(
        "{}\n\nDistance l2, k = {K}: a search looks at every training example, so its time grows with \
         their number.",
        markdown(&rows, 0)
    ))
}
