//! Every optimizer.

use super::{Case, smooth};
use crate::OptimizerSpec;

/// Every form of every optimizer, and clipped gradients, on a smooth model.
pub fn optimizers() -> Vec<Case> {
    let sgd = |name: &str, learning_rate, (momentum, nesterov), (coupled, decoupled)| {
        let optimizer = OptimizerSpec::Sgd {
            learning_rate,
            momentum,
            nesterov,
            weight_decay: coupled,
            decoupled_weight_decay: decoupled,
        };
        smooth(format!("optimizer-{name}")).with(|training| training.optimizer = optimizer)
    };
    let adam = |name: &str, (coupled, decoupled)| {
        let optimizer = OptimizerSpec::Adam {
            learning_rate: 0.01,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            weight_decay: coupled,
            decoupled_weight_decay: decoupled,
        };
        smooth(format!("optimizer-{name}")).with(|training| training.optimizer = optimizer)
    };
    let other_settings = OptimizerSpec::Adam {
        learning_rate: 0.02,
        beta1: 0.8,
        beta2: 0.99,
        epsilon: 1e-3,
        weight_decay: 0.0,
        decoupled_weight_decay: 0.0,
    };
    vec![
        sgd("sgd", 0.2, (0.0, false), (0.0, 0.0)),
        sgd("sgd-coupled-decay", 0.1, (0.0, false), (0.1, 0.0)),
        sgd("sgd-decoupled-decay", 0.1, (0.0, false), (0.0, 0.1)),
        sgd("sgd-both-decays", 0.1, (0.5, false), (0.1, 0.05)),
        sgd("momentum", 0.1, (0.9, false), (0.0, 0.0)),
        sgd("momentum-coupled-decay", 0.1, (0.9, false), (0.1, 0.0)),
        sgd("momentum-decoupled-decay", 0.1, (0.9, false), (0.0, 0.1)),
        sgd("nesterov", 0.1, (0.9, true), (0.0, 0.0)),
        sgd("nesterov-coupled-decay", 0.1, (0.9, true), (0.1, 0.0)),
        adam("adam", (0.0, 0.0)),
        adam("adam-other-settings", (0.0, 0.0))
            .with(|training| training.optimizer = other_settings),
        adam("adam-coupled-decay", (0.1, 0.0)),
        adam("adamw", (0.0, 0.1)),
        adam("adam-both-decays", (0.1, 0.05)),
        smooth("clipping").with(|training| training.clip_norm = Some(0.2)),
        smooth("clipping-adam").with(|training| {
            training.clip_norm = Some(0.2);
            training.optimizer = OptimizerSpec::adam(0.01);
        }),
    ]
}
