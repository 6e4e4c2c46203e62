//! Momentum, which Candle does not have.

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor, Var};

/// SGD with momentum μ, plain or Nesterov's; Candle's own has none (`candle-nn/src/optim.rs`).
pub(crate) struct Momentum {
    momentum: f64,
    nesterov: bool,
    vars: Vec<Var>,
    velocities: Vec<Option<Tensor>>,
}

impl Momentum {
    pub(crate) fn new(vars: Vec<Var>, momentum: f64, nesterov: bool) -> Self {
        Self { momentum, nesterov, velocities: vec![None; vars.len()], vars }
    }

    /// `v ← μ·v + g`, `w ← w − lr·v`, and with Nesterov's momentum `g + μ·v` in place of the last
    /// `v`; the first step takes `v = g`.
    pub(crate) fn step(&mut self, gradients: &GradStore, learning_rate: f64) -> Result<()> {
        for (var, velocity) in self.vars.iter().zip(&mut self.velocities) {
            if let Some(gradient) = gradients.get(var) {
                let next = match velocity.take() {
                    Some(velocity) => ((velocity * self.momentum)? + gradient)?,
                    None => gradient.clone(),
                };
                let update = match self.nesterov {
                    true => (gradient + (&next * self.momentum)?)?,
                    false => next.clone(),
                };
                var.set(&(var.as_detached_tensor() - (update * learning_rate)?)?)?;
                *velocity = Some(next);
            }
        }
        Ok(())
    }
}
