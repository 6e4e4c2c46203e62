//! What is compared: every layer, every loss, every optimizer, every committed experiment.

use classifier::{
    Examples, Init, KnnSpec, LastBatch, LayerSpec, Loss, ModelSpec, OptimizerSpec, Randomness,
    RunningVariance, Schedule, TrainSpec, initial_parameters,
};
use datasets::{Dataset, DatasetChoice, DatasetName, Places, Request};
use rand::RngExt;

use super::{
    Rung,
    piece::{Piece, dataset},
};
use crate::{
    Result,
    experiment::{self, Experiment},
};

/// Inputs of the small models.
const INPUTS: usize = 6;
/// Rows of their batch.
const ROWS: usize = 16;
/// Rows of what stands in for a file.
const TABLE_ROWS: usize = 120;
/// Seed of everything but the whole runs.
const SEED: u64 = 1;

/// Every layer and every loss, each in a small model of its own.
pub fn layers_and_losses() -> Result<Vec<Piece>> {
    let batch_norm =
        |running_variance| LayerSpec::BatchNorm { epsilon: 1e-5, momentum: 0.1, running_variance };
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

/// The layers with a kink, every pre-activation `offset` beside it.
///
/// All inputs are 1, the weights multiples of 1/8, and the bias takes their sum back, so that every
/// sum is exact.
pub fn kinks(offset: f32) -> Result<Vec<Piece>> {
    let piece = |layer: LayerSpec| {
        let name = layer.name();
        let layers = vec![linear(8), layer, linear(3)];
        let mut piece = small(name, layers, Loss::SoftmaxCrossEntropy)?;
        let labels = piece.dataset.train.labels().to_vec();
        let ones = vec![1.0; ROWS * INPUTS];
        piece.dataset = dataset(Examples::new(ones, INPUTS, labels, 3)?, SEED);
        if let Some([weight, bias, ..]) = piece.parameters.as_mut().map(|all| &mut all.0[..]) {
            for value in &mut weight.values {
                *value = (8.0 * *value).round() / 8.0;
            }
            let units = bias.values.len();
            for (unit, value) in bias.values.iter_mut().enumerate() {
                let weights = weight.values.iter().skip(unit).step_by(units);
                *value = offset - weights.sum::<f32>();
            }
        }
        Ok(piece)
    };
    let layers = [LayerSpec::Relu, LayerSpec::LeakyRelu { slope: 0.1 }];
    layers.into_iter().map(piece).collect()
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
    let optimizers = [
        ("sgd", sgd(0.0, false, 0.0, 0.0), None),
        ("sgd, clipped", sgd(0.0, false, 0.0, 0.0), Some(0.1)),
        ("momentum", sgd(0.9, false, 0.0, 0.0), None),
        ("nesterov", sgd(0.9, true, 0.0, 0.0), None),
        ("momentum, weight decay", sgd(0.9, false, 0.01, 0.0), None),
        ("momentum, decoupled decay", sgd(0.9, false, 0.0, 0.01), None),
        ("adam", adam(0.0, 0.0), None),
        ("adam, weight decay", adam(0.01, 0.0), None),
        ("adam-w", adam(0.0, 0.01), None),
    ];
    let piece = |(name, optimizer, clip_norm): (&str, OptimizerSpec, Option<f64>)| {
        let layers = vec![linear(8), LayerSpec::Tanh, linear(3)];
        let mut piece = small(name, layers, Loss::SoftmaxCrossEntropy)?;
        piece.rung = Rung::Steps;
        piece.snapshots = vec![1, 10, 100];
        let training = &mut piece.experiment.training;
        // One batch is the whole set, so that an epoch is a step.
        training.epochs = 100;
        training.optimizer = optimizer;
        training.clip_norm = clip_norm;
        Ok(piece)
    };
    optimizers.into_iter().map(piece).collect()
}

/// The committed experiments, each on its first batch.
pub fn experiments() -> Result<Vec<Piece>> {
    let piece = |(name, mut experiment): (&str, Experiment)| {
        let train = stand_in(&experiment, SEED)?.train;
        let rows = experiment.training.batch.min(train.rows());
        let batch = train.first(rows)?;
        experiment.training.epochs = 1;
        experiment.training.batch = rows;
        Ok(Piece {
            name: format!("experiments/{name}.toml"),
            rung: Rung::Gradients,
            experiment,
            dataset: dataset(batch, SEED),
            parameters: None,
            snapshots: Vec::new(),
            seed: SEED,
        })
    };
    distinct_experiments()?.into_iter().map(piece).collect()
}

/// The committed experiments as whole runs, from each of the seeds 1 to `seeds`.
pub fn runs(seeds: u64) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    for (name, mut experiment) in distinct_experiments()? {
        for seed in 1..=seeds {
            let dataset = stand_in(&experiment, seed)?;
            if dataset.train.rows() > MANY_ROWS {
                experiment.training.epochs = experiment.training.epochs.min(EPOCHS);
            }
            pieces.push(Piece {
                name: format!("{name}, seed {seed}"),
                rung: Rung::Run,
                experiment: experiment.clone(),
                dataset,
                parameters: None,
                snapshots: Vec::new(),
                seed,
            });
        }
    }
    Ok(pieces)
}

