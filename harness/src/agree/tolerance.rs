//! Allowed differences of the levels, each with its reason.

use records::Tolerance;

const fn tolerance(relative: f64, reason: &'static str) -> Tolerance {
    Tolerance { relative, reason }
}

/// The hand-written backward against differences of the loss, in `f64`.
pub(super) const DERIVATIVES: Tolerance =
    tolerance(1e-7, "step 1e-5: truncation 1e-10, rounding 1e-11");

/// Parameters after a number of steps of an optimizer, for a smooth model.
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

/// The training loss of every epoch of a whole run; a `smooth` model has no kinks.
pub(super) const fn loss_curve(smooth: bool) -> Tolerance {
    if smooth {
        tolerance(1e-5, "a smooth model: runs stay together as their gradients do")
    } else {
        tolerance(5e-3, "rounding eventually flips a ReLU, and training amplifies the difference")
    }
}

/// The fraction of test examples with different predictions after a whole run.
pub(super) const fn predictions(smooth: bool) -> Tolerance {
    if smooth {
        tolerance(1e-3, "a smooth model: two classes within rounding of each other")
    } else {
        tolerance(1e-2, "images between two classes, after ReLUs have flipped")
    }
}
