//! The network in Candle, for any Candle device.
//!
//! [`CandleMlp`] implements [`Classifier`](classifier::Classifier) and
//! [`Differentiable`](classifier::Differentiable). Where Candle differs from the contract, this
//! crate computes with Candle's tensors: the derivatives of ReLU and LeakyReLU at 0
//! (`activation.rs`), batch normalisation (`batch_norm.rs`), losses that stay finite (`loss.rs`),
//! momentum (`momentum.rs`), clipping and weight decay (`gradients.rs`, `optimizer.rs`), and the
//! layout of a weight (`parameter.rs`).
//!
//! Timings on the CPU need an idle machine: the threads of Candle's element-wise operations
//! synchronise by spinning (`candle-core/src/utils.rs`, `BarrierGuard`), so a step is up to five
//! times slower if another process occupies one core.

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
