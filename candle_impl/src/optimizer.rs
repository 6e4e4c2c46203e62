//! The optimizers, with the contract's conventions.

use candle_core::Result;
use candle_core::backprop::GradStore;
use candle_nn::{AdamW, Optimizer as _, ParamsAdamW, SGD};
use classifier::{OptimizerSpec, TrainSpec};

use crate::gradients::{add_weight_decay, clip_by_norm};
use crate::momentum::Momentum;
use crate::network::Network;

/// An optimizer with its state.
pub(crate) struct Optimizer {
    rule: Rule,
    clip_norm: Option<f64>,
    weight_decay: f64,
    decoupled_weight_decay: f64,
}

enum Rule {
    Sgd(SGD),
    Momentum(Momentum),
    Adam(AdamW),
}

impl Optimizer {
    /// A new optimizer.
    pub(crate) fn new(training: &TrainSpec, network: &Network) -> Result<Self> {
        let vars = network.trained().map(|parameter| parameter.var.clone()).collect();
        let spec = &training.optimizer;
        let rule = match *spec {
            OptimizerSpec::Sgd { learning_rate, momentum: 0.0, .. } => {
                Rule::Sgd(SGD::new(vars, learning_rate)?)
            }
            OptimizerSpec::Sgd { momentum, nesterov, .. } => {
                Rule::Momentum(Momentum::new(vars, momentum, nesterov))
            }
            // AdamW's weight decay would include biases; without decay AdamW is Adam
            // (`candle-nn/src/optim.rs`).
            OptimizerSpec::Adam { learning_rate, beta1, beta2, epsilon, .. } => {
                Rule::Adam(AdamW::new(
                    vars,
                    ParamsAdamW {
                        lr: learning_rate,
                        beta1,
                        beta2,
                        eps: epsilon,
                        weight_decay: 0.0,
                    },
                )?)
            }
        };
        Ok(Self {
            rule,
            clip_norm: training.clip_norm,
            weight_decay: spec.weight_decay(),
            decoupled_weight_decay: spec.decoupled_weight_decay(),
        })
    }

    /// Updates the trained parameters by their gradients.
    pub(crate) fn step(
        &mut self,
        network: &Network,
        mut gradients: GradStore,
        learning_rate: f64,
    ) -> Result<()> {
        let decaying = || network.trained().filter(|parameter| parameter.role().decays());
        if let Some(max_norm) = self.clip_norm {
            clip_by_norm(&mut gradients, network.trained(), max_norm)?;
        }
        if self.weight_decay > 0.0 {
            add_weight_decay(&mut gradients, decaying(), self.weight_decay)?;
        }
        if self.decoupled_weight_decay > 0.0 {
            // No rule's update depends on w, so `w ← (1 − lr·δ)·w` may precede it.
            let keep = 1.0 - learning_rate * self.decoupled_weight_decay;
            for weight in decaying() {
                weight.var.set(&(weight.var.as_detached_tensor() * keep)?)?;
            }
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
