//! `crosscheck knn`: the k-nearest-neighbour exercise, one setting or all of its knobs.
//!
//! `search` finds the neighbours once for all k and both votes, `growth` does so with more and
//! more training examples. The best setting, or the one asked for, then stands beside a network as
//! in any comparison: in processes of their own, with a confusion matrix.

mod growth;
mod search;

use classifier::{Distance, KnnSpec, ModelSpec};
use datasets::Dataset;

use crate::{
    HarnessError, Result,
    compare::{self, Comparison},
    record::KnnSweep,
    table::{self, Format},
    terminal::{self, Screen},
};

/// Which knobs are turned.
pub struct Sweep {
    /// Distances to try.
    pub distances: Vec<Distance>,
    /// Every k from 1 to this.
    pub largest_k: usize,
    /// Test examples to classify, taken at even distances; all when there are not as many.
    pub test_rows: usize,
}

/// Answers one setting, that of the comparison's experiment, or turns the knobs of `sweep` first
/// and takes the best.
///
/// # Errors
/// Those of [`compare::run`], and a setting that does not fit the data.
pub fn knn(sweep: Option<&Sweep>, mut comparison: Comparison) -> Result<()> {
    let dataset = compare::load(&comparison)?;
    if !fits(&comparison.experiment.model, &dataset) {
        let widths = [dataset.train.width(), 128, 64, dataset.train.classes()];
        comparison.experiment.model = ModelSpec::mlp(&widths)?;
    }
    if let Some(sweep) = sweep {
        let (best, found) = turn(sweep, &dataset, comparison.settings.threads)?;
        comparison.experiment.knn = best;
        comparison.knn_sweep = Some(found);
    }
    comparison.experiment.knn.check(dataset.train.rows())?;
    let KnnSpec { k, distance, vote } = comparison.experiment.knn;
    terminal::say(&format!("k = {k}, distance {distance}, vote {vote}\n"));
    let records = compare::run(&comparison)?;
    table::say(&records, Format::Text)?;
    table::confusion::say(&records, Screen::of_stdout());
    comparison.leave()?;
    compare::all_fine(&records)
}

fn fits(model: &ModelSpec, dataset: &Dataset) -> bool {
    model.inputs == dataset.train.width() && model.outputs() == dataset.train.classes()
}

/// Prints what every setting gives, and what more training examples cost; the best setting, and all.
fn turn(sweep: &Sweep, dataset: &Dataset, threads: usize) -> Result<(KnnSpec, KnnSweep)> {
    KnnSpec::new(sweep.largest_k).check(dataset.train.rows())?;
    // Already set in a second sweep of this process; then it has as many threads as the first.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    let test = dataset.test.spread(sweep.test_rows)?;
    terminal::say(&format!(
        "{}: {} training examples, {} of {} test examples, {threads} threads\n",
        dataset.name,
        table::with_thousands(dataset.train.rows()),
        table::with_thousands(test.rows()),
        table::with_thousands(dataset.test.rows()),
    ));
    let found = search::search(sweep, &dataset.train, &test)?;
    terminal::say(&search::render(&found, sweep.largest_k));
    let growth = growth::measure(&dataset.train, &test)?;
    terminal::say(&growth::render(&growth, test.rows()));
    let settings = found.into_iter().flat_map(|found| found.settings);
    let found = KnnSweep { test_rows: test.rows(), settings: settings.collect(), growth };
    let best = found.settings.iter();
    // The first of equals: small k, and plain distances and votes, come first.
    let best = best.reduce(|best, next| match next.correct > best.correct {
        true => next,
        false => best,
    });
    let best = best.ok_or_else(|| HarnessError::Usage("no distance to try".to_owned()))?;
    let accuracy = 100.0 * best.correct as f64 / test.rows() as f64;
    terminal::say(&format!("\nBest of all: {accuracy:.2} %. Beside a network:\n"));
    Ok((best.spec, found))
}
