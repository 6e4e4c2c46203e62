//! The contract tests for `BurnMlp` on the flex backend.

use burn_impl::{BurnMlp, Device};
use classifier::{Classifier, Differentiable, ModelSpec, Parameters, Result, TrainSpec};

#[path = "../../classifier/tests/contract/classifier.rs"]
mod classifier_contract;
#[path = "../../classifier/tests/contract/network/mod.rs"]
mod network_contract;

fn network(
    model: &ModelSpec,
    training: &TrainSpec,
    parameters: &Parameters,
) -> Result<impl Differentiable + use<>> {
    BurnMlp::new(model, training, parameters, Device::flex())
}

fn classifier() -> impl Classifier {
    network_contract::example_network(network)
}
