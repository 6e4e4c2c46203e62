//! The network in Burn, for any of its devices.
//!
//! [`BurnMlp`] is a [`Classifier`](classifier::Classifier) and
//! [`Differentiable`](classifier::Differentiable). What Burn does otherwise than the contract says
//! is done here in Burn's own tensors and settings: the derivative of LeakyReLU at 0, dropout
//! drawn outside and running statistics (`layers/`), the bounds of losses (`loss.rs`), clipping by
//! the norm of all gradients (`clip.rs`), momentum without dampening, Adam's ε and weight decay of
//! weights only, decoupled too (`optimizer.rs`).

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
