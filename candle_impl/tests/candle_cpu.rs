//! The contract's tests, run for `CandleMlp` on the CPU.

use candle_impl::{CandleMlp, Device};
use classifier::{Differentiable, ModelSpec, Parameters, Result, TrainSpec};

mod contract;

fn network(
    model: &ModelSpec,
    training: &TrainSpec,
    parameters: &Parameters,
) -> Result<impl Differentiable + use<>> {
    CandleMlp::new(model, training, parameters, Device::Cpu)
}
