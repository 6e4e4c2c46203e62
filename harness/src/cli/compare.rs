//! `crosscheck compare` and `crosscheck variants`.

use std::path::PathBuf;

use clap::Args;
use classifier::ModelSpec;

use report::Format;

use super::{data::DataArguments, experiment_or_default, run::RunArguments};
use crate::{
    Result,
    commands::compare::compare,
    contenders,
    run::{Checkpoint, ComparisonSpec, Fit},
};

/// Arguments of `compare`. They override the experiment file.
#[derive(Debug, Args)]
pub(super) struct CompareArguments {
    #[command(flatten)]
    data: DataArguments,

    /// Layer widths; ReLU between the layers, He-normal weights [default:
    /// 784-128-64-10, or WIDTH-128-CLASSES of other data]
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
        let is_default = self.load.is_none() && self.experiment.is_none();
        let fit =
            Fit { model: is_default && self.model.is_none(), k: is_default && self.k.is_none() };
        let saved = self.load.as_deref().map(Checkpoint::read).transpose()?;
        let (mut experiment, start) = match saved {
            Some(saved) => (saved.experiment, Some(saved.parameters)),
            None => (experiment_or_default(self.experiment.as_deref())?, None),
        };
        if start.is_some() {
            experiment.training.epochs = 0;
        }
        // The claim is about the experiment as it stands in its file.
        let replaces = [self.epochs, self.batch, self.k].iter().any(Option::is_some);
        if replaces || self.data.replaces_any() {
            experiment.claim = None;
        }
        self.data.apply(&mut experiment);
        experiment.model = self.model.unwrap_or(experiment.model);
        experiment.training.epochs = self.epochs.unwrap_or(experiment.training.epochs);
        experiment.training.batch = self.batch.unwrap_or(experiment.training.batch);
        experiment.knn.k = self.k.unwrap_or(experiment.knn.k);
        let specs =
            self.run.specs(&experiment, contenders::default_contenders, self.repetitions)?;
        let with_checkpoints =
            |spec| ComparisonSpec { fit, start: start.clone(), save: self.save.clone(), ..spec };
        Ok(specs.into_iter().map(with_checkpoints).collect())
    }
}
