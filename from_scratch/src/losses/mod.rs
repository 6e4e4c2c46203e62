//! Losses: what training minimises, with the gradient that starts the backward pass.

mod softmax_cross_entropy;

pub use softmax_cross_entropy::{softmax, softmax_cross_entropy};
