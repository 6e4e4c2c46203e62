//! Optimizers: how a gradient changes a parameter.

mod adam;
mod sgd;

pub use adam::Adam;
pub use sgd::Sgd;

use classifier::OptimizerSpec;
use ndarray::Array2;

use crate::{Parameter, Real};

/// An update rule with its state, one slot per parameter.
pub trait Optimizer<T: Real> {
    /// Updates every parameter from its gradient.
    ///
    /// Every call passes the same parameters in the same order.
    fn step(&mut self, parameters: Vec<&mut Parameter<T>>, learning_rate: f64);
}

/// The optimizer that `spec` describes, without any state yet.
pub fn optimizer<T: Real>(spec: &OptimizerSpec) -> Box<dyn Optimizer<T>> {
    match *spec {
        OptimizerSpec::Sgd {
            momentum,
            weight_decay,
            ..
        } => Box::new(Sgd::new(momentum, weight_decay)),
        OptimizerSpec::Adam {
            beta1,
            beta2,
            epsilon,
            weight_decay,
            ..
        } => Box::new(Adam::new(beta1, beta2, epsilon, weight_decay)),
    }
}

/// λ for parameters that decay, 0 for the others.
fn decay_of<T: Real>(parameter: &Parameter<T>, weight_decay: f64) -> T {
    T::of(if parameter.decays { weight_decay } else { 0.0 })
}

/// A zero for every value of `parameter`.
fn zeros<T: Real>(parameter: &Parameter<T>) -> Array2<T> {
    Array2::zeros(parameter.value.dim())
}
