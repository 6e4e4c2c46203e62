//! The network in Burn, for any of its devices.
//!
//! [`BurnMlp`] is a [`Classifier`](classifier::Classifier) and
//! [`Differentiable`](classifier::Differentiable). What Burn does otherwise than the contract says
//! is done here in Burn's own tensors and settings: the derivative of LeakyReLU at 0
//! (`network.rs`), momentum without dampening, Adam's ε and weight decay of weights only
//! (`optimizer.rs`).

mod mlp;
mod network;
mod optimizer;
mod parameter;
mod provenance;

pub use burn::tensor::Device;
pub use mlp::BurnMlp;
pub use provenance::{VERSION, build_features};
