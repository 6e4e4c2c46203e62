//! Models and examples that several tests share.

use classifier::{
    Batch, DropoutMasks, Examples, Init, LastBatch, LayerSpec, Loss, ModelSpec, OptimizerSpec,
    Parameters, Randomness, RunningVariance, Schedule, TrainSpec, initial_parameters,
};

pub(crate) fn linear(outputs: usize) -> LayerSpec {
    let init = Init::HeNormal;
    LayerSpec::Linear { outputs, init }
}

pub(crate) fn batch_norm(running_variance: RunningVariance) -> LayerSpec {
    LayerSpec::BatchNorm { epsilon: 1e-5, momentum: 0.1, running_variance }
}

pub(crate) fn model(inputs: usize, layers: &[LayerSpec]) -> ModelSpec {
    let layers = layers.to_vec();
    ModelSpec { inputs, layers }
}

/// 5-7-6-3 with ReLU.
pub(crate) fn small_model() -> ModelSpec {
    ModelSpec::mlp(&[5, 7, 6, 3]).unwrap()
}

/// 5-7-6-3 with every layer that behaves otherwise in training.
pub(crate) fn moody_model() -> ModelSpec {
    model(
        5,
        &[
            linear(7),
            batch_norm(RunningVariance::Unbiased),
            LayerSpec::Relu,
            LayerSpec::Dropout { rate: 0.3 },
            linear(6),
            batch_norm(RunningVariance::Biased),
            LayerSpec::Tanh,
            LayerSpec::Dropout { rate: 0.5 },
            linear(3),
        ],
    )
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

/// First parameters with zero biases.
pub(crate) fn first_parameters(model: &ModelSpec) -> Parameters {
    initial_parameters(model, &Randomness::new(3, "contract", 0)).unwrap()
}

/// First parameters whose vectors are moved off their round starting values; running variances
/// stay positive.
pub(crate) fn biased_parameters(model: &ModelSpec) -> Parameters {
    let mut parameters = first_parameters(model);
    let vectors = parameters.0.iter_mut().filter(|t| t.shape.len() == 1);
    for (index, value) in vectors.flat_map(|vector| &mut vector.values).enumerate() {
        *value += 0.9 * scattered(index + 1000);
    }
    parameters
}

/// Examples for a model; every third row is zero throughout.
pub(crate) fn examples(model: &ModelSpec, rows: usize) -> Examples {
    let (width, classes) = (model.inputs, model.outputs().max(2));
    let value = |index: usize| match index / width % 3 {
        1 => 0.0,
        _ => scattered(index),
    };
    let inputs = (0..rows * width).map(value).collect();
    let labels = (0..rows).map(|row| (row * 7 % classes) as u32).collect();
    Examples::new(inputs, width, labels, classes).unwrap()
}

/// The masks that every test uses.
pub(crate) fn masks() -> DropoutMasks {
    DropoutMasks::new(Randomness::new(3, "contract", 0), 0)
}

/// The batch of these rows, ready for training.
pub(crate) fn batch<'a>(
    examples: &'a Examples,
    rows: &'a [u32],
    masks: &'a DropoutMasks,
) -> Batch<'a> {
    Batch::new(examples, rows).unwrap().with_dropout(Some(masks))
}

/// A value in (−1, 1) that looks random.
fn scattered(index: usize) -> f32 {
    let hash = (index as u32 + 1).wrapping_mul(2_654_435_761);
    (f64::from(hash) / 2_147_483_648.0 - 1.0) as f32
}
