//! The update rules, with the contract's conventions.

use burn::module::ParamGroup;
use burn::optim::decay::WeightDecayConfig;
use burn::optim::momentum::MomentumConfig;
use burn::optim::{AdamConfig, ModuleOptimizer, SgdConfig};
use classifier::OptimizerSpec;

/// An optimizer that has not seen a gradient yet.
///
/// Burn decays every parameter alike; biases are put in a group of their own, without decay.
pub(crate) fn optimizer(spec: &OptimizerSpec) -> ModuleOptimizer {
    let biases = ParamGroup::from_predicate("bias");
    let weight_decay =
        (spec.weight_decay() > 0.0).then(|| WeightDecayConfig::new(spec.weight_decay() as f32));
    match *spec {
        OptimizerSpec::Sgd { momentum, .. } => {
            let config = SgdConfig::new().with_momentum((momentum > 0.0).then(|| {
                // Burn's default dampening is 0.1 (`burn-optim/src/optim/momentum.rs`).
                MomentumConfig::new()
                    .with_momentum(momentum)
                    .with_dampening(0.0)
            }));
            config
                .clone()
                .with_weight_decay(weight_decay)
                .init()
                .with_group(biases, config.build(), None)
        }
        OptimizerSpec::Adam {
            beta1,
            beta2,
            epsilon,
            ..
        } => {
            // Burn's default ε is 1e-5 (`burn-optim/src/optim/adam.rs`).
            let config = AdamConfig::new()
                .with_beta_1(beta1 as f32)
                .with_beta_2(beta2 as f32)
                .with_epsilon(epsilon as f32);
            config
                .clone()
                .with_weight_decay(weight_decay)
                .init()
                .with_group(biases, config.build(), None)
        }
    }
}
