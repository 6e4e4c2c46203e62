//! The contract's tests, run for `ScratchMlp` in `f32`.

use classifier::{Classifier, Differentiable, ModelSpec, Parameters, Result, TrainSpec};
use from_scratch::ScratchMlp;

#[path = "../../classifier/tests/contract/classifier.rs"]
mod classifier_contract;
#[path = "../../classifier/tests/contract/network/mod.rs"]
mod network_contract;

fn network(
    model: &ModelSpec,
    training: &TrainSpec,
    parameters: &Parameters,
) -> Result<impl Differentiable + use<>> {
    ScratchMlp::new(model, training, parameters)
}

fn classifier() -> impl Classifier {
    network_contract::example_network(network)
}
