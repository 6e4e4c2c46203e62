//! The messages between harness and contender; `docs/cell-protocol.md` describes them.

use std::{collections::BTreeMap, path::PathBuf};

use classifier::{Hardware, KnnSpec, ModelSpec, TrainSpec};
use records::Epoch;
use serde::{Deserialize, Serialize};

/// Raised when old programs would misread a cell or a message.
pub const PROTOCOL_VERSION: u32 = 1;

/// One unit of work: a contender on a workload, in a process of its own; JSON on standard input.
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
    /// Layers of the networks.
    pub model: ModelSpec,
    /// Training of the networks.
    pub training: TrainSpec,
    /// Setting of k-nearest neighbours.
    pub knn: KnnSpec,
    /// Seed of weights and order, which are already drawn.
    pub seed: u64,
    /// Repetition, from 0.
    pub repetition: u32,
    /// Threads allowed.
    pub threads: usize,
    /// The device to compute on, by number or by a part of its name. A contender without that device
    /// skips the cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Epochs, from 1, after which the parameters are sent; 0 for the initial weights.
    #[serde(default = "after_the_first_epoch")]
    pub snapshots: Vec<usize>,
    /// Files of the workload.
    pub files: CellFiles,
}

/// The files of a cell, all in the safetensors format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellFiles {
    /// `inputs` `[rows, inputs]`, U8 (divided by 255) or F32; `labels` `[rows]`, U32.
    pub train: PathBuf,
    /// The same for the test examples.
    pub test: PathBuf,
    /// Changed test images, by the name of the change.
    #[serde(default)]
    pub variants: BTreeMap<String, PathBuf>,
    /// Initial weights: F32 tensors with the names and shapes of the model's parameters.
    pub parameters: PathBuf,
    /// `epoch1`, `epoch2`, …: U32, the order of the training examples in each epoch.
    pub order: PathBuf,
    /// An existing folder for tensors written by the contender.
    pub output: PathBuf,
}

fn after_the_first_epoch() -> Vec<usize> {
    vec![1]
}

/// One line of a contender's output: JSON on standard output, flushed line by line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Message {
    /// The first message.
    Started {
        /// Framework and version, e.g. `burn 0.22.1`.
        framework: String,
        /// The framework's backend, e.g. `flex`.
        backend: String,
        /// The device, e.g. `cpu`.
        device: String,
        /// Features of the build; with `tf32`, `f32` products may be computed with TF32.
        #[serde(default)]
        features: Vec<String>,
        /// The driver's description of the device, unless it is the processor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hardware: Option<Hardware>,
    },
    /// The contender is unavailable; the last message.
    Skipped {
        /// The reason, and what helps.
        reason: String,
    },
    /// The workload is in memory.
    Loaded {
        /// Duration in seconds.
        seconds: f64,
    },
    /// The model is built, with its initial weights.
    Ready {
        /// Duration in seconds.
        seconds: f64,
    },
    /// Loss and gradients of the first batch at the initial weights.
    Gradients {
        /// Mean loss of the batch.
        loss: f64,
        /// safetensors file with one tensor per parameter.
        file: PathBuf,
        /// Duration in seconds of this first pass.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<f64>,
    },
    /// Progress within an epoch.
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
    /// The parameters after an epoch of the cell's snapshots.
    Parameters {
        /// Epoch, from 1; 0 before the first.
        epoch: usize,
        /// safetensors file with one tensor per parameter.
        file: PathBuf,
    },
    /// Training is over.
    Fitted {
        /// Training time in seconds, without evaluation.
        seconds: f64,
    },
    /// Predicted classes of changed test images.
    Variant {
        /// Name of the change in the cell.
        name: String,
        /// One class per row.
        classes: Vec<u32>,
    },
    /// Predicted classes of the test set.
    Predictions {
        /// One class per row.
        classes: Vec<u32>,
        /// Duration in seconds for the whole test set, one or more samples.
        seconds: Vec<f64>,
        /// Predicted probability of each of these classes; empty if unknown.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        confidences: Vec<f32>,
    },
    /// The loss became NaN or infinite; the last message.
    Diverged {
        /// Epoch, from 1.
        epoch: usize,
        /// Step in the epoch, from 1.
        step: usize,
    },
    /// An error; the last message.
    Failed {
        /// The error.
        error: String,
    },
}

/// The example of the documentation.
#[cfg(test)]
pub(crate) const EXAMPLE_CELL: &str = include_str!("../../../examples/cell.json");
