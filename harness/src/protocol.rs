//! What the harness and a contender's process say to each other; `docs/cell-protocol.md` is the
//! same for people.

use std::{collections::BTreeMap, path::PathBuf};

use classifier::{Hardware, KnnSpec, ModelSpec, TrainSpec};
use serde::{Deserialize, Serialize};

/// Raised when a cell or a message changes in a way that old programs would misread.
pub const PROTOCOL_VERSION: u32 = 1;

/// One unit of work: a contender on a workload, in a process of its own. JSON on standard input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u32,
    /// Id of the contender.
    pub contender: String,
    /// Name of the data set, e.g. `mnist`.
    pub dataset: String,
    /// Inputs per example.
    pub inputs: usize,
    /// Number of classes.
    pub classes: usize,
    /// The networks' layers.
    pub model: ModelSpec,
    /// How networks are trained.
    pub training: TrainSpec,
    /// For nearest-neighbour contenders.
    pub knn: KnnSpec,
    /// What weights and order were drawn from; for the record, nothing is left to draw.
    pub seed: u64,
    /// Repetition, from 0.
    pub repetition: u32,
    /// Threads that the contender may use.
    pub threads: usize,
    /// Which of several devices it is to compute on: a number, or a part of the name. Never another
    /// one in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Epochs, from 1, after which it shows its parameters; 0 means before the first.
    #[serde(default = "after_the_first_epoch")]
    pub snapshots: Vec<usize>,
    /// Where the workload lies.
    pub files: CellFiles,
}

/// The files of a cell, all in the safetensors format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellFiles {
    /// `inputs` `[rows, inputs]`, U8 (to be divided by 255) or F32; `labels` `[rows]`, U32.
    pub train: PathBuf,
    /// The same for the images to predict.
    pub test: PathBuf,
    /// More images to predict, by the name of what was done to them.
    #[serde(default)]
    pub variants: BTreeMap<String, PathBuf>,
    /// First weights: F32 tensors named and shaped as the model's parameters.
    pub parameters: PathBuf,
    /// `epoch1`, `epoch2`, …: U32, the order of the training rows in each epoch.
    pub order: PathBuf,
    /// An existing folder for the tensors that the contender writes.
    pub output: PathBuf,
}

fn after_the_first_epoch() -> Vec<usize> {
    vec![1]
}

/// One line of a contender's answer. JSON on standard output, flushed line by line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Message {
    /// First: who is running.
    Started {
        /// Framework and version, e.g. `burn 0.22.1`.
        framework: String,
        /// The part of it that computes, e.g. `flex`.
        backend: String,
        /// The device, e.g. `cpu`.
        device: String,
        /// Features it was built with; `tf32` says that it may round factors of `f32` products to
        /// TF32.
        #[serde(default)]
        features: Vec<String>,
        /// What its driver says of the device, when that is not the processor itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hardware: Option<Hardware>,
    },
    /// This contender cannot run here; nothing follows.
    Skipped {
        /// Why, and what would help.
        reason: String,
    },
    /// The workload is in memory.
    Loaded {
        /// Seconds that took.
        seconds: f64,
    },
    /// The model is built, with its first weights.
    Ready {
        /// Seconds that took.
        seconds: f64,
    },
    /// Loss and gradients of the first batch at the first weights.
    Gradients {
        /// Mean loss of the batch.
        loss: f64,
        /// safetensors file with one tensor per parameter.
        file: PathBuf,
        /// Seconds that they took, the first pass of all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<f64>,
    },
    /// Now and then while training.
    Step {
        /// Epoch, from 1.
        epoch: usize,
        /// Step in the epoch, from 1.
        step: usize,
        /// Steps in the epoch.
        steps: usize,
        /// Mean loss of the batch.
        loss: f64,
        /// Training examples per second in this epoch.
        rows_per_second: f64,
    },
    /// After each epoch.
    Epoch(Epoch),
    /// The parameters after an epoch that is among the cell's snapshots.
    Parameters {
        /// Epoch, from 1; 0 before the first.
        epoch: usize,
        /// safetensors file with one tensor per parameter.
        file: PathBuf,
    },
    /// Training is over.
    Fitted {
        /// Training seconds of everything, without evaluation.
        seconds: f64,
    },
    /// The classes of one of the cell's variants of the test set.
    Variant {
        /// Its name in the cell.
        name: String,
        /// One class per row, in its order.
        classes: Vec<u32>,
    },
    /// The answer: the class of every test image.
    Predictions {
        /// One class per row of the test set, in its order.
        classes: Vec<u32>,
        /// Seconds for all of them, one sample or several.
        seconds: Vec<f64>,
        /// The probability that it gave each of these classes; empty where it does not say.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        confidences: Vec<f32>,
    },
    /// The loss left the finite numbers; nothing follows.
    Diverged {
        /// Epoch, from 1.
        epoch: usize,
        /// Step in the epoch, from 1.
        step: usize,
    },
    /// The contender gave up; nothing follows.
    Failed {
        /// Why.
        error: String,
    },
}

/// What happened in an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// Epoch, from 1.
    pub epoch: usize,
    /// Mean training loss.
    pub train_loss: f64,
    /// Training seconds; evaluation is not in them.
    pub train_seconds: f64,
    /// Seconds of the epoch's first step.
    pub first_step_seconds: f64,
    /// Training examples seen.
    pub rows: usize,
    /// Mean loss on the test set.
    pub test_loss: f64,
    /// Test examples classified rightly.
    pub test_correct: usize,
    /// Test examples.
    pub test_total: usize,
    /// Seconds of the evaluation.
    pub evaluate_seconds: f64,
}

/// The cell that the documentation shows.
#[cfg(test)]
pub(crate) const EXAMPLE_CELL: &str = include_str!("../../examples/cell.json");
