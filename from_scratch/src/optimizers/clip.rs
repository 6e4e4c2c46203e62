//! Gradient clipping.

use crate::{Parameter, Real};

/// Scales all gradients by `max_norm / norm` if `norm`, the Euclidean norm of all of them together,
/// exceeds `max_norm` (Pascanu et al. 2013, algorithm 1, <https://arxiv.org/abs/1211.5063>).
pub fn clip_by_norm<T: Real>(parameters: &mut [&mut Parameter<T>], max_norm: f64) {
    let values = parameters.iter().flat_map(|parameter| &parameter.gradient);
    let norm = values.map(|value| value.to_double().powi(2)).sum::<f64>().sqrt();
    if norm > max_norm {
        let factor = T::of(max_norm / norm);
        for parameter in parameters {
            parameter.gradient *= factor;
        }
    }
}