/// The committed experiments, without those that differ from one before them in their images or
/// their number of epochs alone: here they would be the same.
fn distinct_experiments() -> Result<Vec<(&'static str, Experiment)>> {
    let mut distinct: Vec<(&str, Experiment)> = Vec::new();
    for (name, experiment) in experiment::committed()? {
        let same = |(_, other): &(&str, Experiment)| {
            let epochs = experiment.training.epochs;
            let other_training = TrainSpec { epochs, ..other.training.clone() };
            other.model == experiment.model && other_training == experiment.training
        };
        if !distinct.iter().any(same) {
            distinct.push((name, experiment));
        }
    }
    Ok(distinct)
}

/// A run on more rows than this ends after [`EPOCHS`]: the whole ladder is to take a minute or two.
const MANY_ROWS: usize = 1000;
const EPOCHS: usize = 3;

/// The experiment's data set where it is generated; generated digits for images that would have to
/// be downloaded, random numbers for a file that may not be there.
fn stand_in(experiment: &Experiment, seed: u64) -> Result<Dataset> {
    let name = match experiment.dataset {
        Some(DatasetChoice::Named(name @ (DatasetName::Edges | DatasetName::Xor))) => name,
        Some(DatasetChoice::Csv(_)) => {
            let (model, loss) = (&experiment.model, experiment.training.loss);
            return Ok(dataset(random_examples("table", TABLE_ROWS, model, loss)?, seed));
        }
        _ => DatasetName::SyntheticDigits,
    };
    let request =
        Request { dataset: Some(name.into()), label: None, places: Places::default(), seed };
    Ok(datasets::load(&request, &mut ())?)
}

fn randomness() -> Randomness {
    Randomness::new(SEED, "agree", 0)
}

fn linear(outputs: usize) -> LayerSpec {
    let init = Init::XavierNormal;
    LayerSpec::Linear { outputs, init }
}

/// Inputs between −1 and 1 that fit the model; the classes take turns.
fn random_examples(purpose: &str, rows: usize, model: &ModelSpec, loss: Loss) -> Result<Examples> {
    let (width, classes) = (model.inputs, loss.classes(model.outputs())?);
    let mut generator = randomness().generator(&format!("examples of {purpose}"));
    let inputs = (0..rows * width).map(|_| generator.random_range(-1.0..1.0));
    let labels = (0..rows).map(|row| (row % classes) as u32).collect();
    Ok(Examples::new(inputs.collect(), width, labels, classes)?)
}

/// A small model on random inputs, its vectors moved off their round starting values.
fn small(name: &str, layers: Vec<LayerSpec>, loss: Loss) -> Result<Piece> {
    let model = ModelSpec { inputs: INPUTS, layers };
    let mut generator = randomness().generator(name);
    let mut uniform = || generator.random_range(-1.0_f32..1.0);
    let mut parameters = initial_parameters(&model, &randomness())?;
    let vectors = parameters.0.iter_mut();
    let vectors = vectors.filter(|tensor| tensor.shape.len() == 1);
    for value in vectors.flat_map(|vector| &mut vector.values) {
        *value += 0.5 * uniform();
    }
    let training = TrainSpec {
        epochs: 1,
        batch: ROWS,
        last_batch: LastBatch::Keep,
        loss,
        optimizer: OptimizerSpec::sgd(0.05),
        schedule: Schedule::Constant,
        clip_norm: None,
    };
    let examples = random_examples(name, ROWS, &model, loss)?;
    Ok(Piece {
        name: name.to_owned(),
        rung: Rung::Gradients,
        experiment: Experiment {
            dataset: None,
            label: None,
            seed: None,
            model,
            training,
            knn: KnnSpec::new(1),
            contenders: Vec::new(),
            variants: false,
            sweep: None,
            promise: None,
        },
        dataset: dataset(examples, SEED),
        parameters: Some(parameters),
        snapshots: Vec::new(),
        seed: SEED,
    })
}
