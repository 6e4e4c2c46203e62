//! What is compared: every layer, every loss, every optimizer, every committed experiment.

use classifier::{
    Batch, DropoutMasks, Examples, Init, LastBatch, LayerSpec, Loss, ModelSpec, OptimizerSpec,
    Parameters, Randomness, Result as Classified, RunningVariance, Schedule, TrainSpec,
    initial_parameters,
};
use datasets::{DatasetChoice, DatasetName, Places, Request};
use rand::RngExt;

use crate::{
    Result,
    experiment::{self, Experiment},
};

/// A model with its first parameters, and a batch to compare it on.
pub struct Piece {
    /// Its name in the report.
    pub name: String,
    /// The layers.
    pub model: ModelSpec,
    /// Loss and optimizer.
    pub training: TrainSpec,
    /// First parameters.
    pub parameters: Parameters,
    examples: Examples,
    rows: Vec<u32>,
    masks: DropoutMasks,
}

impl Piece {
    /// The batch.
    pub fn batch(&self) -> Classified<Batch<'_>> {
        Ok(Batch::new(&self.examples, &self.rows)?.with_dropout(Some(&self.masks)))
    }
}

/// Inputs of the small models.
const INPUTS: usize = 6;
/// Rows of their batch.
const ROWS: usize = 16;

/// Every layer and every loss, each in a small model of its own.
pub fn layers_and_losses() -> Result<Vec<Piece>> {
    let batch_norm = |running_variance| LayerSpec::BatchNorm {
        epsilon: 1e-5,
        momentum: 0.1,
        running_variance,
    };
    let mut pieces = vec![small("linear", vec![linear(3)], Loss::SoftmaxCrossEntropy)?];
    for layer in [
        LayerSpec::Relu,
        LayerSpec::LeakyRelu { slope: 0.1 },
        LayerSpec::Sigmoid,
        LayerSpec::Tanh,
        LayerSpec::Softmax,
        batch_norm(RunningVariance::Unbiased),
        LayerSpec::Dropout { rate: 0.3 },
    ] {
        let name = layer.name();
        let layers = vec![linear(8), layer, linear(3)];
        pieces.push(small(name, layers, Loss::SoftmaxCrossEntropy)?);
    }
    for (loss, last) in [
        (Loss::SoftmaxCrossEntropy, None),
        (Loss::CrossEntropy, Some(LayerSpec::Softmax)),
        (Loss::BinaryCrossEntropy, Some(LayerSpec::Sigmoid)),
        (Loss::SigmoidCrossEntropy, None),
        (Loss::MeanSquaredError, None),
    ] {
        let mut layers = vec![linear(8), LayerSpec::Tanh, linear(3)];
        layers.extend(last);
        pieces.push(small(&loss.to_string(), layers, loss)?);
    }
    Ok(pieces)
}

/// Every form of every optimizer on a small smooth model: no kink can part two runs.
pub fn optimizers() -> Result<Vec<Piece>> {
    let sgd = |momentum, nesterov, weight_decay, decoupled_weight_decay| OptimizerSpec::Sgd {
        learning_rate: 0.05,
        momentum,
        nesterov,
        weight_decay,
        decoupled_weight_decay,
    };
    let adam = |weight_decay, decoupled_weight_decay| OptimizerSpec::Adam {
        learning_rate: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay,
        decoupled_weight_decay,
    };
    let layers = || vec![linear(8), LayerSpec::Tanh, linear(3)];
    let optimizers = [
        ("sgd", sgd(0.0, false, 0.0, 0.0), None),
        ("sgd, clipped", sgd(0.0, false, 0.0, 0.0), Some(0.1)),
        ("momentum", sgd(0.9, false, 0.0, 0.0), None),
        ("nesterov", sgd(0.9, true, 0.0, 0.0), None),
        ("momentum, weight decay", sgd(0.9, false, 0.01, 0.0), None),
        (
            "momentum, decoupled decay",
            sgd(0.9, false, 0.0, 0.01),
            None,
        ),
        ("adam", adam(0.0, 0.0), None),
        ("adam, weight decay", adam(0.01, 0.0), None),
        ("adam-w", adam(0.0, 0.01), None),
    ];
    let piece = |(name, optimizer, clip_norm): (&str, OptimizerSpec, Option<f64>)| {
        let mut piece = small(name, layers(), Loss::SoftmaxCrossEntropy)?;
        piece.training.optimizer = optimizer;
        piece.training.clip_norm = clip_norm;
        Ok(piece)
    };
    optimizers.into_iter().map(piece).collect()
}

/// The committed experiments, each on its first batch; generated digits stand in for images that
/// would have to be downloaded.
pub fn experiments() -> Result<Vec<Piece>> {
    let piece = |(name, experiment): (&str, Experiment)| {
        let dataset = match experiment.dataset {
            Some(DatasetChoice::Named(name @ (DatasetName::Edges | DatasetName::Xor))) => name,
            _ => DatasetName::SyntheticDigits,
        };
        let request = Request {
            dataset: Some(dataset.into()),
            label: None,
            places: Places::default(),
            seed: 1,
        };
        let examples = datasets::load(&request, &mut ())?.train;
        let rows = experiment.training.batch.min(examples.rows());
        Ok(Piece {
            name: format!("experiments/{name}.toml"),
            parameters: initial_parameters(&experiment.model, &randomness())?,
            rows: (0..rows as u32).collect(),
            model: experiment.model,
            training: experiment.training,
            examples,
            masks: DropoutMasks::new(randomness(), 0),
        })
    };
    experiment::committed()?.into_iter().map(piece).collect()
}

fn randomness() -> Randomness {
    Randomness::new(1, "agree", 0)
}

fn linear(outputs: usize) -> LayerSpec {
    let init = Init::XavierNormal;
    LayerSpec::Linear { outputs, init }
}

/// A small model on random inputs, its vectors moved off their round starting values.
fn small(name: &str, layers: Vec<LayerSpec>, loss: Loss) -> Result<Piece> {
    let model = ModelSpec {
        inputs: INPUTS,
        layers,
    };
    let mut generator = randomness().generator(name);
    let mut uniform = || generator.random_range(-1.0_f32..1.0);
    let mut parameters = initial_parameters(&model, &randomness())?;
    let vectors = parameters
        .0
        .iter_mut()
        .filter(|tensor| tensor.shape.len() == 1);
    for value in vectors.flat_map(|vector| &mut vector.values) {
        *value += 0.5 * uniform();
    }
    let classes = loss.classes(model.outputs())?;
    let inputs = (0..ROWS * INPUTS).map(|_| uniform()).collect();
    let labels = (0..ROWS).map(|row| (row % classes) as u32).collect();
    Ok(Piece {
        name: name.to_owned(),
        training: TrainSpec {
            epochs: 1,
            batch: ROWS,
            last_batch: LastBatch::Keep,
            loss,
            optimizer: OptimizerSpec::sgd(0.05),
            schedule: Schedule::Constant,
            clip_norm: None,
        },
        parameters,
        examples: Examples::new(inputs, INPUTS, labels, classes)?,
        rows: (0..ROWS as u32).collect(),
        masks: DropoutMasks::new(randomness(), 0),
        model,
    })
}
