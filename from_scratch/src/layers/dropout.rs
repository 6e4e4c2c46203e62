//! Dropout: a random fraction of the values becomes 0, and the others grow to keep the mean.

use classifier::{Batch, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Zip};

use super::{Layer, Mode};
use crate::Real;

/// `y = x · factor` in training, `y = x` in evaluation, with factors 0 or 1 / (1 − rate)
/// (Srivastava et al. 2014, scaled in training as in section 10,
/// <https://jmlr.org/papers/v15/srivastava14a.html>).
///
/// The factors come with the batch, so that every framework gets the same ones.
#[derive(Debug, Clone)]
pub struct Dropout<T> {
    /// Position among the model's dropout layers, from 0.
    index: usize,
    width: usize,
    rate: f64,
    /// `[rows, width]` of the last training batch.
    factors: Array2<T>,
}

impl<T: Real> Dropout<T> {
    /// The dropout layer number `index` of a model, from 0; `rate` is the fraction that becomes 0.
    pub fn new(index: usize, width: usize, rate: f64) -> Self {
        Self { index, width, rate, factors: Array2::zeros((0, width)) }
    }
}

impl<T: Real> Layer<T> for Dropout<T> {
    fn prepare(&mut self, batch: Batch<'_>) -> Result<()> {
        let mut drawn = batch.dropout_factors(self.index, self.width, self.rate)?.into_iter();
        self.factors = Array2::from_shape_simple_fn((batch.len(), self.width), || {
            drawn.next().map_or(T::one(), |factor| T::of(f64::from(factor)))
        });
        Ok(())
    }

    /// `y = x · factor` in training, `y = x` in evaluation.
    fn forward(&mut self, x: ArrayView2<T>, mut y: ArrayViewMut2<T>, mode: Mode) {
        match mode {
            Mode::Training => {
                Zip::from(y).and(x).and(&self.factors).for_each(|y, &x, &factor| *y = x * factor)
            }
            Mode::Evaluation => y.assign(&x),
        }
    }

    /// `dx = dy · factor`, with the factors of the forward pass.
    fn backward(
        &mut self,
        _x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        if let Some(dx) = dx {
            Zip::from(dx).and(dy).and(&self.factors).for_each(|dx, &dy, &factor| *dx = dy * factor);
        }
    }
}
