//! The contract's tests, run for `BurnMlp` on the flex backend.

use burn_impl::{BurnMlp, Device};
use classifier::{Differentiable, ModelSpec, Parameters, Result, TrainSpec};

#[path = "../../candle_impl/tests/contract/mod.rs"]
mod contract;

fn network(
    model: &ModelSpec,
    training: &TrainSpec,
    parameters: &Parameters,
) -> Result<impl Differentiable + use<>> {
    BurnMlp::new(model, training, parameters, Device::flex())
}
