//! Allowed differences between two contenders, each with its reason.

use crate::{CPU, Identity};

/// A bound on a relative difference.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// The bound.
    pub relative: f64,
    /// The reason for its size.
    pub reason: &'static str,
}

/// Loss and gradients of a batch, in `f32`.
pub const GRADIENTS: Tolerance =
    Tolerance { relative: 1e-5, reason: "f32 rounds to 6e-8, sums of some hundred terms" };

const GPU: Tolerance = Tolerance {
    relative: 1e-4,
    reason: "a GPU: f32 in another order of summation, its own exp, ln and tanh",
};

const GPU_WITH_TF32: Tolerance =
    Tolerance { relative: 5e-3, reason: "a GPU with TF32: factors of products rounded to 11 bits" };

impl Tolerance {
    /// The tolerance between a GPU and the processor, which is never smaller.
    pub fn on_gpu(self, tf32: bool) -> Self {
        let gpu = if tf32 { GPU_WITH_TF32 } else { GPU };
        if gpu.relative > self.relative { gpu } else { self }
    }
}

/// Allowed relative difference of a contender's first gradients from the reference's on a CPU.
pub fn gradient_tolerance(contender: &Identity) -> f64 {
    let tolerance = match contender.device.as_str() {
        CPU => GRADIENTS,
        _ => GRADIENTS.on_gpu(contender.uses_tf32()),
    };
    tolerance.relative
}
