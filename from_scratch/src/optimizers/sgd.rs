//! Stochastic gradient descent.

use ndarray::Array2;

use super::{Decay, Optimizer};
use crate::{
    Parameter, Real,
    kernels::{Flat, FlatMut, each, zeros},
};

/// Gradient descent with momentum μ, classical or Nesterov's (Sutskever et al. 2013, section 2,
/// <https://proceedings.mlr.press/v28/sutskever13.html>).
#[derive(Debug, Clone)]
pub struct Sgd<T> {
    momentum: f64,
    nesterov: bool,
    decay: Decay,
    /// v of each parameter, 0 before the first step.
    velocities: Vec<Array2<T>>,
}

impl<T: Real> Sgd<T> {
    /// μ = `momentum`, 0 for plain gradient descent.
    pub fn new(momentum: f64, nesterov: bool, decay: Decay) -> Self {
        Self { momentum, nesterov, decay, velocities: Vec::new() }
    }
}

impl<T: Real> Optimizer<T> for Sgd<T> {
    /// `g ← dL/dw + λ·w`, `v ← μ·v + g`, `w ← (1 − lr·δ)·w − lr·v`, and with Nesterov's momentum
    /// `g + μ·v` in place of the last `v`: PyTorch's `SGD` with dampening 0,
    /// <https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html>.
    fn step(
        &mut self,
        parameters: &mut dyn Iterator<Item = &mut Parameter<T>>,
        learning_rate: f64,
    ) {
        let (rate, momentum) = (T::of(learning_rate), T::of(self.momentum));
        let nesterov = self.nesterov;
        for (index, parameter) in parameters.enumerate() {
            if index == self.velocities.len() {
                self.velocities.push(zeros(parameter.value.dim()));
            }
            let velocity = &mut self.velocities[index];
            let (decay, keep) = self.decay.of(parameter, learning_rate);
            let written = [parameter.value.flat_mut(), velocity.flat_mut()];
            each(written, [parameter.gradient.flat()], |[w, v], [gradient]| {
                let g = gradient + decay * *w;
                *v = momentum * *v + g;
                let update = if nesterov { g + momentum * *v } else { *v };
                *w = keep * *w - rate * update;
            });
        }
    }
}
