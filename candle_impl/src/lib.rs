//! The network in Candle, for any of its devices.
//!
//! [`CandleMlp`] is a [`Classifier`](classifier::Classifier) and
//! [`Differentiable`](classifier::Differentiable). What Candle does otherwise than the contract
//! says is done here in Candle's own tensors: the derivatives of ReLU and LeakyReLU at 0
//! (`activation.rs`), batch normalisation (`batch_norm.rs`), losses that stay finite (`loss.rs`),
//! momentum (`momentum.rs`), clipping and weight decay (`gradients.rs`, `optimizer.rs`), and the
//! layout of a weight (`parameter.rs`).
//!
//! Timings on the CPU need a quiet machine: the threads of Candle's element-wise operations wait
//! for each other in a loop (`candle-core/src/utils.rs`, `BarrierGuard`), so that one core taken
//! by another process makes a step up to five times slower.

mod activation;
mod batch_norm;
#[cfg(feature = "cuda")]
mod cuda;
mod error;
mod gradients;
mod layer;
mod loss;
mod mlp;
mod momentum;
mod network;
mod optimizer;
mod parameter;
mod provenance;
mod resident;

pub use candle_core::Device;
#[cfg(feature = "cuda")]
pub use cuda::{cuda_device, cuda_devices};
pub use mlp::CandleMlp;
pub use provenance::{VERSION, build_features};
