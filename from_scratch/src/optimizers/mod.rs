//! Optimizers: how a gradient changes a parameter.

mod adam;
mod clip;
mod sgd;

pub use adam::Adam;
pub use clip::clip_by_norm;
pub use sgd::Sgd;

use classifier::OptimizerSpec;

use crate::{Parameter, Real};

/// An update rule with its state, one slot per parameter.
pub trait Optimizer<T: Real>: Send {
    /// Updates every parameter from its gradient.
    ///
    /// Every call passes the same parameters, all of them trained, in the same order.
    fn step(&mut self, parameters: &mut dyn Iterator<Item = &mut Parameter<T>>, learning_rate: f64);
}

/// The optimizer that `spec` describes, without any state yet.
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

/// Weight decay in its two forms.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decay {
    /// λ: `g ← g + λ·w` before the rule.
    pub coupled: f64,
    /// δ: `w ← w − lr·δ·w` before the update.
    pub decoupled: f64,
}

impl Decay {
    /// λ, and the factor `1 − lr·δ`, for one parameter: 0 and 1 where nothing decays.
    fn of<T: Real>(self, parameter: &Parameter<T>, learning_rate: f64) -> (T, T) {
        match parameter.role.decays() {
            true => (T::of(self.coupled), T::of(1.0 - learning_rate * self.decoupled)),
            false => (T::zero(), T::one()),
        }
    }
}
