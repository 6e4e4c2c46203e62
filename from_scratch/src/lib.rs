//! A small neural network library, written by hand on `ndarray`.
//!
//! Start with [`layers`]: each file holds one layer, forward and backward with their formulas.
//! [`losses`] and [`optimizers`] are built the same way. [`Sequential`] stacks the layers,
//! [`ScratchMlp`] implements the traits of the `classifier` crate, and [`gradient_check`] compares
//! the backward passes with central differences.
//!
//! Everything is generic over [`Real`], so that the code that trains in `f32` is checked in `f64`.

pub mod gradient_check;
pub mod layers;
pub mod losses;
pub mod optimizers;

mod kernels;
mod mlp;
mod parameter;
mod real;
mod sequential;

pub use mlp::ScratchMlp;
pub use parameter::Parameter;
pub use real::Real;
pub use sequential::Sequential;
