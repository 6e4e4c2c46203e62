//! Experiment files: data set, model, training.

mod committed;
mod sweep;

pub use committed::committed;
pub use sweep::{Sweep, Variation, round_numbers};

use std::{fs, path::Path};

use classifier::{KnnSpec, ModelSpec, TrainSpec};
use datasets::{DatasetChoice, TableOptions};
use records::Claim;
use serde::{Deserialize, Serialize};

use crate::{HarnessError, Result};

/// A data set, a model, its training, and the k-nearest-neighbour baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// Name of the data set, or path of a table or of a folder of images, relative to the working
    /// directory; by default MNIST, or generated digits if MNIST is unavailable.
    #[serde(default)]
    pub dataset: Option<DatasetChoice>,
    /// Column of a table with the labels, short for `label` in `table`.
    #[serde(default)]
    pub label: Option<String>,
    /// How to read a table.
    #[serde(default)]
    pub table: TableOptions,
    /// Whether the images of a folder of IDX files are transposed.
    #[serde(default)]
    pub transposed: bool,
    /// Seed of initial weights and batch order; by default 1.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Contenders, unless the command line names some; by default those of the command.
    #[serde(default)]
    pub contenders: Vec<String>,
    /// Layers of the networks.
    pub model: ModelSpec,
    /// Training of the networks.
    pub training: TrainSpec,
    /// The k-nearest-neighbour baseline.
    #[serde(default = "default_knn")]
    pub knn: KnnSpec,
    /// Whether shifted, rotated, shrunk, noisy and inverted test images are classified as well.
    #[serde(default)]
    pub variants: bool,
    /// Values that replace those above, one at a time.
    #[serde(default)]
    pub sweep: Option<Sweep>,
    /// The claim of the exercise; `[promise]` in older files.
    #[serde(default, alias = "promise")]
    pub claim: Option<Claim>,
}

fn default_knn() -> KnnSpec {
    KnnSpec::new(5)
}

impl Experiment {
    /// Reads a TOML file.
    ///
    /// # Errors
    /// A file that cannot be read; line and column of invalid TOML or of a missing, unknown or
    /// repeated key; a sweep with an invalid value.
    pub fn from_file(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(HarnessError::file("read", path))?;
        Self::from_toml(&text, path)
    }

    /// Reads the text of the TOML file at `path`.
    fn from_toml(text: &str, path: &Path) -> Result<Self> {
        let wrong = |reason| HarnessError::Experiment { path: path.to_owned(), reason };
        let experiment: Self =
            toml::from_str(text).map_err(|error| wrong(one_line(&error, text)))?;
        // Flags may still change the experiment, but only here the error can name its file.
        match experiment.variations() {
            Ok(_) => Ok(experiment),
            Err(error) => Err(wrong(error.to_string())),
        }
    }

    /// How to read a table, with the label column of either key.
    pub fn table_options(&self) -> TableOptions {
        let label = TableOptions { label: self.label.clone(), ..TableOptions::default() };
        self.table.clone().or(label)
    }

    /// Divides all epochs by `divisor`, rounded up.
    pub fn shorten(&mut self, divisor: usize) {
        let swept = self.sweep.iter_mut().filter_map(|sweep| sweep.epochs.as_mut());
        for epochs in swept.flatten().chain([&mut self.training.epochs]) {
            *epochs = epochs.div_ceil(divisor.max(1));
        }
    }

    /// Errors unless model, training and baseline are valid.
    pub fn check(&self) -> Result<()> {
        self.model.check()?;
        self.training.check()?;
        self.training.loss.classes(self.model.outputs())?;
        Ok(self.knn.check(usize::MAX)?)
    }
}

/// `line 3, column 9: missing field …`, on one line.
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
    fn the_error_of_broken_toml_has_line_and_column() {
        let error = read("dataset = \"mnist\"\n[model\n").unwrap_err();
        assert!(error.starts_with("line 2, column"), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }

    #[test]
    fn a_shortened_experiment_keeps_zero_epochs_and_at_least_one_of_several() {
        let mut experiment = Experiment::default_comparison().unwrap();
        experiment.training.epochs = 7;
        experiment.sweep = Some(toml::from_str("epochs = [0, 1, 10]").unwrap());
        experiment.shorten(5);
        assert_eq!(experiment.training.epochs, 2);
        assert_eq!(experiment.sweep.unwrap().epochs.unwrap(), [0, 1, 2]);
    }

    #[test]
    fn an_unknown_key_is_named() {
        let text = toml::to_string(&Experiment::default_comparison().unwrap()).unwrap();
        let error = read(&text.replace("epochs", "epoks")).unwrap_err();
        assert!(error.contains("epoks"), "{error}");
    }
}
