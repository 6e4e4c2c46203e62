//! The independent truth for a backward pass: finite differences.

use classifier::{Batch, Loss, ModelSpec, Parameters, Result};
use ndarray::Array2;

use crate::{Sequential, layers::Mode, losses::loss_and_gradient};

/// From which side of a value a slope is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slope {
    /// `(L(w + h) − L(w − h)) / 2h`: the derivative, away from kinks.
    Central,
    /// `(3 L(w) − 4 L(w − h) + L(w − 2h)) / 2h`: what it is just below `w`.
    FromBelow,
    /// `(−3 L(w) + 4 L(w + h) − L(w + 2h)) / 2h`: what it is just above `w`.
    FromAbove,
}

impl Slope {
    /// The slope of `loss` at `w`, with an error of order h².
    fn of(self, mut loss: impl FnMut(f64) -> f64, w: f64, h: f64) -> f64 {
        match self {
            Self::Central => (loss(w + h) - loss(w - h)) / (2.0 * h),
            Self::FromBelow => (3.0 * loss(w) - 4.0 * loss(w - h) + loss(w - 2.0 * h)) / (2.0 * h),
            Self::FromAbove => (-3.0 * loss(w) + 4.0 * loss(w + h) - loss(w + 2.0 * h)) / (2.0 * h),
        }
    }
}

/// Two gradients of one parameter, to be compared.
#[derive(Debug, Clone)]
pub struct Check {
    /// The parameter's name.
    pub name: String,
    /// What the backward pass computes.
    pub backward: Array2<f64>,
    /// What differences of the loss say, value by value.
    pub numerical: Array2<f64>,
}

impl Check {
    /// `‖backward − numerical‖ / ‖numerical‖`, and the plain norm where the truth is 0.
    pub fn relative_difference(&self) -> f64 {
        let norm = |matrix: &Array2<f64>| matrix.iter().map(|v| v * v).sum::<f64>().sqrt();
        let difference = norm(&(&self.backward - &self.numerical));
        match norm(&self.numerical) {
            0.0 => difference,
            truth => difference / truth,
        }
    }
}

/// The values of the trained parameter number `index`.
fn parameter(network: &mut Sequential<f64>, index: usize) -> &mut Array2<f64> {
    let mut trained: Vec<_> = network.trained_mut().collect();
    &mut trained.swap_remove(index).value
}

/// Compares the gradients of a loss in `f64` with differences of step `h`, in training mode.
///
/// The truncation error is of order h², the rounding error of order ε/h: `h` = 1e-5 balances them
/// for values near 1 (ε = 2.2e-16), at about 1e-10.
///
/// # Errors
/// A model that cannot be built, parameters that are not the model's, a model with dropout and a
/// batch without masks.
pub fn gradient_check(
    model: &ModelSpec,
    parameters: &Parameters,
    loss: Loss,
    batch: Batch<'_>,
    slope: Slope,
    h: f64,
) -> Result<Vec<Check>> {
    let mut network = Sequential::<f64>::new(model, parameters)?;
    network.begin(batch)?;
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
    let gradients = network.trained_mut().map(|p| p.gradient.clone());
    let gradients: Vec<Array2<f64>> = gradients.collect();
    let names = model.trained_shapes().into_iter().map(|shape| shape.name);
    let check = |(index, (backward, name)): (usize, (Array2<f64>, String))| {
        let numerical = Array2::from_shape_fn(backward.dim(), |at| {
            let value = parameter(&mut network, index)[at];
            let loss_at = |value| {
                parameter(&mut network, index)[at] = value;
                loss_of(&mut network)
            };
            let slope = slope.of(loss_at, value, h);
            parameter(&mut network, index)[at] = value;
            slope
        });
        Check { name, backward, numerical }
    };
    Ok(gradients.into_iter().zip(names).enumerate().map(check).collect())
}
