//! Layers in unusual places, and everything at once.

use super::{Case, batch_norm, case, linear};
use crate::{LayerSpec, OptimizerSpec, RunningVariance, Schedule};

/// Layers in unusual places and in pairs, and everything at once.
pub fn combinations() -> Vec<Case> {
    use LayerSpec::{Relu, Sigmoid, Softmax, Tanh};
    let leaky = |slope| LayerSpec::LeakyRelu { slope };
    let dropout = |rate| LayerSpec::Dropout { rate };
    let unbiased = || batch_norm(RunningVariance::Unbiased);
    let biased = || batch_norm(RunningVariance::Biased);
    vec![
        case("stack-linear", [linear(7), linear(3)]),
        case("stack-smooth-ends", [Tanh, linear(3), Sigmoid]),
        case("stack-kinked-ends", [Relu, leaky(-0.5), linear(3), leaky(-0.5)]),
        case("stack-relu-last", [linear(6), Sigmoid, Relu, Tanh, linear(3), Relu]),
        case("stack-batch-norm-ends", [biased(), linear(3), unbiased()]),
        case(
            "stack-dropout-everywhere",
            [dropout(0.3), linear(4), dropout(0.3), dropout(0.3), linear(3), dropout(0.3)],
        ),
        case(
            "stack-pairs",
            [
                [linear(6), linear(6), leaky(0.1), leaky(0.1), Relu, Relu],
                [linear(4), linear(4), Sigmoid, Sigmoid, Tanh, Tanh],
                [dropout(0.2), dropout(0.2), Softmax, Softmax, linear(3), linear(3)],
            ]
            .concat(),
        ),
        case(
            "stack-training-modes",
            [
                [linear(7), unbiased(), Relu],
                [dropout(0.3), linear(6), biased()],
                [Tanh, dropout(0.5), linear(3)],
            ]
            .concat(),
        ),
        case(
            "all-together",
            [
                [linear(8), unbiased(), Relu, dropout(0.25)],
                [linear(6), Tanh, dropout(0.5), linear(3)],
            ]
            .concat(),
        )
        .with(|training| {
            training.optimizer = OptimizerSpec::Sgd {
                learning_rate: 0.1,
                momentum: 0.9,
                nesterov: true,
                weight_decay: 0.01,
                decoupled_weight_decay: 0.0,
            };
            training.schedule = Schedule::Linear { start: 1.0, end: 0.1, epochs: 50 };
            training.clip_norm = Some(1.0);
        }),
    ]
}
