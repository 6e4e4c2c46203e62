//! The contract between the harness and its contenders, free of any framework.
//!
//! A contender implements [`Classifier`] (fit, predict) and, when it is a network,
//! [`Differentiable`] (parameters, gradients, one training step). [`ModelSpec`] and [`TrainSpec`]
//! define the computation, a [`Batch`] of [`Examples`] is its input. A contender never reads files,
//! shuffles or draws random numbers: the initial weights come from [`initial_parameters`], the
//! order of the batches from a [`BatchOrder`], both drawn from [`Randomness`].
//!
//! [`train`] is the one training loop of all networks, [`cases`] the list of small problems on
//! which contenders are compared.

pub mod cases;
mod contract;
mod dropout;
mod error;
mod examples;
mod hardware;
mod init;
mod knn;
mod layer;
mod loss;
mod model;
mod optimizer;
mod parameters;
mod predictions;
mod randomness;
mod sample;
mod schedule;
mod train;
mod training;

pub use contract::{BatchOrder, Classifier, Differentiable, EpochReport, Observer, StepReport};
pub use dropout::DropoutMasks;
pub use error::{ClassifierError, Result};
pub use examples::{Batch, Examples};
pub use hardware::{Hardware, HardwareKind};
pub use init::initial_parameters;
pub use knn::{Distance, KnnSpec, VoteWeight};
pub use layer::{Init, LayerSpec, Role, RunningVariance};
pub use loss::{Loss, SMALLEST_PROBABILITY};
pub use model::{ModelSpec, ParameterShape};
pub use optimizer::OptimizerSpec;
pub use parameters::{Parameters, Tensor};
pub use predictions::Predictions;
pub use randomness::{Randomness, ShuffledOrder};
pub use sample::stratified;
pub use schedule::Schedule;
pub use train::train;
pub use training::{LastBatch, TrainSpec};
