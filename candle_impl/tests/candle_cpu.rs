//! The contract tests for `CandleMlp` on the CPU.

use candle_impl::{CandleMlp, Device};
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
    CandleMlp::new(model, training, parameters, Device::Cpu)
}

fn classifier() -> impl Classifier {
    network_contract::example_network(network)
}
