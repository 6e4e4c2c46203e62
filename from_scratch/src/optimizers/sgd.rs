//! Stochastic gradient descent.

use ndarray::{Array2, Zip};

use super::{Optimizer, decay_of, zeros};
use crate::{Parameter, Real};

/// Gradient descent with momentum μ and L2 weight decay λ.
#[derive(Debug, Clone)]
pub struct Sgd<T> {
    momentum: f64,
    weight_decay: f64,
    /// v of each parameter; 0 before the first step, which then takes `v = g`.
    velocities: Vec<Array2<T>>,
}

impl<T: Real> Sgd<T> {
    /// μ = `momentum`, λ = `weight_decay`.
    pub fn new(momentum: f64, weight_decay: f64) -> Self {
        Self {
            momentum,
            weight_decay,
            velocities: Vec::new(),
        }
    }
}

impl<T: Real> Optimizer<T> for Sgd<T> {
    /// `g ← dL/dw + λ·w`, `v ← μ·v + g`, `w ← w − lr·v`: PyTorch's `SGD` with dampening 0,
    /// <https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html>.
    fn step(&mut self, parameters: Vec<&mut Parameter<T>>, learning_rate: f64) {
        if self.velocities.is_empty() {
            self.velocities = parameters.iter().map(|p| zeros(p)).collect();
        }
        let (rate, momentum) = (T::of(learning_rate), T::of(self.momentum));
        for (parameter, velocity) in parameters.into_iter().zip(&mut self.velocities) {
            let decay = decay_of(parameter, self.weight_decay);
            Zip::from(&mut parameter.value)
                .and(&parameter.gradient)
                .and(velocity)
                .for_each(|w, &gradient, v| {
                    let g = gradient + decay * *w;
                    *v = momentum * *v + g;
                    *w -= rate * *v;
                });
        }
    }
}
