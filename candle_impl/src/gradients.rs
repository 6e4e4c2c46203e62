//! What happens to gradients before the update rule sees them.

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor};

use crate::parameter::Parameter;

/// Scales all gradients by `max_norm / norm` where their norm, all of them taken together, is
/// larger than `max_norm`.
///
/// The factor, 1 where nothing is to be scaled, stays on the device: to read it would wait for all
/// the work queued before it.
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

/// `g ← g + λ·w` for what decays: Candle's SGD has no weight decay, its AdamW the decoupled one
/// (`candle-nn/src/optim.rs`).
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
