//! The cases on which contenders are compared: the one list of layers, losses, optimizers and
//! schedules.
//!
//! The tests of the contract, `crosscheck agree` and PyTorch's golden tensors
//! (`reference/golden.py`) all read this list: a new layer, loss, optimizer or schedule gets its
//! case here.

mod combinations;
mod layers;
mod losses;
mod optimizers;
mod schedules;

use rand::RngExt;
use serde::Serialize;

use crate::{
    Examples, Init, LastBatch, LayerSpec, Loss, ModelSpec, OptimizerSpec, Parameters, Randomness,
    Result, RunningVariance, Schedule, TrainSpec, initial_parameters,
};

pub use combinations::combinations;
pub use layers::layers;
pub use losses::losses;
pub use optimizers::optimizers;
pub use schedules::schedules;

/// A small model, its training, and the batch that both are tried on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// Name, unique in the list, e.g. `layer-relu`; the golden file has the same.
    pub name: String,
    /// The model.
    pub model: ModelSpec,
    /// The training. `batch` is the number of all rows, so that an epoch is one step.
    pub training: TrainSpec,
    /// Class that no row has; `None` if every class may occur.
    pub absent_class: Option<u32>,
}

/// All cases.
pub fn all() -> Vec<Case> {
    [layers(), losses(), optimizers(), schedules(), combinations()].concat()
}

/// The case of that name; `None` if there is none.
pub fn named(name: &str) -> Option<Case> {
    all().into_iter().find(|case| case.name == name)
}

impl Case {
    /// The batch: inputs in [−1, 1), every third row all 0; the labels take turns.
    ///
    /// # Errors
    /// A loss that does not fit the model's outputs, a batch of 0 rows.
    pub fn examples(&self) -> Result<Examples> {
        let (rows, width) = (self.training.batch, self.model.inputs);
        let classes = self.training.loss.classes(self.model.outputs())?;
        let mut generator = self.randomness().generator("examples");
        let mut input = |index| match index / width % 3 {
            1 => 0.0,
            _ => generator.random_range(-1.0..1.0),
        };
        let inputs = (0..rows * width).map(&mut input).collect();
        let present = (0..classes as u32).filter(|&class| Some(class) != self.absent_class);
        // From the second on: a label of 0 would hide more in a batch of one row.
        let labels = present.cycle().skip(1).take(rows).collect();
        Examples::new(inputs, width, labels, classes)
    }

    /// Initial parameters, with up to ±0.5 added to every value of a vector: biases of 0, scales
    /// and running variances of 1 would hide mistakes.
    ///
    /// # Errors
    /// A model that fails [`ModelSpec::check`].
    pub fn parameters(&self) -> Result<Parameters> {
        let mut parameters = initial_parameters(&self.model, &self.randomness())?;
        let mut generator = self.randomness().generator("added to vectors");
        let vectors = parameters.0.iter_mut().filter(|tensor| tensor.shape.len() == 1);
        for value in vectors.flat_map(|vector| &mut vector.values) {
            *value += generator.random_range(-0.5..0.5);
        }
        Ok(parameters)
    }

    fn randomness(&self) -> Randomness {
        Randomness::new(1, &self.name, 0)
    }

    fn with(mut self, change: impl FnOnce(&mut TrainSpec)) -> Self {
        change(&mut self.training);
        self
    }
}

/// 100 steps of gradient descent on 16 rows of 5 inputs.
fn case(name: impl Into<String>, layers: impl Into<Vec<LayerSpec>>) -> Case {
    Case {
        name: name.into(),
        model: ModelSpec { inputs: 5, layers: layers.into() },
        training: TrainSpec {
            epochs: 100,
            batch: 16,
            last_batch: LastBatch::Keep,
            loss: Loss::SoftmaxCrossEntropy,
            optimizer: OptimizerSpec::sgd(0.1),
            schedule: Schedule::Constant,
            clip_norm: None,
        },
        absent_class: None,
    }
}

/// 5-7-3 with tanh: no kink, at which rounding could part two runs.
fn smooth(name: impl Into<String>) -> Case {
    case(name, [linear(7), LayerSpec::Tanh, linear(3)])
}

fn linear(outputs: usize) -> LayerSpec {
    LayerSpec::Linear { outputs, init: Init::HeNormal }
}

fn batch_norm(running_variance: RunningVariance) -> LayerSpec {
    LayerSpec::BatchNorm { epsilon: 1e-5, momentum: 0.1, running_variance }
}
