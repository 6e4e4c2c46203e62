//! The network in Burn, for any Burn device.
//!
//! [`BurnMlp`] implements [`Classifier`](classifier::Classifier) and
//! [`Differentiable`](classifier::Differentiable). Where Burn differs from the contract, this crate
//! sets Burn's options or computes with Burn's tensors: the derivative of LeakyReLU at 0, dropout
//! factors and running statistics (`layers/`), the bounds of losses (`loss.rs`), clipping by the
//! global norm (`clip.rs`), momentum without dampening, Adam's ε, and weight decay, coupled or
//! decoupled, of weights only (`optimizer.rs`).

mod clip;
#[cfg(feature = "cuda")]
mod cuda;
mod layers;
mod loss;
mod mlp;
mod network;
mod optimizer;
mod parameter;
mod provenance;
mod resident;
#[cfg(feature = "wgpu")]
mod wgpu;

pub use burn::tensor::Device;
#[cfg(feature = "cuda")]
pub use cuda::cuda_devices;
pub use mlp::BurnMlp;
pub use provenance::{VERSION, build_features};
#[cfg(feature = "wgpu")]
pub use wgpu::Adapter;
