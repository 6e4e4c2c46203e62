//! `crosscheck compare`, and whatever takes the same arguments.

use std::path::PathBuf;

use clap::Args;
use classifier::ModelSpec;
use datasets::DatasetChoice;

use super::{experiment_or_default, run::RunArguments};
use crate::{
    Result,
    compare::{self, Comparison},
    registry,
    saved::SavedModel,
    table::Format,
};

/// What `compare` can be told. Flags win over the experiment file.
#[derive(Debug, Args)]
pub(super) struct CompareArguments {
    /// Data set: mnist, fashion-mnist, synthetic-digits, edges, xor, or a CSV file of numbers with a
    /// column of labels [default: mnist; generated digits where MNIST cannot be had]
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

    /// Passes over the training set; 0 judges the first weights [default: 5, or the experiment's]
    #[arg(long, value_name = "N")]
    epochs: Option<usize>,

    /// Examples per training step [default: 64, or the experiment's]
    #[arg(long, value_name = "N")]
    batch: Option<usize>,

    /// Neighbours that vote in k-nearest-neighbour contenders [default: 5, or the experiment's]
    #[arg(long, value_name = "K")]
    k: Option<usize>,

    /// How often every contender runs; more give a truer spread
    #[arg(long, value_name = "N", default_value_t = 3,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    repetitions: u32,

    /// How the table is printed, as in `--format csv > results.csv`; everything else goes to standard
    /// error
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Show below the table what every contender takes each class for
    #[arg(long)]
    confusion: bool,

    /// Save every trained network to this folder, as DATASET-CONTENDER-REPETITION.safetensors
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,

    /// Start from a saved network: its data set, its layers, its parameters, in every contender;
    /// it is trained no further unless --epochs is given
    #[arg(long, value_name = "FILE.safetensors", conflicts_with_all = ["experiment", "model"])]
    load: Option<PathBuf>,

    #[command(flatten)]
    run: RunArguments,
}

impl CompareArguments {
    pub(super) fn run(self) -> Result<()> {
        let (format, confusion) = (self.format, self.confusion);
        compare::compare(&self.comparisons()?, format, confusion)
    }

    /// The same with changed test images.
    pub(super) fn run_with_variants(self) -> Result<()> {
        let (format, confusion) = (self.format, self.confusion);
        let mut comparisons = self.comparisons()?;
        for comparison in &mut comparisons {
            comparison.experiment.variants = true;
        }
        compare::compare(&comparisons, format, confusion)
    }

    /// One comparison, or one for each setting of the experiment's sweep.
    fn comparisons(self) -> Result<Vec<Comparison>> {
        let saved = self.load.as_deref().map(SavedModel::read).transpose()?;
        let (mut experiment, start) = match saved {
            Some(saved) => (saved.experiment, Some(saved.parameters)),
            None => (experiment_or_default(self.experiment.as_deref())?, None),
        };
        if start.is_some() {
            experiment.training.epochs = 0;
        }
        // A data set of one's own is not to be read with the label column of another.
        experiment.label = match self.dataset {
            Some(_) => self.label,
            None => self.label.or(experiment.label),
        };
        experiment.dataset = self.dataset.or(experiment.dataset);
        experiment.model = self.model.unwrap_or(experiment.model);
        experiment.training.epochs = self.epochs.unwrap_or(experiment.training.epochs);
        experiment.training.batch = self.batch.unwrap_or(experiment.training.batch);
        experiment.knn.k = self.k.unwrap_or(experiment.knn.k);
        let repetitions = self.repetitions;
        let comparisons =
            self.run.comparisons(&experiment, registry::default_contenders, repetitions)?;
        let comparison =
            |comparison| Comparison { start: start.clone(), save: self.save.clone(), ..comparison };
        Ok(comparisons.into_iter().map(comparison).collect())
    }
}
