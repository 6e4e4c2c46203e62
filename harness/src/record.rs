//! The line that a cell leaves in the result file.

mod file;
mod summary;

pub use file::ResultFile;

use std::collections::BTreeMap;

use classifier::{Hardware, KnnSpec, ModelSpec, TrainSpec};
use serde::{Deserialize, Serialize};

use crate::{
    agreement::TensorAgreement, protocol::Epoch, provenance::Provenance, supervisor::Outcome,
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
    /// What other settings of k-nearest neighbours gave, where `crosscheck knn` tried them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knn_sweep: Option<KnnSweep>,
    /// Machine and build.
    pub provenance: Provenance,
}

impl Record {
    /// Leaves out what grows with epochs, test rows and tensors, but for the times of training.
    pub fn keep_cost_only(&mut self) {
        self.agreement = None;
        self.timings.evaluate_seconds = Vec::new();
        let quality = &mut self.quality;
        quality.mistakes = None;
        quality.mistake_confidences = Vec::new();
        (quality.epochs, quality.confusion) = (Vec::new(), Vec::new());
    }
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
    /// The device, when that is not the processor itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<Hardware>,
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
    /// Name of each class, by label.
    #[serde(default)]
    pub class_names: Vec<String>,
    /// Which setting of a sweep, e.g. `hidden width 32`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
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

impl Record {
    /// Training seconds, one sample per epoch. On a GPU they are without the very first step: it is
    /// told apart, because it compiles kernels and tries which of them are fastest.
    pub fn train_seconds(&self) -> Vec<f64> {
        let mut samples = self.timings.train_seconds.clone();
        let first_step = self.timings.first_step_seconds;
        let first_step = first_step.filter(|_| self.contender.hardware.is_some());
        if let (Some(sample), Some(first_step)) = (samples.first_mut(), first_step) {
            *sample -= first_step;
        }
        samples
    }
}

/// Seconds, every sample kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Reading the workload.
    pub load_seconds: Option<f64>,
    /// Building the model.
    pub setup_seconds: Option<f64>,
    /// The gradients of the first batch, the very first pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gradients_seconds: Option<f64>,
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
    /// The score on changed test images, by the variant's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, Score>,
    /// The test examples classified wrongly; all others got their label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistakes: Option<Vec<Mistake>>,
    /// The probability that it gave each mistake's class, in their order; empty where it does not
    /// say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistake_confidences: Vec<f32>,
}

/// A test example classified wrongly; in the file `[row, label, predicted]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u32; 3]", into = "[u32; 3]")]
pub struct Mistake {
    /// Its row among the `total` that were asked for, from 0.
    pub row: u32,
    /// What it is.
    pub label: u32,
    /// What it was taken for.
    pub predicted: u32,
}

impl From<[u32; 3]> for Mistake {
    fn from([row, label, predicted]: [u32; 3]) -> Self {
        Self { row, label, predicted }
    }
}

impl From<Mistake> for [u32; 3] {
    fn from(mistake: Mistake) -> Self {
        [mistake.row, mistake.label, mistake.predicted]
    }
}

/// How many of some examples were classified rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Classified rightly.
    pub correct: usize,
    /// Classified.
    pub total: usize,
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
    /// Test examples that it puts in the same class as the reference.
    #[serde(default)]
    pub same_predictions: Option<usize>,
    /// Why something could not be compared.
    pub problem: Option<String>,
}

/// What other settings of k-nearest neighbours gave.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KnnSweep {
    /// Test examples that each setting classified.
    pub test_rows: usize,
    /// Every distance, vote and k.
    pub settings: Vec<KnnSetting>,
    /// One setting with more and more training examples.
    pub growth: Vec<KnnGrowth>,
}

/// A setting, and how many test examples it recognised.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KnnSetting {
    /// k, distance and vote.
    #[serde(flatten)]
    pub spec: KnnSpec,
    /// Test examples classified rightly.
    pub correct: usize,
}

/// What a number of training examples brings and costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KnnGrowth {
    /// Training examples.
    pub train_rows: usize,
    /// Test examples classified rightly.
    pub correct: usize,
    /// Seconds to build the index.
    pub index_seconds: f64,
    /// Seconds to find the neighbours of all test examples.
    pub search_seconds: f64,
}
