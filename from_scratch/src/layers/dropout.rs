//! Dropout: some values become 0, the others make up for them.

use classifier::{Batch, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Zip};

use super::{Layer, Mode};
use crate::Real;

/// `y = x · factor` in training, `y = x` in evaluation.
///
/// The factors, 0 or 1 / (1 − rate), are drawn outside and the same in the backward pass.
#[derive(Debug, Clone)]
pub struct Dropout<T> {
    /// Which of the model's dropout layers it is, from 0.
    index: usize,
    width: usize,
    rate: f64,
    factors: Array2<T>,
}

impl<T: Real> Dropout<T> {
    /// The dropout layer number `index` of a model, for inputs of this width.
    pub fn new(index: usize, width: usize, rate: f64) -> Self {
        Self { index, width, rate, factors: Array2::zeros((0, width)) }
    }
}

impl<T: Real> Layer<T> for Dropout<T> {
    fn begin(&mut self, batch: Batch<'_>) -> Result<()> {
        let factors = batch.dropout_factors(self.index, self.width, self.rate)?;
        let mut factors = factors.into_iter().map(|factor| T::of(f64::from(factor)));
        self.factors = Array2::from_shape_simple_fn((batch.len(), self.width), || {
            factors.next().unwrap_or_else(T::one)
        });
        Ok(())
    }

    /// `y = x · factor`.
    fn forward(&mut self, x: ArrayView2<T>, mut y: ArrayViewMut2<T>, mode: Mode) {
        match mode {
            Mode::Training => {
                Zip::from(y).and(x).and(&self.factors).for_each(|y, &x, &factor| *y = x * factor)
            }
            Mode::Evaluation => y.assign(&x),
        }
    }

    /// `dx = dy · factor`, with the forward's factors.
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
