//! Optimizers: the rules by which gradients change parameters.

mod adam;
mod clip;
mod sgd;

pub use adam::Adam;
pub use clip::clip_by_norm;
pub use sgd::Sgd;

use classifier::OptimizerSpec;

use crate::{Parameter, Real};

/// An update rule with its state for each parameter.
pub trait Optimizer<T: Real>: Send {
    /// Updates every parameter from its gradient, both `[rows, columns]` of any size.
    ///
    /// Every call passes the same trained parameters in the same order.
    fn step(&mut self, parameters: &mut dyn Iterator<Item = &mut Parameter<T>>, learning_rate: f64);
}

/// The optimizer of `spec` before its first step.
pub fn optimizer<T: Real>(spec: &OptimizerSpec) -> Box<dyn Optimizer<T>> {
    let decay = Decay { coupled: spec.weight_decay(), decoupled: spec.decoupled_weight_decay() };
    match *spec {
        OptimizerSpec::Sgd { momentum, nesterov, .. } => {
            Box::new(Sgd::new(momentum, nesterov, decay))
        }
        OptimizerSpec::Adam { beta1, beta2, epsilon, .. } => {
            Box::new(Adam::new(beta1, beta2, epsilon, decay))
        }
    }
}

/// The two forms of weight decay (Loshchilov & Hutter 2019, algorithms 1 and 2,
/// <https://arxiv.org/abs/1711.05101>).
#[derive(Debug, Clone, Copy, Default)]
pub struct Decay {
    /// λ: `g ← g + λ·w` before the update rule.
    pub coupled: f64,
    /// δ: `w ← w − lr·δ·w` outside the update rule.
    pub decoupled: f64,
}

impl Decay {
    /// λ and the factor `1 − lr·δ` of one parameter: 0 and 1 unless it is a weight.
    fn of<T: Real>(self, parameter: &Parameter<T>, learning_rate: f64) -> (T, T) {
        if parameter.role.decays() {
            (T::of(self.coupled), T::of(1.0 - learning_rate * self.decoupled))
        } else {
            (T::zero(), T::one())
        }
    }
}
