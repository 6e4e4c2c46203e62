//! Batch normalisation.

// One column index for several vectors reads more plainly than a zip of them all.
#![allow(clippy::needless_range_loop)]

use classifier::{Role, RunningVariance};
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::{Layer, Mode};
use crate::{
    Parameter, Real,
    kernels::{Flat, FlatMut, by_columns, columns, vectorized},
};

/// `y = scale · x̂ + shift` with `x̂ = (x − mean) / √(variance + ε)`, column by column
/// (Ioffe & Szegedy 2015, <https://arxiv.org/abs/1502.03167>).
#[derive(Debug, Clone)]
pub struct BatchNorm<T> {
    epsilon: f64,
    momentum: f64,
    kind: RunningVariance,
    /// Scale, shift, running mean and running variance.
    parameters: [Parameter<T>; 4],
    /// Of the last training pass: its rows, and the mean and variance of every column.
    rows: usize,
    mean: Vec<T>,
    variance: Vec<T>,
    /// `1 / √(variance + ε)` of the last pass.
    inverse_deviation: Vec<T>,
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
        let zeros = vec![T::zero(); scale.len()];
        Self {
            epsilon,
            momentum,
            kind,
            parameters: [
                Parameter::new(Role::Scale, scale),
                Parameter::new(Role::Shift, shift),
                Parameter::new(Role::RunningMean, running_mean),
                Parameter::new(Role::RunningVariance, running_variance),
            ],
            rows: 0,
            mean: zeros.clone(),
            variance: zeros.clone(),
            inverse_deviation: zeros,
        }
    }

    /// Takes mean and variance `Σ (x − mean)² / n` of the batch.
    fn measure(&mut self, x: &[T]) {
        let width = self.mean.len();
        self.rows = x.len() / width;
        let n = T::of(self.rows as f64);
        let vectors = [&mut self.mean[..], &mut self.variance[..]];
        by_columns(self.rows, vectors, |range, mean, variance| {
            let rows = columns(x, width, range);
            vectorized!({
                mean.fill(T::zero());
                for x in rows.clone() {
                    for (mean, &x) in mean.iter_mut().zip(x) {
                        *mean += x;
                    }
                }
                mean.iter_mut().for_each(|mean| *mean /= n);
                variance.fill(T::zero());
                for x in rows {
                    for ((variance, &x), &mean) in variance.iter_mut().zip(x).zip(&*mean) {
                        *variance += (x - mean) * (x - mean);
                    }
                }
                variance.iter_mut().for_each(|variance| *variance /= n);
            });
        });
    }
}

impl<T: Real> Layer<T> for BatchNorm<T> {
    /// Training: mean and variance of the batch. Evaluation: the running ones.
    fn forward(&mut self, x: ArrayView2<T>, mut y: ArrayViewMut2<T>, mode: Mode) {
        if mode == Mode::Training {
            self.measure(x.flat());
        }
        let [scale, shift, running_mean, running_variance] = &self.parameters;
        let (mean, variance) = match mode {
            Mode::Training => (&self.mean[..], &self.variance[..]),
            Mode::Evaluation => (running_mean.value.flat(), running_variance.value.flat()),
        };
        let epsilon = T::of(self.epsilon);
        for (inverse, &variance) in self.inverse_deviation.iter_mut().zip(variance) {
            *inverse = T::one() / (variance + epsilon).sqrt();
        }
        let width = mean.len();
        let (mean, inverse) = (&mean[..width], &self.inverse_deviation[..width]);
        let (scale, shift) = (&scale.value.flat()[..width], &shift.value.flat()[..width]);
        let rows = x.flat().chunks_exact(width);
        let rows = y.flat_mut().chunks_exact_mut(width).zip(rows);
        vectorized!({
            for (y, x) in rows {
                for j in 0..width {
                    y[j] = scale[j] * ((x[j] - mean[j]) * inverse[j]) + shift[j];
                }
            }
        });
    }

    /// `dscale = Σ dy·x̂`, `dshift = Σ dy` over the rows, and since mean and variance depend on every
    /// row, `dx = scale/√(variance + ε) · (dy − dshift/n − x̂·dscale/n)`.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let width = self.mean.len();
        let [scale, shift, ..] = &mut self.parameters;
        let (x, dy) = (x.flat(), dy.flat());
        let (mean, inverse) = (&self.mean[..width], &self.inverse_deviation[..width]);
        let vectors = [scale.gradient.flat_mut(), shift.gradient.flat_mut()];
        by_columns(self.rows, vectors, |range, dscale, dshift| {
            let count = range.len();
            let (mean, inverse) = (&mean[range.clone()], &inverse[range.clone()]);
            let rows = columns(x, width, range.clone()).zip(columns(dy, width, range));
            let (dscale, dshift) = (&mut dscale[..count], &mut dshift[..count]);
            vectorized!({
                dscale.fill(T::zero());
                dshift.fill(T::zero());
                for (x, dy) in rows {
                    let (x, dy) = (&x[..count], &dy[..count]);
                    for j in 0..count {
                        dscale[j] += dy[j] * ((x[j] - mean[j]) * inverse[j]);
                        dshift[j] += dy[j];
                    }
                }
            });
        });
        let Some(mut dx) = dx else { return };
        let share = T::of(1.0 / self.rows as f64);
        let dscale = &scale.gradient.flat()[..width];
        let dshift = &shift.gradient.flat()[..width];
        let scale = &scale.value.flat()[..width];
        let rows = x.chunks_exact(width).zip(dy.chunks_exact(width));
        vectorized!({
            for (dx, (x, dy)) in dx.flat_mut().chunks_exact_mut(width).zip(rows) {
                for j in 0..width {
                    let normalized = (x[j] - mean[j]) * inverse[j];
                    let centred = dy[j] - dshift[j] * share - normalized * (dscale[j] * share);
                    dx[j] = scale[j] * inverse[j] * centred;
                }
            }
        });
    }

    /// `running ← (1 − momentum)·running + momentum·batch`; the unbiased variance is `n / (n − 1)`
    /// times the batch's.
    fn remember(&mut self) {
        let rows = self.rows as f64;
        let correction = match self.kind {
            RunningVariance::Unbiased => T::of(rows / (rows - 1.0)),
            RunningVariance::Biased => T::one(),
        };
        let (old, new) = (T::of(1.0 - self.momentum), T::of(self.momentum));
        let [_, _, mean, variance] = &mut self.parameters;
        for (running, &batch) in mean.value.iter_mut().zip(&self.mean) {
            *running = old * *running + new * batch;
        }
        for (running, &batch) in variance.value.iter_mut().zip(&self.variance) {
            *running = old * *running + new * (batch * correction);
        }
    }

    fn parameters(&self) -> &[Parameter<T>] {
        &self.parameters
    }

    fn parameters_mut(&mut self) -> &mut [Parameter<T>] {
        &mut self.parameters
    }
}
