//! SGD with momentum, which Candle lacks.

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor, Var};

/// SGD with momentum μ, plain or Nesterov's; Candle's SGD has none (`candle-nn/src/optim.rs`).
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

    /// `v ← μ·v + g`, then `w ← w − lr·v`, or `w ← w − lr·(g + μ·v)` with Nesterov's momentum; the
    /// first step sets `v = g`.
    pub(crate) fn step(&mut self, gradients: &GradStore, learning_rate: f64) -> Result<()> {
        for (var, velocity) in self.vars.iter().zip(&mut self.velocities) {
            if let Some(gradient) = gradients.get(var) {
                let next = match velocity.take() {
                    Some(velocity) => ((velocity * self.momentum)? + gradient)?,
                    None => gradient.clone(),
                };
                let update = if self.nesterov {
                    (gradient + (&next * self.momentum)?)?
                } else {
                    next.clone()
                };
                var.set(&(var.as_detached_tensor() - (update * learning_rate)?)?)?;
                *velocity = Some(next);
            }
        }
        Ok(())
    }
}
