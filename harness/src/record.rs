//! The line that a cell leaves in the result file.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use classifier::{KnnSpec, ModelSpec, TrainSpec};
use serde::{Deserialize, Serialize};

use crate::{
    HarnessError, Result,
    agreement::TensorAgreement,
    protocol::{Cell, Epoch, Message},
    provenance::Provenance,
    supervisor::{CellRun, Outcome},
};

/// Raised when a key changes its meaning; new keys may come at any time.
pub const SCHEMA_VERSION: u32 = 1;

/// The result of one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// Who ran.
    pub contender: Identity,
    /// What was run.
    pub workload: WorkloadRecord,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took.
    pub timings: Timings,
    /// Most memory that its process held at once.
    pub peak_memory_bytes: Option<u64>,
    /// How good the answer is.
    pub quality: Quality,
    /// How closely it agrees with the reference.
    pub agreement: Option<Agreement>,
    /// Machine and build.
    pub provenance: Provenance,
}

/// Who ran, in its own words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// The contender's id.
    pub id: String,
    /// Framework and version.
    pub framework: String,
    /// The part of it that computes.
    pub backend: String,
    /// Where it computes.
    pub device: String,
    /// Features it was built with.
    pub features: Vec<String>,
}

/// What was run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkloadRecord {
    /// Name of the data set.
    pub dataset: String,
    /// SHA-256 of its contents.
    pub digest: String,
    /// Where it came from, without any path of this machine.
    pub source: String,
    /// Why it is not the data set that was meant, when it is not.
    pub fallback: Option<String>,
    /// Training examples.
    pub train_rows: usize,
    /// Test examples of the data set; `quality.total` is how many the contender classified.
    pub test_rows: usize,
    /// The networks' layers.
    pub model: ModelSpec,
    /// How the networks were trained.
    pub training: TrainSpec,
    /// The nearest-neighbour contenders' setting.
    pub knn: KnnSpec,
    /// Seed.
    pub seed: u64,
    /// Repetition, from 0.
    pub repetition: u32,
    /// Threads allowed.
    pub threads: usize,
    /// Number format.
    pub dtype: String,
}

/// Seconds, every sample kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Reading the workload.
    pub load_seconds: Option<f64>,
    /// Building the model.
    pub setup_seconds: Option<f64>,
    /// The very first training step.
    pub first_step_seconds: Option<f64>,
    /// Training, one sample per epoch.
    pub train_seconds: Vec<f64>,
    /// Training altogether; for k-nearest neighbours, taking in the training set.
    pub fit_seconds: Option<f64>,
    /// Evaluation, one sample per epoch.
    pub evaluate_seconds: Vec<f64>,
    /// Predicting the whole test set, one or more samples.
    pub predict_seconds: Vec<f64>,
    /// The process from start to end.
    pub wall_seconds: f64,
}

/// How good the answer is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// What happened in each epoch.
    pub epochs: Vec<Epoch>,
    /// Test examples classified rightly at the end.
    pub correct: Option<usize>,
    /// Test examples.
    pub total: usize,
    /// `confusion[label][predicted]`.
    pub confusion: Vec<Vec<usize>>,
}

/// How closely a contender agrees with the reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Id of the reference.
    pub reference: String,
    /// Loss of the first batch minus the reference's.
    pub loss_difference: Option<f64>,
    /// Gradients of the first batch at the first weights.
    pub gradients: Vec<TensorAgreement>,
    /// Parameters after the first epoch.
    pub parameters_after_epoch_1: Vec<TensorAgreement>,
    /// Why something could not be compared.
    pub problem: Option<String>,
}

impl Identity {
    /// The introduction among the messages, under the id that the harness knows.
    pub fn of(id: &str, messages: &[Message]) -> Self {
        let mut identity = Self {
            id: id.to_owned(),
            ..Self::default()
        };
        for message in messages {
            if let Message::Started {
                framework,
                backend,
                device,
                features,
            } = message
            {
                identity.framework.clone_from(framework);
                identity.backend.clone_from(backend);
                identity.device.clone_from(device);
                identity.features.clone_from(features);
            }
        }
        identity
    }
}

impl Timings {
    /// The timings among the messages.
    pub fn of(run: &CellRun) -> Self {
        let mut timings = Self {
            wall_seconds: run.wall_seconds,
            ..Self::default()
        };
        for message in &run.messages {
            match message {
                Message::Loaded { seconds } => timings.load_seconds = Some(*seconds),
                Message::Ready { seconds } => timings.setup_seconds = Some(*seconds),
                Message::Fitted { seconds } => timings.fit_seconds = Some(*seconds),
                Message::Predictions { seconds, .. } => timings.predict_seconds.clone_from(seconds),
                Message::Epoch(epoch) => {
                    let first_step = epoch.first_step_seconds;
                    timings.first_step_seconds.get_or_insert(first_step);
                    timings.train_seconds.push(epoch.train_seconds);
                    timings.evaluate_seconds.push(epoch.evaluate_seconds);
                }
                _ => {}
            }
        }
        timings
    }
}

