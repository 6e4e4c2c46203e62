//! How much is done at a point: about the same everywhere, so that the widest network takes seconds
//! and the narrowest is not over before the clock has ticked.

use classifier::{ModelSpec, OptimizerSpec};
use datasets::Dataset;

use super::{Axis, takes_part};
use crate::{Result, compare::Comparison, record::WorkloadRecord};

/// How much is done at each point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    /// Largest width and batch.
    pub(super) largest: usize,
    /// Training images, where neither they nor the batch grow.
    rows: usize,
    /// Floating-point operations and steps that are enough: training ends with the epoch in which
    /// either is reached.
    operations: f64,
    steps: usize,
}

/// Width of the hidden layers, how many there are, and images per step, where these do not grow.
const WIDTH: usize = 256;
const DEPTH: usize = 2;
const BATCH: usize = 64;
/// Every epoch is a sample of the time; more say no more.
const MOST_EPOCHS: usize = 20;
/// Test images: enough queries for k-nearest neighbours, few for a network, whose evaluation is
/// not looked at.
const QUERIES: usize = 1000;
const EVALUATED: usize = 100;
/// So small that no network diverges: a step takes as long whatever it learns.
const LEARNING_RATE: f64 = 1e-4;

impl Work {
    /// Some seconds for every point.
    pub const FULL: Self = Self { largest: 4096, rows: 1024, operations: 5e10, steps: 2000 };
    /// For a first look.
    pub const QUICK: Self = Self { largest: 1024, rows: 256, operations: 5e9, steps: 200 };

    /// The comparison at a value of an axis, and the part of the data that it runs on.
    pub(super) fn point(
        self,
        axis: Axis,
        value: usize,
        base: &Comparison,
        dataset: &Dataset,
    ) -> Result<(Comparison, Dataset)> {
        let hidden = match axis {
            Axis::Width => vec![value; DEPTH],
            Axis::Depth => vec![WIDTH; value],
            _ => vec![WIDTH; DEPTH],
        };
        let (rows, test_rows) = match axis {
            Axis::Rows => (value, QUERIES),
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
        experiment.model = ModelSpec::mlp(&[&[inputs], &hidden[..], &[classes]].concat())?;
        let training = &mut experiment.training;
        training.optimizer = OptimizerSpec::Sgd {
            learning_rate: LEARNING_RATE,
            momentum: 0.9,
            nesterov: false,
            weight_decay: 0.0,
            decoupled_weight_decay: 0.0,
        };
        training.batch = if axis == Axis::Batch { value } else { BATCH };
        training.epochs = self.epochs(&experiment.model, training.batch, dataset.train.rows());
        let mut settings = base.settings;
        if axis == Axis::Threads {
            settings.threads = value;
        }
        let contestants = base.contestants.iter();
        let contestants = contestants.filter(|contestant| takes_part(contestant.kind, axis));
        let comparison = Comparison {
            experiment,
            setting: Some(axis.setting(value)),
            contestants: contestants.cloned().collect(),
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
        Ok((comparison, dataset))
    }

    fn epochs(self, model: &ModelSpec, batch: usize, rows: usize) -> usize {
        let by_operations = self.operations / (operations_per_image(model) * rows as f64);
        let by_steps = self.steps as f64 / rows.div_ceil(batch) as f64;
        let epochs = by_operations.min(by_steps).ceil() as usize;
        epochs.clamp(1, MOST_EPOCHS)
    }
}

/// 2 · 3 · parameters: a multiplication and an addition for each weight in the forward pass, in the
/// gradient of the inputs and in the gradient of the weights.
fn operations_per_image(model: &ModelSpec) -> f64 {
    6.0 * model.parameter_count() as f64
}

/// Billions of operations per second at that time per image.
pub(super) fn gflops(workload: &WorkloadRecord, seconds_per_image: f64) -> f64 {
    operations_per_image(&workload.model) / seconds_per_image / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_network_sees_the_images_once_and_a_narrow_one_often() {
        let epochs = |width, batch| {
            let model = ModelSpec::mlp(&[784, width, width, 10]).unwrap();
            Work::FULL.epochs(&model, batch, 1024)
        };
        assert_eq!((epochs(4096, 64), epochs(64, 64)), (1, 20));
        assert_eq!(epochs(256, 1), 2);
    }
}
