//! What to run, as an experiment file says it.

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
    /// The networks' layers.
    pub model: ModelSpec,
    /// How the networks are trained.
    pub training: TrainSpec,
    /// The baseline beside them.
    #[serde(default = "default_knn")]
    pub knn: KnnSpec,
    /// What the exercise that it comes from promises.
    #[serde(default)]
    pub promise: Option<Promise>,
}

/// The files of `experiments/` that are in this binary: the default comparison, then the exercises
/// in the order of the course.
const COMMITTED: [(&str, &str); 10] = [
    ("default", include_str!("../../experiments/default.toml")),
    ("simple", include_str!("../../experiments/simple.toml")),
    ("complex", include_str!("../../experiments/complex.toml")),
    ("fashion", include_str!("../../experiments/fashion.toml")),
    ("library", include_str!("../../experiments/library.toml")),
    ("flexible", include_str!("../../experiments/flexible.toml")),
    ("edges-2", include_str!("../../experiments/edges-2.toml")),
    (
        "edges-8-2",
        include_str!("../../experiments/edges-8-2.toml"),
    ),
    (
        "edges-16-8-2",
        include_str!("../../experiments/edges-16-8-2.toml"),
    ),
    ("xor", include_str!("../../experiments/xor.toml")),
];

/// Every committed experiment with its file's name.
///
/// # Errors
/// None: a test reads those files.
pub fn committed() -> Result<Vec<(&'static str, Experiment)>> {
    let read = |(name, text): (&'static str, &str)| {
        let file = format!("experiments/{name}.toml");
        Ok((name, Experiment::from_toml(text, Path::new(&file))?))
    };
    COMMITTED.into_iter().map(read).collect()
}

fn default_knn() -> KnnSpec {
    KnnSpec::new(5)
}

impl Experiment {
    /// The comparison that `crosscheck` runs when told nothing else: `experiments/default.toml`.
    ///
    /// # Errors
    /// None: a test reads that file.
    pub fn default_comparison() -> Result<Self> {
        let [(name, text), ..] = COMMITTED;
        Self::from_toml(text, Path::new(name))
    }

    /// Reads a TOML file.
    ///
    /// # Errors
    /// A file that cannot be read, is no TOML or lacks, misspells or doubles a key: with line and
    /// column.
    pub fn from_file(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(HarnessError::file("read", path))?;
        Self::from_toml(&text, path)
    }

    /// Reads the text of the TOML file at `path`.
    fn from_toml(text: &str, path: &Path) -> Result<Self> {
        toml::from_str(text).map_err(|error| HarnessError::Experiment {
            path: path.to_owned(),
            reason: one_line(&error, text),
        })
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
    fn every_committed_experiment_can_be_run() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../experiments");
        let files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(
            files.len(),
            COMMITTED.len(),
            "a file is missing in COMMITTED"
        );
        for file in files {
            Experiment::from_file(&file).unwrap().check().unwrap();
        }
    }

    #[test]
    fn broken_toml_is_told_with_line_and_column() {
        let error = read("dataset = \"mnist\"\n[model\n").unwrap_err();
        assert!(error.starts_with("line 2, column"), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }

    #[test]
    fn a_misspelt_key_is_named() {
        let text = toml::to_string(&Experiment::default_comparison().unwrap()).unwrap();
        let error = read(&text.replace("epochs", "epoks")).unwrap_err();
        assert!(error.contains("epoks"), "{error}");
    }
}
