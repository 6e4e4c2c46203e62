//! The update rules, with the contract's conventions.

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor, Var};
use candle_nn::{AdamW, Optimizer as _, ParamsAdamW, SGD};
use classifier::OptimizerSpec;

use crate::parameter::Parameter;

/// An optimizer with its state.
pub(crate) struct Optimizer {
    rule: Rule,
    weight_decay: f64,
}

enum Rule {
    Sgd(SGD),
    Momentum(Momentum),
    Adam(AdamW),
}

impl Optimizer {
    /// An optimizer that has not seen a gradient yet.
    pub(crate) fn new(spec: &OptimizerSpec, parameters: &[Parameter]) -> Result<Self> {
        let vars = parameters
            .iter()
            .map(|parameter| parameter.var.clone())
            .collect();
        let rule = match *spec {
            OptimizerSpec::Sgd {
                learning_rate,
                momentum: 0.0,
                ..
            } => Rule::Sgd(SGD::new(vars, learning_rate)?),
            OptimizerSpec::Sgd { momentum, .. } => Rule::Momentum(Momentum::new(vars, momentum)),
            // Without its decoupled weight decay AdamW is Adam (`candle-nn/src/optim.rs`).
            OptimizerSpec::Adam {
                learning_rate,
                beta1,
                beta2,
                epsilon,
                ..
            } => Rule::Adam(AdamW::new(
                vars,
                ParamsAdamW {
                    lr: learning_rate,
                    beta1,
                    beta2,
                    eps: epsilon,
                    weight_decay: 0.0,
                },
            )?),
        };
        Ok(Self {
            rule,
            weight_decay: spec.weight_decay(),
        })
    }

    /// Updates the parameters by their gradients.
    pub(crate) fn step(
        &mut self,
        parameters: &[Parameter],
        mut gradients: GradStore,
        learning_rate: f64,
    ) -> Result<()> {
        if self.weight_decay > 0.0 {
            add_weight_decay(parameters, &mut gradients, self.weight_decay)?;
        }
        match &mut self.rule {
            Rule::Sgd(sgd) => {
                sgd.set_learning_rate(learning_rate);
                sgd.step(&gradients)
            }
            Rule::Momentum(momentum) => momentum.step(&gradients, learning_rate),
            Rule::Adam(adam) => {
                adam.set_learning_rate(learning_rate);
                adam.step(&gradients)
            }
        }
    }
}

/// `g ← g + λ·w` for the weights: Candle's SGD has no weight decay and its AdamW another form.
fn add_weight_decay(
    parameters: &[Parameter],
    gradients: &mut GradStore,
    weight_decay: f64,
) -> Result<()> {
    for weight in parameters.iter().filter(|parameter| parameter.is_weight()) {
        if let Some(gradient) = gradients.remove(&weight.var) {
            let decay = (weight.var.as_detached_tensor() * weight_decay)?;
            gradients.insert(&weight.var, (gradient + decay)?);
        }
    }
    Ok(())
}

/// SGD with momentum, which Candle does not have (`candle-nn/src/optim.rs`).
struct Momentum {
    momentum: f64,
    vars: Vec<Var>,
    velocities: Vec<Option<Tensor>>,
}

impl Momentum {
    fn new(vars: Vec<Var>, momentum: f64) -> Self {
        Self {
            momentum,
            velocities: vec![None; vars.len()],
            vars,
        }
    }

    fn step(&mut self, gradients: &GradStore, learning_rate: f64) -> Result<()> {
        for (var, velocity) in self.vars.iter().zip(&mut self.velocities) {
            if let Some(gradient) = gradients.get(var) {
                let next = match velocity.take() {
                    Some(velocity) => ((velocity * self.momentum)? + gradient)?,
                    None => gradient.clone(),
                };
                var.set(&(var.as_detached_tensor() - (&next * learning_rate)?)?)?;
                *velocity = Some(next);
            }
        }
        Ok(())
    }
}
