//! The optimizers, with the contract's conventions.

use burn::module::ParamGroup;
use burn::optim::decay::WeightDecayConfig;
use burn::optim::momentum::MomentumConfig;
use burn::optim::{AdamConfig, LearningRate, ModuleOptimizer, Optimizer, SgdConfig};
use burn::tensor::{Device, Tensor};
use classifier::OptimizerSpec;

/// A new optimizer.
pub(crate) fn optimizer(spec: &OptimizerSpec) -> ModuleOptimizer {
    let (coupled, decoupled) = (spec.weight_decay(), spec.decoupled_weight_decay());
    let weight_decay = (coupled > 0.0).then(|| WeightDecayConfig::new(coupled as f32));
    let no_decay = coupled <= 0.0 && decoupled <= 0.0;
    match *spec {
        OptimizerSpec::Sgd { momentum, nesterov, .. } => {
            let config = SgdConfig::new().with_momentum((momentum > 0.0).then(|| {
                // Burn's default dampening is 0.1 (`burn-optim/src/optim/momentum.rs`).
                MomentumConfig::new()
                    .with_momentum(momentum)
                    .with_dampening(0.0)
                    .with_nesterov(nesterov)
            }));
            if no_decay {
                return config.init();
            }
            let decaying = config.clone().with_weight_decay(weight_decay);
            for_weights(decaying.build(), decoupled, config.build())
        }
        OptimizerSpec::Adam { beta1, beta2, epsilon, .. } => {
            // Burn's default ε is 1e-5 (`burn-optim/src/optim/adam.rs`).
            let config = AdamConfig::new()
                .with_beta_1(beta1 as f32)
                .with_beta_2(beta2 as f32)
                .with_epsilon(epsilon as f32);
            if no_decay {
                return config.init();
            }
            let decaying = config.clone().with_weight_decay(weight_decay);
            for_weights(decaying.build(), decoupled, config.build())
        }
    }
}

/// An optimizer with a parameter group for weights, because Burn's decay applies to whole groups.
fn for_weights<O: Optimizer>(weights: O, decoupled: f64, others: O) -> ModuleOptimizer {
    let group = ParamGroup::from_predicate("weight");
    let optimizer = ModuleOptimizer::from(others);
    if decoupled > 0.0 {
        let weights = DecoupledDecay { rule: weights, decay: decoupled };
        return optimizer.with_group(group, weights, None);
    }
    optimizer.with_group(group, weights, None)
}

/// `w ← w − lr·δ·w` in addition to the update of `rule`.
///
/// In Burn only `AdamW` has decoupled decay, and instead of the coupled one
/// (`burn-optim/src/optim/adamw.rs`).
#[derive(Clone)]
struct DecoupledDecay<O> {
    rule: O,
    /// δ.
    decay: f64,
}

impl<O: Optimizer> Optimizer for DecoupledDecay<O> {
    type State<const D: usize> = O::State<D>;

    fn step<const D: usize>(
        &self,
        learning_rate: LearningRate,
        weight: Tensor<D>,
        gradient: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        let decayed = weight.clone().mul_scalar(learning_rate * self.decay);
        let (updated, state) = self.rule.step(learning_rate, weight, gradient, state);
        (updated - decayed, state)
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        O::to_device(state, device)
    }
}
