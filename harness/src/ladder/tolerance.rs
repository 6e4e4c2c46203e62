//! How far apart two contenders may be, each with its reason.

use crate::{record::Identity, registry::CPU};

/// A bound on the relative difference.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tolerance {
    /// The bound.
    pub(crate) relative: f64,
    /// Why that much.
    pub(super) reason: &'static str,
}

const fn tolerance(relative: f64, reason: &'static str) -> Tolerance {
    Tolerance { relative, reason }
}

/// The hand-written backward against differences of the loss, in `f64`.
pub(super) const DERIVATIVES: Tolerance =
    tolerance(1e-7, "step 1e-5: truncation 1e-10, rounding 1e-11");

/// Loss and gradients of a batch, in `f32`.
pub(crate) const GRADIENTS: Tolerance =
    tolerance(1e-5, "f32 rounds to 6e-8, sums of some hundred terms");

/// Parameters after so many steps of an optimizer, on a smooth model.
pub(super) const fn steps(steps: usize, adam: bool) -> Tolerance {
    match (steps, adam) {
        (1, false) => tolerance(1e-6, "one rounding of each parameter"),
        (1 | 10, _) => tolerance(1e-5, "the gradients' tolerance"),
        (_, false) => tolerance(1e-5, "a smooth model: differences add up, none is amplified"),
        (_, true) => tolerance(
            1e-4,
            "Adam divides by the root of the gradient's square: small ones are amplified",
        ),
    }
}

/// The training loss of every epoch of a whole run; `smooth` is a model without kinks.
pub(super) const fn loss_curve(smooth: bool) -> Tolerance {
    match smooth {
        true => tolerance(1e-5, "a smooth model: runs stay together as their gradients do"),
        false => {
            tolerance(5e-3, "rounding flips a ReLU sooner or later, and training amplifies it")
        }
    }
}

/// The share of the test examples put in another class after a whole run.
pub(super) const fn predictions(smooth: bool) -> Tolerance {
    match smooth {
        true => tolerance(1e-3, "a smooth model: two classes within rounding of each other"),
        false => tolerance(1e-2, "images between two classes, after ReLUs have flipped"),
    }
}

const GPU: Tolerance =
    tolerance(1e-4, "a GPU: f32 in another order of summation, its own exp, ln and tanh");

const GPU_WITH_TF32: Tolerance =
    tolerance(5e-3, "a GPU with TF32: factors of products rounded to 11 bits");

impl Tolerance {
    /// The same between a GPU and the processor, where that needs more.
    pub(super) fn on_gpu(self, tf32: bool) -> Self {
        let gpu = if tf32 { GPU_WITH_TF32 } else { GPU };
        if gpu.relative > self.relative { gpu } else { self }
    }
}

/// How far gradients of the first batch may be apart, relative, from the reference's on a CPU.
pub(crate) fn gradient_tolerance(contender: &Identity) -> f64 {
    let tf32 = contender.features.iter().any(|feature| feature == "tf32");
    let tolerance = match contender.device.as_str() {
        CPU => GRADIENTS,
        _ => GRADIENTS.on_gpu(tf32),
    };
    tolerance.relative
}
