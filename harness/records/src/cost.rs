//! Arithmetic of a training step.

use classifier::ModelSpec;

/// Floating-point operations per training example: 2 · 3 · parameters, a multiplication and an
/// addition for each weight in the forward pass, in the gradient of the inputs and in the gradient
/// of the weights.
pub fn operations_per_example(model: &ModelSpec) -> f64 {
    6.0 * model.parameter_count() as f64
}
