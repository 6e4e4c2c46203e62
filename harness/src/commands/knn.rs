//! `crosscheck knn`: the k-nearest-neighbour exercise, one setting or a sweep.
//!
//! `search` finds the neighbours once for all k and both votes, `growth` repeats it with more and
//! more training examples. The best setting, or the given one, is then compared with a network: in
//! processes of their own, with confusion matrices.

mod growth;
mod search;

use classifier::{Distance, KnnSpec, Randomness};
use datasets::Dataset;
use records::KnnSweep;
use report::{
    Format, knn as tables, seconds,
    terminal::{self, Screen},
    thousands,
};

use std::sync::Arc;

use super::compare;
use crate::{
    HarnessError, Result,
    cell::interrupt,
    run::{self, ComparisonSpec, RunSettings, Session},
};

/// The largest k of a sweep, unless another is given or the data are few.
const LARGEST_K: usize = 15;

/// The settings of a sweep.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// Distances.
    pub distances: Vec<Distance>,
    /// The largest k; every k from 1 is tried. By default 15, at most the training examples.
    pub largest_k: Option<usize>,
    /// Test examples to classify, a stratified sample; at most all.
    pub test_rows: usize,
}

/// Compares the setting of the experiment, or the best setting of `sweep`, with a network.
///
/// # Errors
/// Those of [`run::run`], and a setting that does not fit the data.
pub fn knn(sweep: Option<&Sweep>, mut spec: ComparisonSpec) -> Result<()> {
    let mut session = Session::begin(&spec.out, spec.cells())?;
    let dataset = Arc::new(run::load(&spec)?);
    spec.fit.model = true;
    run::fit(&mut spec, &dataset)?;
    if let Some(sweep) = sweep.cloned() {
        let (dataset, settings) = (Arc::clone(&dataset), spec.settings);
        let found = interrupt::unless_interrupted(move || try_all(&sweep, &dataset, settings))??;
        spec.experiment.knn = best(&found)?;
        spec.knn_sweep = Some(found);
    }
    spec.experiment.knn.check(dataset.train.rows())?;
    let KnnSpec { k, distance, vote } = spec.experiment.knn;
    terminal::say(&format!("k = {k}, distance {distance}, vote {vote}\n"));
    let ran = run::run(&spec, &mut session);
    let records = session.records();
    if !records.is_empty() {
        compare::print(records, Format::Text)?;
        compare::print_confusion(records, Screen::of_stdout());
        compare::finish(&spec)?;
    }
    ran?;
    run::all_ok(records)
}

/// Prints the accuracy of every setting, and the cost of more training examples.
fn try_all(sweep: &Sweep, dataset: &Dataset, settings: RunSettings) -> Result<KnnSweep> {
    let RunSettings { threads, seed, .. } = settings;
    let rows = dataset.train.rows();
    let largest_k = sweep.largest_k.unwrap_or(LARGEST_K.min(rows));
    KnnSpec::new(largest_k).check(rows)?;
    // Fails in a second sweep of this process, which then uses the threads of the first.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    let screen = Screen::of_stdout();
    let test = dataset.test.select(&run::test_sample(dataset, sweep.test_rows, seed))?;
    terminal::say(&format!(
        "{}: {} training examples, {} of {} test examples, {threads} threads\n",
        dataset.name,
        thousands(dataset.train.rows()),
        thousands(test.rows()),
        thousands(dataset.test.rows()),
    ));
    let found = search::search(&sweep.distances, largest_k, &dataset.train, &test)?;
    let times = found.iter().map(|found| {
        let (index, search) = (seconds(found.index_seconds), seconds(found.search_seconds));
        format!("{} {search} (index {index})", found.distance)
    });
    let times = times.collect::<Vec<_>>().join(", ");
    let settings = found.iter().flat_map(|found| found.settings.clone()).collect();
    let mut all = KnnSweep { test_rows: test.rows(), settings, growth: Vec::new() };
    terminal::say(&format!(
        "{}\n\nTest accuracy, * the best. {}\nOne search per distance serves every k and both votes: \
         {times}.\n",
        tables::settings_table(&all).text(screen),
        tables::VOTES,
    ));
    all.growth = growth::measure(&dataset.train, &test, &Randomness::new(seed, &dataset.name, 0))?;
    let KnnSpec { k, distance, .. } = tables::GROWTH;
    terminal::say(&format!(
        "{}\n\nDistance {distance}, k = {k}. {}",
        tables::growth_table(&all).text(screen),
        tables::SCAN
    ));
    Ok(all)
}

/// The best setting; among equals the first, with a small k and plain distance and vote.
fn best(sweep: &KnnSweep) -> Result<KnnSpec> {
    let best = sweep.settings.iter().rev().max_by_key(|setting| setting.correct);
    let best = best.ok_or_else(|| HarnessError::Usage("no distance to try".to_owned()))?;
    let accuracy = 100.0 * best.correct as f64 / sweep.test_rows as f64;
    terminal::say(&format!("\nBest of all: {accuracy:.2} %. Compared with a network:\n"));
    Ok(best.spec)
}
