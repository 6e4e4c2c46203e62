//! One line of a result file: the result of a cell.

use classifier::{Hardware, KnnSpec, ModelSpec, TrainSpec};
use serde::{Deserialize, Serialize};

use crate::{Agreement, Outcome, Provenance, Quality, Setting};

/// Raised when a key changes its meaning; new keys may come at any time.
pub const SCHEMA_VERSION: u32 = 1;

/// The result of one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The contender.
    pub contender: Identity,
    /// Data, model, training, seed.
    pub workload: Workload,
    /// How the cell ended.
    pub outcome: Outcome,
    /// Durations.
    pub timings: Timings,
    /// Peak memory of the process.
    pub peak_memory_bytes: Option<u64>,
    /// Losses and test scores.
    pub quality: Quality,
    /// Agreement with the reference.
    pub agreement: Option<Agreement>,
    /// The sweep of `crosscheck knn`, in the records of k-nearest neighbours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knn_sweep: Option<KnnSweep>,
    /// Machine and build.
    pub provenance: Provenance,
}

impl Record {
    /// Drops all that grows with epochs, test rows and tensors, except the training times.
    pub fn keep_cost_only(&mut self) {
        self.agreement = None;
        self.timings.evaluate_seconds = Vec::new();
        let quality = &mut self.quality;
        quality.mistakes = None;
        quality.mistake_confidences = Vec::new();
        (quality.epochs, quality.confusion) = (Vec::new(), Vec::new());
    }

    /// Training seconds, one sample per epoch. On a GPU the first step of all is left out: it
    /// compiles kernels and tries which are fastest, and is reported separately.
    pub fn train_seconds(&self) -> Vec<f64> {
        let mut samples = self.timings.train_seconds.clone();
        let on_gpu = self.contender.hardware.is_some();
        let first_step = self.timings.first_step_seconds.filter(|_| on_gpu);
        if let (Some(sample), Some(first_step)) = (samples.first_mut(), first_step) {
            *sample -= first_step;
        }
        samples
    }

    /// Seconds of all epochs together; `None` without training.
    pub fn total_train_seconds(&self) -> Option<f64> {
        let samples = self.train_seconds();
        (!samples.is_empty()).then(|| samples.iter().sum())
    }

    /// Whether both are the same repetition of the same work, by the same contender and build on the
    /// same machine.
    pub fn repeats(&self, other: &Self) -> bool {
        self.workload.repetition == other.workload.repetition
            && self.contender == other.contender
            && self.quality.total == other.quality.total
            && self.workload.same_work(&other.workload)
            && self.provenance.same_environment(&other.provenance)
    }

    /// The name of a class, or its number.
    pub fn class_name(&self, class: u32) -> String {
        let name = self.workload.class_names.get(class as usize);
        name.cloned().unwrap_or_else(|| class.to_string())
    }
}

/// A contender as it introduced itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Id of the contender.
    pub id: String,
    /// Framework and version.
    pub framework: String,
    /// The framework's backend.
    pub backend: String,
    /// `cpu`, or the GPU's name.
    pub device: String,
    /// Features of the build.
    pub features: Vec<String>,
    /// The device, unless it is the processor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<Hardware>,
    /// The program, unless it is built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<Program>,
}

/// A program outside this binary: another command or other files are another contender.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// Program and arguments as in a shell, with the names of files in place of their paths.
    pub command: String,
    /// SHA-256 of the files that the command names, such as a script.
    pub digest: String,
}

impl Identity {
    /// Whether `f32` products may be computed with TF32.
    pub fn uses_tf32(&self) -> bool {
        self.features.iter().any(|feature| feature == "tf32")
    }
}

/// Data, model, training and seed of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workload {
    /// Name of the data set.
    pub dataset: String,
    /// SHA-256 of its contents.
    pub digest: String,
    /// Its origin, without any path of this machine.
    pub source: String,
    /// Why it replaces the data set that was asked for; `None` if it does not.
    pub fallback: Option<String>,
    /// Name of each class, by label.
    #[serde(default)]
    pub class_names: Vec<String>,
    /// How a table was read: everything beside its content that decides the numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<serde_json::Value>,
    /// SHA-256 of the initial parameters of a saved network; `None` if the seed draws them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// The setting within a sweep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
    /// Training examples.
    pub train_rows: usize,
    /// Test examples of the data set; `quality.total` counts those that the contender classified.
    pub test_rows: usize,
    /// Layers of the networks.
    pub model: ModelSpec,
    /// Training of the networks.
    pub training: TrainSpec,
    /// Setting of k-nearest neighbours.
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

impl Workload {
    /// `name`, followed by the setting in a sweep: `mnist, hidden width 32`.
    pub fn title(&self, name: &str) -> String {
        match self.setting {
            Some(setting) => format!("{name}, {setting}"),
            None => name.to_owned(),
        }
    }

    /// The label column of a table.
    pub fn label_column(&self) -> Option<&str> {
        self.table.as_ref()?.get("label")?.as_str()
    }

    /// Whether both differ at most in the repetition and in the place the data came from.
    pub fn same_work(&self, other: &Self) -> bool {
        let work = |one: &Self| Self {
            repetition: 0,
            source: String::new(),
            fallback: None,
            ..one.clone()
        };
        work(self) == work(other)
    }
}

/// Durations in seconds, all samples kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Reading the workload.
    pub load_seconds: Option<f64>,
    /// Building the model.
    pub setup_seconds: Option<f64>,
    /// Gradients of the first batch, the first pass of the process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gradients_seconds: Option<f64>,
    /// The first training step.
    pub first_step_seconds: Option<f64>,
    /// Training, one sample per epoch.
    pub train_seconds: Vec<f64>,
    /// The whole training; for k-nearest neighbours, building the index.
    pub fit_seconds: Option<f64>,
    /// Evaluation, one sample per epoch.
    pub evaluate_seconds: Vec<f64>,
    /// Prediction of the whole test set, one or more samples.
    pub predict_seconds: Vec<f64>,
    /// The process from start to end.
    pub wall_seconds: f64,
}

/// Accuracy of many settings of k-nearest neighbours.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KnnSweep {
    /// Test examples that each setting classified.
    pub test_rows: usize,
    /// Every distance, vote and k.
    pub settings: Vec<KnnSetting>,
    /// One setting with a growing training set.
    pub growth: Vec<KnnGrowth>,
}

/// The score of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KnnSetting {
    /// k, distance and vote.
    #[serde(flatten)]
    pub spec: KnnSpec,
    /// Test examples classified correctly.
    pub correct: usize,
}

/// Score and cost with a part of the training set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KnnGrowth {
    /// Training examples.
    pub train_rows: usize,
    /// Test examples classified correctly.
    pub correct: usize,
    /// Seconds to build the index.
    pub index_seconds: f64,
    /// Seconds to find the neighbours of all test examples.
    pub search_seconds: f64,
}
