//! Clipping and weight decay, applied to the gradients before the optimizer's step.

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor};

use crate::parameter::Parameter;

/// Scales all gradients by `max_norm / norm` if their global norm is larger than `max_norm`.
///
/// The factor, otherwise 1, stays on the device: reading it would wait for all queued work.
pub(crate) fn clip_by_norm<'a>(
    gradients: &mut GradStore,
    trained: impl Iterator<Item = &'a Parameter> + Clone,
    max_norm: f64,
) -> Result<()> {
    let squares = trained
        .clone()
        .filter_map(|parameter| gradients.get(&parameter.var))
        .map(|gradient| gradient.sqr()?.sum_all())
        .collect::<Result<Vec<_>>>()?;
    let norm = Tensor::stack(&squares, 0)?.sum_all()?.sqrt()?;
    let factor = (norm.recip()? * max_norm)?.minimum(1f32)?;
    for parameter in trained {
        replace(gradients, parameter, |gradient| gradient.broadcast_mul(&factor))?;
    }
    Ok(())
}

/// `g ← g + λ·w` for the given parameters. Candle's SGD has no weight decay, its AdamW only the
/// decoupled one (`candle-nn/src/optim.rs`).
pub(crate) fn add_weight_decay<'a>(
    gradients: &mut GradStore,
    decaying: impl Iterator<Item = &'a Parameter>,
    weight_decay: f64,
) -> Result<()> {
    for parameter in decaying {
        let decay = (parameter.var.as_detached_tensor() * weight_decay)?;
        replace(gradients, parameter, |gradient| gradient + decay)?;
    }
    Ok(())
}

fn replace(
    gradients: &mut GradStore,
    parameter: &Parameter,
    f: impl FnOnce(Tensor) -> Result<Tensor>,
) -> Result<()> {
    if let Some(gradient) = gradients.remove(&parameter.var) {
        gradients.insert(&parameter.var, f(gradient)?);
    }
    Ok(())
}
