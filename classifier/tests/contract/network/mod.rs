//! The tests of every network. Not a test target: the test of a contender includes this module and
//! defines `network(model, training, parameters)`, which builds the network under test.

// Clippy allows `unwrap` in tests, but not in their helpers.
#![allow(clippy::unwrap_used)]

mod arithmetic;
mod behaviour;
mod golden;
mod golden_file;
mod reference;
mod support;

use classifier::{ModelSpec, OptimizerSpec, Parameters, Result, TrainSpec};

/// A network for the tests of every classifier.
pub(crate) fn example_network<N>(
    network: impl Fn(&ModelSpec, &TrainSpec, &Parameters) -> Result<N>,
) -> N {
    let model = ModelSpec::mlp(&[4, 8, 3]).unwrap();
    let training = TrainSpec { epochs: 10, ..support::training(OptimizerSpec::sgd(0.1)) };
    network(&model, &training, &support::zero_bias_parameters(&model)).unwrap()
}
