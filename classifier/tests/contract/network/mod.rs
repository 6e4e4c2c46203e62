//! What every network must do. Not a test target: a contender's test includes this module and
//! defines `network(model, training, parameters)`, which builds the network under test.

// Clippy knows that a test may unwrap, not that its helpers may.
#![allow(clippy::unwrap_used)]

mod arithmetic;
mod behaviour;
mod cases;
mod golden;
mod golden_file;
mod reference;

use classifier::{ModelSpec, OptimizerSpec, Parameters, Result, TrainSpec};

/// A network for the tests that every classifier passes.
pub(crate) fn example_network<N>(
    network: impl Fn(&ModelSpec, &TrainSpec, &Parameters) -> Result<N>,
) -> N {
    let model = ModelSpec::mlp(&[4, 8, 3]).unwrap();
    let training = TrainSpec { epochs: 10, ..cases::training(OptimizerSpec::sgd(0.1)) };
    network(&model, &training, &cases::first_parameters(&model)).unwrap()
}
