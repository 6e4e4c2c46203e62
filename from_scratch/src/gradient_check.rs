//! The independent truth for a backward pass: central differences.

use classifier::{ModelSpec, Parameters, Result};
use ndarray::{Array2, ArrayView2};

use crate::{Sequential, losses::softmax_cross_entropy};

/// Two gradients of one parameter, to be compared.
#[derive(Debug, Clone)]
pub struct Check {
    /// The parameter's name.
    pub name: String,
    /// What the backward pass computes.
    pub backward: Array2<f64>,
    /// `(L(w + h) − L(w − h)) / 2h`, value by value.
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

/// Compares the gradients of softmax cross-entropy in `f64` with central differences of step `h`.
///
/// The truncation error is of order h², the rounding error of order ε/h: `h` = 1e-5 balances them
/// for values near 1 (ε = 2.2e-16), at about 1e-10.
///
/// # Errors
/// A model that cannot be built, parameters that are not the model's.
pub fn gradient_check(
    model: &ModelSpec,
    parameters: &Parameters,
    x: ArrayView2<f64>,
    labels: &[u32],
    h: f64,
) -> Result<Vec<Check>> {
    let mut network = Sequential::<f64>::new(model, parameters)?;
    loss(&mut network, x, labels);
    network.backward(x);
    let gradients: Vec<_> = network
        .parameters()
        .iter()
        .map(|p| p.gradient.clone())
        .collect();
    let names = model.parameter_shapes().into_iter().map(|shape| shape.name);
    let check = |(index, (backward, name)): (usize, (Array2<f64>, String))| {
        let numerical = Array2::from_shape_fn(backward.dim(), |at| {
            let value = network.parameters()[index].value[at];
            let mut loss_at = |value| {
                network.parameters_mut()[index].value[at] = value;
                loss(&mut network, x, labels)
            };
            let slope = (loss_at(value + h) - loss_at(value - h)) / (2.0 * h);
            loss_at(value);
            slope
        });
        Check {
            name,
            backward,
            numerical,
        }
    };
    Ok(gradients
        .into_iter()
        .zip(names)
        .enumerate()
        .map(check)
        .collect())
}

/// The mean loss, leaving its gradient on the network's output.
fn loss(network: &mut Sequential<f64>, x: ArrayView2<f64>, labels: &[u32]) -> f64 {
    let (logits, gradient) = network.forward(x);
    softmax_cross_entropy(logits, labels.iter().copied(), gradient)
}
