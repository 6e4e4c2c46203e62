//! Backward passes against finite differences of the loss, which need no derivation.

use classifier::{Batch, Loss, ModelSpec, Parameters, Result};
use ndarray::Array2;

use crate::{Sequential, layers::Mode, losses::loss_and_gradient};

/// The finite difference that approximates dL/dw, each with an error of order h²
/// (Fornberg 1988, <https://doi.org/10.1090/S0025-5718-1988-0935077-0>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slope {
    /// `(L(w + h) − L(w − h)) / 2h`, for losses that are smooth at `w`.
    Central,
    /// `(3 L(w) − 4 L(w − h) + L(w − 2h)) / 2h`, the derivative from the left at a kink.
    FromBelow,
    /// `(−3 L(w) + 4 L(w + h) − L(w + 2h)) / 2h`, the derivative from the right at a kink.
    FromAbove,
}

impl Slope {
    /// The difference quotient of `loss` at `w` with step `h`.
    fn of(self, mut loss: impl FnMut(f64) -> f64, w: f64, h: f64) -> f64 {
        match self {
            Self::Central => (loss(w + h) - loss(w - h)) / (2.0 * h),
            Self::FromBelow => (3.0 * loss(w) - 4.0 * loss(w - h) + loss(w - 2.0 * h)) / (2.0 * h),
            Self::FromAbove => (-3.0 * loss(w) + 4.0 * loss(w + h) - loss(w + 2.0 * h)) / (2.0 * h),
        }
    }
}

/// Both gradients of one parameter, of the parameter's shape.
#[derive(Debug, Clone)]
pub struct Check {
    /// Name of the parameter, such as `linear1.weight`.
    pub name: String,
    /// The gradient of the backward pass.
    pub backward: Array2<f64>,
    /// The finite differences of the loss.
    pub numerical: Array2<f64>,
}

impl Check {
    /// `‖backward − numerical‖ / ‖numerical‖`, or `‖backward‖` if the numerical gradient is 0.
    pub fn relative_difference(&self) -> f64 {
        let norm = |matrix: &Array2<f64>| matrix.iter().map(|v| v * v).sum::<f64>().sqrt();
        let difference = norm(&(&self.backward - &self.numerical));
        match norm(&self.numerical) {
            0.0 => difference,
            numerical => difference / numerical,
        }
    }
}

/// The values of the trained parameter number `index`.
fn parameter(network: &mut Sequential<f64>, index: usize) -> &mut Array2<f64> {
    let mut trained: Vec<_> = network.trained_mut().collect();
    &mut trained.swap_remove(index).value
}

/// Computes the gradient of every trained parameter in `f64` and in training mode twice: by the
/// backward pass and by finite differences of step `h`.
///
/// The truncation error is of order h², the rounding error of order ε/h: `h` = 1e-5 balances them
/// for values near 1 (ε = 2.2e-16), at about 1e-10.
///
/// # Errors
/// An invalid model, parameters that do not fit it, dropout and a batch without masks.
pub fn gradient_check(
    model: &ModelSpec,
    parameters: &Parameters,
    loss: Loss,
    batch: Batch<'_>,
    slope: Slope,
    h: f64,
) -> Result<Vec<Check>> {
    let mut network = Sequential::<f64>::new(model, parameters)?;
    network.prepare(batch)?;
    let inputs: Vec<f64> = batch.inputs().flatten().map(|&value| f64::from(value)).collect();
    let x = Array2::from_shape_fn((batch.len(), batch.width()), |(row, column)| {
        inputs[row * batch.width() + column]
    });
    let loss_of = |network: &mut Sequential<f64>| {
        let (outputs, gradient) = network.forward(x.view(), Mode::Training);
        loss_and_gradient(loss, outputs, batch.labels(), gradient)
    };
    loss_of(&mut network);
    network.backward(x.view());
    let gradients: Vec<_> = network.trained_mut().map(|p| p.gradient.clone()).collect();
    let names = model.trained_shapes().into_iter().map(|shape| shape.name);
    let check = |(index, (backward, name)): (usize, (Array2<f64>, String))| {
        let numerical = Array2::from_shape_fn(backward.dim(), |at| {
            let value = parameter(&mut network, index)[at];
            let loss_at = |value| {
                parameter(&mut network, index)[at] = value;
                loss_of(&mut network)
            };
            let difference = slope.of(loss_at, value, h);
            parameter(&mut network, index)[at] = value;
            difference
        });
        Check { name, backward, numerical }
    };
    Ok(gradients.into_iter().zip(names).enumerate().map(check).collect())
}