impl Quality {
    /// Scores the predictions among the messages.
    ///
    /// # Errors
    /// Predictions of another number or of classes that do not exist, in words.
    pub fn of(
        messages: &[Message],
        labels: &[u32],
        classes: usize,
    ) -> std::result::Result<Self, String> {
        let mut quality = Self {
            total: labels.len(),
            ..Self::default()
        };
        for message in messages {
            match message {
                Message::Epoch(epoch) => quality.epochs.push(*epoch),
                Message::Predictions {
                    classes: predicted, ..
                } => {
                    quality.score(predicted, labels, classes)?;
                }
                _ => {}
            }
        }
        Ok(quality)
    }

    fn score(
        &mut self,
        predicted: &[u32],
        labels: &[u32],
        classes: usize,
    ) -> std::result::Result<(), String> {
        if predicted.len() != labels.len() {
            let (got, expected) = (predicted.len(), labels.len());
            return Err(format!(
                "predicted {got} classes for {expected} test examples"
            ));
        }
        let mut confusion = vec![vec![0; classes]; classes];
        for (row, (&predicted, &label)) in predicted.iter().zip(labels).enumerate() {
            let counts = confusion.get_mut(label as usize);
            match counts.and_then(|counts| counts.get_mut(predicted as usize)) {
                Some(count) => *count += 1,
                None => {
                    return Err(format!(
                        "row {row}: predicted class {predicted} of {classes}"
                    ));
                }
            }
        }
        self.correct = Some((0..classes).map(|class| confusion[class][class]).sum());
        self.confusion = confusion;
        Ok(())
    }
}

impl WorkloadRecord {
    /// What `cell` asked for, on `dataset`.
    pub fn of(cell: &Cell, dataset: &datasets::Dataset) -> Self {
        Self {
            dataset: cell.dataset.clone(),
            digest: dataset.digest.clone(),
            source: dataset.source.without_paths(),
            // The whole reason names folders of this machine; it is told on the terminal.
            fallback: dataset
                .fallback
                .as_ref()
                .map(|_| "MNIST could not be had".to_owned()),
            train_rows: dataset.train.rows(),
            test_rows: dataset.test.rows(),
            model: cell.model.clone(),
            training: cell.training.clone(),
            knn: cell.knn,
            seed: cell.seed,
            repetition: cell.repetition,
            threads: cell.threads,
            dtype: "f32".to_owned(),
        }
    }
}

/// A result file, one record per line.
pub struct ResultFile {
    file: File,
    path: PathBuf,
}

impl ResultFile {
    /// Opens the file to append to it; makes it, and its folder, where there is none.
    pub fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(HarnessError::file("create folder", folder))?;
        }
        let file = OpenOptions::new().create(true).append(true).open(path);
        Ok(Self {
            file: file.map_err(HarnessError::file("write to", path))?,
            path: path.to_owned(),
        })
    }

    /// Appends a record: in one write, and on disk before this returns.
    pub fn append(&mut self, record: &Record) -> Result<()> {
        let line = serde_json::to_string(record).map_err(std::io::Error::from);
        let written = line
            .and_then(|line| self.file.write_all(format!("{line}\n").as_bytes()))
            .and_then(|()| self.file.sync_data());
        written.map_err(HarnessError::file("write to", &self.path))
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predictions(classes: &[u32]) -> [Message; 1] {
        [Message::Predictions {
            classes: classes.to_vec(),
            seconds: vec![0.1],
        }]
    }

    #[test]
    fn predictions_are_counted_by_label_and_prediction() {
        let quality = Quality::of(&predictions(&[0, 1, 1]), &[0, 1, 0], 2).unwrap();
        assert_eq!(quality.correct, Some(2));
        assert_eq!(quality.confusion, [[1, 1], [0, 1]]);
    }

    #[test]
    fn too_few_predictions_and_unknown_classes_are_told() {
        let error = Quality::of(&predictions(&[0]), &[0, 1], 2).unwrap_err();
        assert_eq!(error, "predicted 1 classes for 2 test examples");
        let error = Quality::of(&predictions(&[0, 9]), &[0, 1], 2).unwrap_err();
        assert_eq!(error, "row 1: predicted class 9 of 2");
    }
}
