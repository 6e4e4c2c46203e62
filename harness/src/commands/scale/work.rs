//! The amount of work per point: about the same everywhere, so that the widest network takes seconds
//! and the narrowest is measurable.

use classifier::{ModelSpec, OptimizerSpec};
use datasets::Dataset;
use records::{Axis, Setting, operations_per_example};

use super::takes_part;
use crate::{
    Result,
    experiment::round_numbers,
    run::{ComparisonSpec, Fit},
};

/// The amount of work per point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    /// Largest width and batch.
    largest: usize,
    /// Training examples, unless they or the batch vary.
    rows: usize,
    /// Floating-point operations and steps: training ends with the epoch that reaches either.
    operations: f64,
    steps: usize,
}

/// Width of the two hidden layers, and examples per step, unless these vary.
const WIDTH: usize = 256;
const BATCH: usize = 64;
/// The most epochs; each is a sample of the time.
const MOST_EPOCHS: usize = 20;
/// Test examples: many queries for k-nearest neighbours, few for a network, whose evaluation is not
/// measured.
const QUERIES: usize = 1000;
const EVALUATED: usize = 100;
/// Hidden layers of the deepest network.
const DEEPEST: usize = 8;
/// Small enough that no network diverges; the time of a step does not depend on it.
const LEARNING_RATE: f64 = 1e-4;

impl Work {
    /// Some seconds per point.
    pub const FULL: Self = Self { largest: 4096, rows: 1024, operations: 5e10, steps: 2000 };
    /// For a first look.
    pub const QUICK: Self = Self { largest: 1024, rows: 256, operations: 5e9, steps: 200 };

    /// The values of an axis: powers, round numbers up to all `rows`, or powers up to all `threads`.
    pub(super) fn values(self, axis: Axis, rows: usize, threads: usize) -> Vec<usize> {
        match axis {
            Axis::HiddenWidth => powers(64, 2, self.largest),
            Axis::HiddenLayers => powers(1, 2, DEEPEST),
            Axis::Batch => powers(1, 4, self.largest.min(rows)),
            Axis::TrainRows => round_numbers(1000, rows),
            Axis::Threads => {
                let mut values = powers(1, 2, threads);
                values.push(threads);
                values.dedup();
                values
            }
            Axis::Epochs => Vec::new(),
        }
    }

    /// The comparison at a value of an axis, and its part of the data.
    pub(super) fn point(
        self,
        axis: Axis,
        value: usize,
        base: &ComparisonSpec,
        dataset: &Dataset,
    ) -> Result<(ComparisonSpec, Dataset)> {
        let (rows, test_rows) = match axis {
            Axis::TrainRows => (value, QUERIES),
            Axis::Batch => (self.largest, EVALUATED),
            _ => (self.rows, EVALUATED),
        };
        let dataset = Dataset {
            train: dataset.train.first(rows)?,
            test: dataset.test.first(test_rows)?,
            ..dataset.clone()
        };
        let (inputs, classes) = (dataset.train.width(), dataset.train.classes());
        let mut experiment = base.experiment.clone();
        experiment.model = ModelSpec::mlp(&[inputs, WIDTH, WIDTH, classes])?;
        experiment.training.batch = BATCH;
        experiment.training.optimizer = OptimizerSpec::Sgd {
            learning_rate: LEARNING_RATE,
            momentum: 0.9,
            nesterov: false,
            weight_decay: 0.0,
            decoupled_weight_decay: 0.0,
        };
        experiment.set(axis, value)?;
        let (model, batch) = (&experiment.model, experiment.training.batch);
        experiment.training.epochs = self.epochs(model, batch, dataset.train.rows());
        let mut settings = base.settings;
        if axis == Axis::Threads {
            settings.threads = value;
        }
        let contenders = base.contenders.iter().filter(|it| takes_part(it.kind, axis));
        let spec = ComparisonSpec {
            experiment,
            setting: Some(Setting::Point { axis, value }),
            fit: Fit::default(),
            contenders: contenders.cloned().collect(),
            settings,
            repetitions: base.repetitions,
            timeout: base.timeout,
            start: None,
            save: None,
            cost_only: true,
            knn_sweep: None,
            data_dir: base.data_dir.clone(),
            out: base.out.clone(),
        };
        Ok((spec, dataset))
    }

    fn epochs(self, model: &ModelSpec, batch: usize, rows: usize) -> usize {
        let by_operations = self.operations / (operations_per_example(model) * rows as f64);
        let by_steps = self.steps as f64 / rows.div_ceil(batch) as f64;
        let epochs = by_operations.min(by_steps).ceil() as usize;
        epochs.clamp(1, MOST_EPOCHS)
    }
}

/// `first`, `first · factor`, … up to `last`.
fn powers(first: usize, factor: usize, last: usize) -> Vec<usize> {
    let powers = std::iter::successors(Some(first), |power| power.checked_mul(factor));
    powers.take_while(|&power| power <= last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_network_trains_for_one_epoch_and_a_narrow_one_for_many() {
        let epochs = |width, batch| {
            let model = ModelSpec::mlp(&[784, width, width, 10]).unwrap();
            Work::FULL.epochs(&model, batch, 1024)
        };
        assert_eq!((epochs(4096, 64), epochs(64, 64)), (1, 20));
        assert_eq!(epochs(256, 1), 2);
    }

    #[test]
    fn values_end_at_the_limits_of_machine_and_data() {
        let values = |axis, rows, threads| Work::FULL.values(axis, rows, threads);
        assert_eq!(values(Axis::Threads, 0, 6), [1, 2, 4, 6]);
        assert_eq!(values(Axis::Threads, 0, 1), [1]);
        assert_eq!(values(Axis::Batch, 20, 1), [1, 4, 16]);
        assert_eq!(values(Axis::HiddenWidth, 0, 1).last(), Some(&4096));
        assert_eq!(values(Axis::HiddenLayers, 0, 1), [1, 2, 4, 8]);
    }
}
