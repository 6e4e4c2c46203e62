//! Every k and both votes, from one search per distance.

use std::time::Instant;

use classifier::{
    Batch, Classifier, Distance, Examples, KnnSpec, Randomness, ShuffledOrder, VoteWeight,
};
use knn_baseline::{Algorithm, Knn};
use records::KnnSetting;

use crate::{Result, run::progress::SearchBar};

/// Test examples per search: enough for all threads, few enough for a smooth progress bar.
const BATCH: usize = 500;

/// The results of a distance.
pub(super) struct Found {
    pub(super) distance: Distance,
    /// Seconds to build the index.
    pub(super) index_seconds: f64,
    /// Seconds to find the neighbours of all test examples.
    pub(super) search_seconds: f64,
    /// Scores by vote, then by k from 1.
    pub(super) settings: Vec<KnnSetting>,
}

/// Tries every distance with every k up to `largest_k` and both votes.
pub(super) fn search(
    distances: &[Distance],
    largest_k: usize,
    train: &Examples,
    test: &Examples,
) -> Result<Vec<Found>> {
    let bar = SearchBar::new((test.rows() * distances.len()) as u64);
    let distances = distances.iter();
    distances.map(|&distance| search_one(distance, largest_k, train, test, &bar)).collect()
}

/// Finds the `largest_k` neighbours once: the first k of them are the neighbours for every k.
pub(super) fn search_one(
    distance: Distance,
    largest_k: usize,
    train: &Examples,
    test: &Examples,
    bar: &SearchBar,
) -> Result<Found> {
    let votes = [VoteWeight::Majority, VoteWeight::Distance];
    let spec = |k, vote| KnnSpec { k, distance, vote };
    let settings = votes.iter().flat_map(|&vote| {
        let of_k = move |k| KnnSetting { spec: spec(k, vote), correct: 0 };
        (1..=largest_k).map(of_k)
    });
    let mut settings: Vec<KnnSetting> = settings.collect();

    bar.begin(&distance.to_string());
    let mut knn = Knn::new(Algorithm::Exact, spec(largest_k, VoteWeight::Majority));
    let start = Instant::now();
    let order = ShuffledOrder::new(Randomness::new(0, "knn", 0), 1);
    knn.fit(train, &order, &mut ())?;
    let index_seconds = start.elapsed().as_secs_f64();
    let mut search_seconds = 0.0;
    let rows: Vec<u32> = (0..test.rows() as u32).collect();
    for rows in rows.chunks(BATCH) {
        let batch = Batch::new(test, rows)?;
        let start = Instant::now();
        let neighbours = knn.neighbours(batch, largest_k)?;
        search_seconds += start.elapsed().as_secs_f64();
        let labels: Vec<u32> = batch.labels().collect();
        for setting in &mut settings {
            let predictions = knn.predictions_of(&neighbours, setting.spec)?;
            setting.correct += predictions.correct(&labels);
        }
        bar.advance(rows.len() as u64);
    }
    Ok(Found { distance, index_seconds, search_seconds, settings })
}
