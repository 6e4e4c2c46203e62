//! Adam.

use ndarray::Array2;

use super::{Decay, Optimizer};
use crate::{
    Parameter, Real,
    kernels::{Flat, FlatMut, each, zeros},
};

/// Adam (Kingma & Ba 2015, <https://arxiv.org/abs/1412.6980>); with decoupled weight decay AdamW
/// (Loshchilov & Hutter 2019, <https://arxiv.org/abs/1711.05101>).
#[derive(Debug, Clone)]
pub struct Adam<T> {
    beta1: f64,
    beta2: f64,
    epsilon: f64,
    decay: Decay,
    /// t, the number of steps so far.
    steps: i32,
    /// m and v of each parameter.
    moments: Vec<(Array2<T>, Array2<T>)>,
}

impl<T: Real> Adam<T> {
    /// β₁ = `beta1`, β₂ = `beta2`, ε = `epsilon`, which is added after the bias correction.
    pub fn new(beta1: f64, beta2: f64, epsilon: f64, decay: Decay) -> Self {
        Self { beta1, beta2, epsilon, decay, steps: 0, moments: Vec::new() }
    }
}

impl<T: Real> Optimizer<T> for Adam<T> {
    /// `g ← dL/dw + λ·w`, `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`,
    /// `w ← (1 − lr·δ)·w − lr·m̂ / (√v̂ + ε)` with `m̂ = m/(1−β₁ᵗ)`, `v̂ = v/(1−β₂ᵗ)` (algorithm 1
    /// of Adam, algorithm 2 of AdamW).
    fn step(
        &mut self,
        parameters: &mut dyn Iterator<Item = &mut Parameter<T>>,
        learning_rate: f64,
    ) {
        self.steps = self.steps.saturating_add(1);
        let (beta1, rest1) = (T::of(self.beta1), T::of(1.0 - self.beta1));
        let (beta2, rest2) = (T::of(self.beta2), T::of(1.0 - self.beta2));
        // lr·m̂ = (lr / (1−β₁ᵗ))·m and √v̂ = √v / √(1−β₂ᵗ): two factors for the whole step.
        let rate = T::of(learning_rate / (1.0 - self.beta1.powi(self.steps)));
        let root = T::of(1.0 / (1.0 - self.beta2.powi(self.steps)).sqrt());
        let epsilon = T::of(self.epsilon);
        for (index, parameter) in parameters.enumerate() {
            if index == self.moments.len() {
                self.moments.push((zeros(parameter.value.dim()), zeros(parameter.value.dim())));
            }
            let (m, v) = &mut self.moments[index];
            let (decay, keep) = self.decay.of(parameter, learning_rate);
            let written = [parameter.value.flat_mut(), m.flat_mut(), v.flat_mut()];
            each(written, [parameter.gradient.flat()], |[w, m, v], [gradient]| {
                let g = gradient + decay * *w;
                *m = beta1 * *m + rest1 * g;
                *v = beta2 * *v + rest2 * g * g;
                *w = keep * *w - rate * *m / (v.sqrt() * root + epsilon);
            });
        }
    }
}
