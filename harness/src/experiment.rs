//! What to run, as an experiment file says it.

mod committed;
mod sweep;

pub use committed::committed;
pub use sweep::{Setting, Sweep};

use std::{fs, path::Path};

use classifier::{KnnSpec, ModelSpec, TrainSpec};
use datasets::DatasetChoice;
use serde::{Deserialize, Serialize};

use crate::{HarnessError, Result, promise::Promise};

/// A data set, a model and how to train it, and the k-nearest-neighbour classifier beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// The data set, by name or as `FILE.csv`, seen from the working directory; without one MNIST,
    /// or generated digits where MNIST cannot be had.
    #[serde(default)]
    pub dataset: Option<DatasetChoice>,
    /// The column of a CSV file that holds the labels; without one, the last.
    #[serde(default)]
    pub label: Option<String>,
    /// Seed of first weights and batch order; without one 1.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Who takes part when the command line names nobody; without any, all that the command runs.
    #[serde(default)]
    pub contenders: Vec<String>,
    /// The networks' layers.
    pub model: ModelSpec,
    /// How the networks are trained.
    pub training: TrainSpec,
    /// The baseline beside them.
    #[serde(default = "default_knn")]
    pub knn: KnnSpec,
    /// Whether the test images are classified shifted, rotated, shrunk, with noise and inverted, too.
    #[serde(default)]
    pub variants: bool,
    /// Values to try in place of those above, one at a time.
    #[serde(default)]
    pub sweep: Option<Sweep>,
    /// What the exercise that it comes from promises.
    #[serde(default)]
    pub promise: Option<Promise>,
}

fn default_knn() -> KnnSpec {
    KnnSpec::new(5)
}

impl Experiment {
    /// Reads a TOML file.
    ///
    /// # Errors
    /// A file that cannot be read, is no TOML or lacks, misspells or doubles a key: with line and
    /// column. A sweep with values that cannot be run.
    pub fn from_file(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(HarnessError::file("read", path))?;
        Self::from_toml(&text, path)
    }

    /// Reads the text of the TOML file at `path`.
    fn from_toml(text: &str, path: &Path) -> Result<Self> {
        let wrong = |reason| HarnessError::Experiment { path: path.to_owned(), reason };
        let experiment: Self =
            toml::from_str(text).map_err(|error| wrong(one_line(&error, text)))?;
        // Flags may change the experiment yet; here its file can still be named.
        match experiment.settings() {
            Ok(_) => Ok(experiment),
            Err(error) => Err(wrong(error.to_string())),
        }
    }

    /// Divides all epochs by `divisor`, rounded up: for a first look.
    pub fn shorten(&mut self, divisor: usize) {
        let swept = self.sweep.iter_mut().filter_map(|it| it.epochs.as_mut());
        for epochs in swept.flatten().chain([&mut self.training.epochs]) {
            *epochs = epochs.div_ceil(divisor.max(1));
        }
    }

    /// Errors unless model, training and baseline are all usable.
    pub fn check(&self) -> Result<()> {
        self.model.check()?;
        self.training.check()?;
        self.training.loss.classes(self.model.outputs())?;
        Ok(self.knn.check(usize::MAX)?)
    }
}

/// `line 3, column 9: missing field …`, where TOML's own message draws the line on several.
fn one_line(error: &toml::de::Error, text: &str) -> String {
    let message = error.message().replace('\n', " ");
    let Some(span) = error.span() else {
        return message;
    };
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    format!("line {line}, column {column}: {message}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<Experiment, String> {
        toml::from_str(text).map_err(|error| one_line(&error, text))
    }

    #[test]
    fn the_default_comparison_survives_a_round_trip_through_toml() {
        let experiment = Experiment::default_comparison().unwrap();
        experiment.check().unwrap();
        let text = toml::to_string(&experiment).unwrap();
        assert_eq!(read(&text).unwrap(), experiment);
    }

    #[test]
    fn broken_toml_is_told_with_line_and_column() {
        let error = read("dataset = \"mnist\"\n[model\n").unwrap_err();
        assert!(error.starts_with("line 2, column"), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }

    #[test]
    fn a_shortened_experiment_keeps_no_epochs_and_at_least_one_of_some() {
        let mut experiment = Experiment::default_comparison().unwrap();
        experiment.training.epochs = 7;
        experiment.sweep = Some(toml::from_str("epochs = [0, 1, 10]").unwrap());
        experiment.shorten(5);
        assert_eq!(experiment.training.epochs, 2);
        assert_eq!(experiment.sweep.unwrap().epochs.unwrap(), [0, 1, 2]);
    }

    #[test]
    fn a_misspelt_key_is_named() {
        let text = toml::to_string(&Experiment::default_comparison().unwrap()).unwrap();
        let error = read(&text.replace("epochs", "epoks")).unwrap_err();
        assert!(error.contains("epoks"), "{error}");
    }
}
