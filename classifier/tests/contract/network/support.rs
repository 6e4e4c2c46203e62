//! Models, parameters and examples that several tests share.

use classifier::{
    Batch, DropoutMasks, Examples, Init, LastBatch, LayerSpec, Loss, ModelSpec, OptimizerSpec,
    Parameters, Randomness, Schedule, TrainSpec,
    cases::{self, Case},
    initial_parameters,
};

pub(crate) fn linear(outputs: usize) -> LayerSpec {
    LayerSpec::Linear { outputs, init: Init::HeNormal }
}

/// 5-7-6-3 with ReLU.
pub(crate) fn small_model() -> ModelSpec {
    ModelSpec::mlp(&[5, 7, 6, 3]).unwrap()
}

/// 5-7-6-3 with every layer that behaves differently in training and evaluation.
pub(crate) fn two_mode_model() -> ModelSpec {
    cases::named("stack-training-modes").unwrap().model
}

pub(crate) fn training(optimizer: OptimizerSpec) -> TrainSpec {
    TrainSpec {
        epochs: 2,
        batch: 4,
        last_batch: LastBatch::Keep,
        loss: Loss::SoftmaxCrossEntropy,
        optimizer,
        schedule: Schedule::Constant,
        clip_norm: None,
    }
}

/// Initial parameters as they are drawn: every bias is 0.
pub(crate) fn zero_bias_parameters(model: &ModelSpec) -> Parameters {
    initial_parameters(model, &Randomness::new(3, "contract", 0)).unwrap()
}

/// Parameters whose biases are not 0, see [`Case::parameters`].
pub(crate) fn biased_parameters(model: &ModelSpec) -> Parameters {
    case(model, 1).parameters().unwrap()
}

/// Examples that fit a model, see [`Case::examples`].
pub(crate) fn examples(model: &ModelSpec, rows: usize) -> Examples {
    case(model, rows).examples().unwrap()
}

fn case(model: &ModelSpec, rows: usize) -> Case {
    let training = training(OptimizerSpec::sgd(0.1));
    // A loss that fits any number of outputs.
    let training = TrainSpec { batch: rows, loss: Loss::MeanSquaredError, ..training };
    Case { name: "contract".to_owned(), model: model.clone(), training, absent_class: None }
}

/// All rows of the examples, in their order.
pub(crate) fn all_rows(examples: &Examples) -> Vec<u32> {
    (0..examples.rows() as u32).collect()
}

/// The dropout masks of every test.
pub(crate) fn masks() -> DropoutMasks {
    DropoutMasks::new(Randomness::new(3, "contract", 0), 0)
}

/// The batch of these rows, with dropout masks.
pub(crate) fn batch<'a>(
    examples: &'a Examples,
    rows: &'a [u32],
    masks: &'a DropoutMasks,
) -> Batch<'a> {
    Batch::new(examples, rows).unwrap().with_dropout(Some(masks))
}
