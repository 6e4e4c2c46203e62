//! `crosscheck compare` and `crosscheck variants`.

use std::path::PathBuf;

use clap::Args;
use classifier::ModelSpec;
use datasets::DatasetChoice;

use report::Format;

use super::{experiment_or_default, run::RunArguments};
use crate::{
    Result,
    commands::compare::compare,
    contenders,
    run::{Checkpoint, ComparisonSpec},
};

/// Arguments of `compare`. They override the experiment file.
#[derive(Debug, Args)]
pub(super) struct CompareArguments {
    /// Data set: mnist, fashion-mnist, synthetic-digits, edges, xor, or a CSV file of numbers with a
    /// column of labels [default: mnist; generated digits if MNIST is unavailable]
    #[arg(long, value_name = "NAME|FILE.csv")]
    dataset: Option<DatasetChoice>,

    /// Column of the CSV file that holds the labels, by its name in the first line [default: the
    /// last column, or the experiment's unless --dataset is given]
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,

    /// Layer widths; ReLU between the layers, He-normal weights [default: 784-128-64-10]
    #[arg(long, value_name = "WIDTHS", conflicts_with = "experiment")]
    model: Option<ModelSpec>,

    /// TOML file with data set, layers, optimizer, schedule (see experiments/)
    #[arg(long, value_name = "FILE")]
    experiment: Option<PathBuf>,

    /// Passes over the training set; 0 evaluates the initial weights [default: 5, or the experiment's]
    #[arg(long, value_name = "N")]
    epochs: Option<usize>,

    /// Examples per training step [default: 64, or the experiment's]
    #[arg(long, value_name = "N")]
    batch: Option<usize>,

    /// Neighbours that vote in k-nearest-neighbour contenders [default: 5, or the experiment's]
    #[arg(long, value_name = "K")]
    k: Option<usize>,

    /// Runs of every contender; more give a better estimate of the spread
    #[arg(long, value_name = "N", default_value_t = 3,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    repetitions: u32,

    /// Format of the table on standard output: text, markdown, csv or json; as in `--format csv >
    /// results.csv`
    #[arg(long, default_value = "text")]
    format: Format,

    /// Show the confusion matrix of every contender below the table
    #[arg(long)]
    confusion: bool,

    /// Save every trained network to this folder, as DATASET-CONTENDER-REPETITION.safetensors
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,

    /// Start every contender from a saved network: its data set, layers and parameters; without
    /// --epochs it is evaluated, not trained
    #[arg(long, value_name = "FILE.safetensors", conflicts_with_all = ["experiment", "model"])]
    load: Option<PathBuf>,

    #[command(flatten)]
    run: RunArguments,
}

impl CompareArguments {
    pub(super) fn run(self) -> Result<()> {
        let (format, confusion) = (self.format, self.confusion);
        compare(&self.specs()?, format, confusion)
    }

    /// The same with changed test images as well.
    pub(super) fn run_with_variants(self) -> Result<()> {
        let (format, confusion) = (self.format, self.confusion);
        let mut specs = self.specs()?;
        for spec in &mut specs {
            spec.experiment.variants = true;
        }
        compare(&specs, format, confusion)
    }

    /// One comparison, or one for each setting of the experiment's sweep.
    fn specs(self) -> Result<Vec<ComparisonSpec>> {
        let saved = self.load.as_deref().map(Checkpoint::read).transpose()?;
        let (mut experiment, start) = match saved {
            Some(saved) => (saved.experiment, Some(saved.parameters)),
            None => (experiment_or_default(self.experiment.as_deref())?, None),
        };
        if start.is_some() {
            experiment.training.epochs = 0;
        }
        // The label column of the experiment belongs to its own data set.
        experiment.label = match self.dataset {
            Some(_) => self.label,
            None => self.label.or(experiment.label),
        };
        experiment.dataset = self.dataset.or(experiment.dataset);
        experiment.model = self.model.unwrap_or(experiment.model);
        experiment.training.epochs = self.epochs.unwrap_or(experiment.training.epochs);
        experiment.training.batch = self.batch.unwrap_or(experiment.training.batch);
        experiment.knn.k = self.k.unwrap_or(experiment.knn.k);
        let specs =
            self.run.specs(&experiment, contenders::default_contenders, self.repetitions)?;
        let with_checkpoints =
            |spec| ComparisonSpec { start: start.clone(), save: self.save.clone(), ..spec };
        Ok(specs.into_iter().map(with_checkpoints).collect())
    }
}
