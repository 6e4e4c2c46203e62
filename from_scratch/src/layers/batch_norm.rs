//! Batch normalisation.

use classifier::{Role, RunningVariance};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};

use super::{Layer, Mode};
use crate::{Parameter, Real};

/// `y = scale · x̂ + shift` with `x̂ = (x − mean) / √(variance + ε)`, column by column
/// (Ioffe & Szegedy 2015, <https://arxiv.org/abs/1502.03167>).
#[derive(Debug, Clone)]
pub struct BatchNorm<T> {
    epsilon: f64,
    momentum: f64,
    kind: RunningVariance,
    scale: Parameter<T>,
    shift: Parameter<T>,
    running_mean: Parameter<T>,
    running_variance: Parameter<T>,
    /// Of the last training pass: x̂ `[rows, width]`, the others `[1, width]`.
    normalized: Array2<T>,
    mean: Array2<T>,
    variance: Array2<T>,
}

impl<T: Real> BatchNorm<T> {
    /// ε, the momentum in PyTorch's meaning (share of the new value), and the layer's four vectors
    /// `[1, width]`: scale, shift, running mean and running variance.
    pub fn new(
        epsilon: f64,
        momentum: f64,
        kind: RunningVariance,
        [scale, shift, running_mean, running_variance]: [Array2<T>; 4],
    ) -> Self {
        let width = scale.ncols();
        Self {
            epsilon,
            momentum,
            kind,
            scale: Parameter::new(Role::Scale, scale),
            shift: Parameter::new(Role::Shift, shift),
            running_mean: Parameter::new(Role::RunningMean, running_mean),
            running_variance: Parameter::new(Role::RunningVariance, running_variance),
            normalized: Array2::zeros((0, width)),
            mean: Array2::zeros((1, width)),
            variance: Array2::zeros((1, width)),
        }
    }

    /// `1 / √(variance + ε)`.
    fn inverse_deviation(&self, variance: &Array2<T>) -> Array2<T> {
        let epsilon = T::of(self.epsilon);
        variance.mapv(|variance| T::one() / (variance + epsilon).sqrt())
    }
}

/// `Σ matrix / n` over the rows, `[1, width]`.
fn mean_of_rows<T: Real>(matrix: ArrayView2<T>) -> Array2<T> {
    let rows = T::of(matrix.nrows() as f64);
    matrix.sum_axis(Axis(0)).insert_axis(Axis(0)) / rows
}

impl<T: Real> Layer<T> for BatchNorm<T> {
    /// Training: mean and variance `Σ (x − mean)² / n` of the batch. Evaluation: the running ones.
    fn forward(&mut self, x: ArrayView2<T>, mut y: ArrayViewMut2<T>, mode: Mode) {
        match mode {
            Mode::Training => {
                self.mean = mean_of_rows(x);
                self.normalized = &x - &self.mean;
                self.variance = mean_of_rows((&self.normalized * &self.normalized).view());
                self.normalized *= &self.inverse_deviation(&self.variance);
                y.assign(&self.normalized);
            }
            Mode::Evaluation => {
                y.assign(&x);
                y -= &self.running_mean.value;
                y *= &self.inverse_deviation(&self.running_variance.value);
            }
        }
        y *= &self.scale.value;
        y += &self.shift.value;
    }

    /// `dscale = Σ dy·x̂`, `dshift = Σ dy` over the rows, and since mean and variance depend on every
    /// row, `dx = scale/√(variance + ε) · (dy − dshift/n − x̂·dscale/n)`.
    fn backward(
        &mut self,
        _x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let rows = T::of(dy.nrows() as f64);
        let mean_dy = mean_of_rows(dy);
        let mean_dy_normalized = mean_of_rows((&dy * &self.normalized).view());
        self.shift.gradient = &mean_dy * rows;
        self.scale.gradient = &mean_dy_normalized * rows;
        if let Some(mut dx) = dx {
            dx.assign(&dy);
            dx -= &mean_dy;
            dx -= &(&self.normalized * &mean_dy_normalized);
            dx *= &(&self.scale.value * &self.inverse_deviation(&self.variance));
        }
    }

    /// `running ← (1 − momentum)·running + momentum·batch`; the unbiased variance is `n / (n − 1)`
    /// times the batch's.
    fn remember(&mut self) {
        let rows = self.normalized.nrows() as f64;
        let correction = match self.kind {
            RunningVariance::Unbiased => rows / (rows - 1.0),
            RunningVariance::Biased => 1.0,
        };
        let (old, new) = (T::of(1.0 - self.momentum), T::of(self.momentum));
        let variance = &self.variance * T::of(correction);
        self.running_mean.value = &self.running_mean.value * old + &self.mean * new;
        self.running_variance.value = &self.running_variance.value * old + &variance * new;
    }

    fn parameters(&self) -> Vec<&Parameter<T>> {
        vec![
            &self.scale,
            &self.shift,
            &self.running_mean,
            &self.running_variance,
        ]
    }

    fn parameters_mut(&mut self) -> Vec<&mut Parameter<T>> {
        vec![
            &mut self.scale,
            &mut self.shift,
            &mut self.running_mean,
            &mut self.running_variance,
        ]
    }
}
