//! The cases of `crosscheck agree`: those of [`classifier::cases`], and every committed experiment.

use classifier::{
    Examples, KnnSpec, TrainSpec,
    cases::{self, Case},
};
use datasets::{Dataset, DatasetChoice, DatasetName, Places, Request, TableOptions};

use super::{
    Level,
    case::{CaseRun, dataset, has_kink},
};
use crate::{
    Result,
    experiment::{self, Experiment},
};

/// Rows of the data set that replaces a file.
const TABLE_ROWS: usize = 120;
/// Seed of all cases except whole runs.
const SEED: u64 = 1;

/// Every layer, loss and combination of layers: loss and gradients of one batch.
pub fn layers_and_losses() -> Result<Vec<CaseRun>> {
    let cases = [cases::layers(), cases::losses(), cases::combinations()].concat();
    let runs = cases.into_iter().map(|case| case_run(case, Level::Gradients));
    runs.chain(cases::named("loss-mean-squared-error").map(beyond_probabilities)).collect()
}

/// The case with parameters five times as large: several outputs of a row are above 1, or all below 0,
/// where bounded probabilities are equal and the class is not.
fn beyond_probabilities(case: Case) -> Result<CaseRun> {
    let mut run = case_run(case, Level::Gradients)?;
    run.name.push_str("-beyond-1");
    let tensors = run.parameters.iter_mut().flat_map(|parameters| &mut parameters.0);
    tensors.flat_map(|tensor| &mut tensor.values).for_each(|value| *value *= 5.0);
    Ok(run)
}

/// The layers with a kink after the first linear layer, every pre-activation at `offset` from the kink.
///
/// All inputs are 1, the weights are multiples of 1/8, and the bias subtracts their sum, so that every
/// sum is exact.
pub fn kinks(offset: f32) -> Result<Vec<CaseRun>> {
    let mut runs = Vec::new();
    for case in cases::layers() {
        if !case.model.layers.get(1).is_some_and(has_kink) {
            continue;
        }
        let mut run = case_run(case, Level::Gradients)?;
        let train = &run.dataset.train;
        let ones = vec![1.0; train.inputs().len()];
        let ones = Examples::new(ones, train.width(), train.labels().to_vec(), train.classes())?;
        run.dataset = dataset(ones, SEED);
        if let Some([weight, bias, ..]) = run.parameters.as_mut().map(|all| &mut all.0[..]) {
            for value in &mut weight.values {
                *value = (8.0 * *value).round() / 8.0;
            }
            let units = bias.values.len();
            for (unit, value) in bias.values.iter_mut().enumerate() {
                let weights = weight.values.iter().skip(unit).step_by(units);
                *value = offset - weights.sum::<f32>();
            }
        }
        runs.push(run);
    }
    Ok(runs)
}

/// Every optimizer and schedule: parameters after 1, 10 and 100 steps of a model without kinks, which
/// rounding does not separate.
pub fn optimizers() -> Result<Vec<CaseRun>> {
    let cases = [cases::optimizers(), cases::schedules()].concat();
    cases.into_iter().map(|case| case_run(case, Level::Steps)).collect()
}

/// The committed experiments, each on its first batch.
pub fn experiments() -> Result<Vec<CaseRun>> {
    let case_run = |(name, mut experiment): (&str, Experiment)| {
        let train = stand_in(&experiment, SEED)?.train;
        let rows = experiment.training.batch.min(train.rows());
        let batch = train.first(rows)?;
        experiment.training.epochs = 0;
        experiment.training.batch = rows;
        Ok(CaseRun {
            name: format!("experiments/{name}.toml"),
            level: Level::Gradients,
            experiment,
            dataset: dataset(batch, SEED),
            parameters: None,
            snapshots: Vec::new(),
            seed: SEED,
        })
    };
    distinct_experiments()?.into_iter().map(case_run).collect()
}

/// The committed experiments as whole runs, from each of the seeds 1 to `seeds`.
pub fn runs(seeds: u64) -> Result<Vec<CaseRun>> {
    let mut runs = Vec::new();
    for (name, mut experiment) in distinct_experiments()? {
        for seed in 1..=seeds {
            let dataset = stand_in(&experiment, seed)?;
            if dataset.train.rows() > MANY_ROWS {
                experiment.training.epochs = experiment.training.epochs.min(EPOCHS);
            }
            runs.push(CaseRun {
                name: format!("{name}, seed {seed}"),
                level: Level::Run,
                experiment: experiment.clone(),
                dataset,
                parameters: None,
                snapshots: Vec::new(),
                seed,
            });
        }
    }
    Ok(runs)
}

/// The committed experiments, without those that differ from an earlier one only in data set or number
/// of epochs, which does not matter here.
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

/// A run on more rows than this ends after [`EPOCHS`], so that all levels take a minute or two.
const MANY_ROWS: usize = 1000;
const EPOCHS: usize = 3;

/// The experiment's data set if it is generated; generated digits in place of a download, random numbers
/// in place of a file.
fn stand_in(experiment: &Experiment, seed: u64) -> Result<Dataset> {
    let name = match experiment.dataset {
        Some(DatasetChoice::Named(name @ (DatasetName::Edges | DatasetName::Xor))) => name,
        Some(DatasetChoice::Path(_)) => {
            let table = Case {
                name: "table".to_owned(),
                model: experiment.model.clone(),
                training: TrainSpec { batch: TABLE_ROWS, ..experiment.training.clone() },
                absent_class: None,
            };
            return Ok(dataset(table.examples()?, seed));
        }
        _ => DatasetName::SyntheticDigits,
    };
    let request = Request {
        dataset: Some(name.into()),
        table: TableOptions::default(),
        transposed: false,
        places: Places::default(),
        seed,
    };
    Ok(datasets::load(&request, &mut ())?)
}

fn case_run(case: Case, level: Level) -> Result<CaseRun> {
    let (examples, parameters) = (case.examples()?, case.parameters()?);
    let Case { name, model, mut training, .. } = case;
    let mut snapshots = vec![1, 10, 100];
    if level == Level::Gradients {
        // The predictions are those of the initial weights, whatever the optimizer.
        training.epochs = 0;
        snapshots.clear();
    }
    Ok(CaseRun {
        name,
        level,
        experiment: Experiment {
            dataset: None,
            label: None,
            table: TableOptions::default(),
            transposed: false,
            seed: None,
            model,
            training,
            knn: KnnSpec::new(1),
            contenders: Vec::new(),
            variants: false,
            sweep: None,
            claim: None,
        },
        dataset: dataset(examples, SEED),
        parameters: Some(parameters),
        snapshots,
        seed: SEED,
    })
}
