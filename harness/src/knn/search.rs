//! Every k and both votes, from one search per distance.

use std::time::Instant;

use classifier::{
    Batch, Classifier, Distance, Examples, KnnSpec, Randomness, ShuffledOrder, VoteWeight,
};
use knn_baseline::{Algorithm, Knn};

use super::Sweep;
use crate::{
    Result,
    progress::SearchBar,
    record::KnnSetting,
    table::{markdown, seconds},
};

/// Test examples per search: enough for all threads, and the bar moves.
const BATCH: usize = 500;

/// What a distance gives.
pub(super) struct Found {
    distance: Distance,
    /// Seconds to build the index, and to find the neighbours of all test examples.
    build_seconds: f64,
    search_seconds: f64,
    test_rows: usize,
    /// By vote, then by k from 1.
    pub(super) settings: Vec<KnnSetting>,
}

/// Tries every setting of the sweep.
pub(super) fn search(sweep: &Sweep, train: &Examples, test: &Examples) -> Result<Vec<Found>> {
    let rows = test.rows() * sweep.distances.len();
    let bar = SearchBar::new(rows as u64);
    let distances = sweep.distances.iter();
    distances.map(|&distance| search_one(distance, sweep.largest_k, train, test, &bar)).collect()
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
    let build_seconds = start.elapsed().as_secs_f64();
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
    Ok(Found { distance, build_seconds, search_seconds, test_rows: test.rows(), settings })
}

impl Found {
    /// What the majority of k neighbours recognises.
    pub(super) fn correct(&self, k: usize) -> usize {
        self.settings[k - 1].correct
    }

    /// Seconds to build the index, and to search.
    pub(super) fn seconds(&self) -> (f64, f64) {
        (self.build_seconds, self.search_seconds)
    }
}

/// A row per k, a column per distance and vote; the best is marked.
pub(super) fn render(found: &[Found], largest_k: usize) -> String {
    let all = || found.iter().flat_map(|found| &found.settings);
    let best = all().map(|setting| setting.correct).max().unwrap_or(0);
    let test = found.first().map_or(1, |found| found.test_rows);
    let mut rows = vec![vec!["k".to_owned()]];
    rows.extend((1..=largest_k).map(|k| vec![k.to_string()]));
    for found in found {
        for settings in found.settings.chunks(largest_k) {
            rows[0].push(match settings[0].spec.vote {
                VoteWeight::Majority => found.distance.to_string(),
                VoteWeight::Distance => format!("{}, by distance", found.distance),
            });
            for (row, setting) in rows[1..].iter_mut().zip(settings) {
                let accuracy = 100.0 * setting.correct as f64 / test as f64;
                let mark = if setting.correct == best { "*" } else { "" };
                row.push(format!("{mark}{accuracy:.2}"));
            }
        }
    }
    let times = found.iter().map(|found| {
        let (build, search) = (seconds(found.build_seconds), seconds(found.search_seconds));
        format!("{} {search} (and {build} for the index)", found.distance)
    });
    format!(
        "{}\n\nTest accuracy in %, * the best. Votes count alike, or \"by distance\" 1/distance.\n\
         One search per distance serves every k and both votes: {}.\n",
        markdown(&rows, 0),
        times.collect::<Vec<_>>().join(", ")
    )
}
