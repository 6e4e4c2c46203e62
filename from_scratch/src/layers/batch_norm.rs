//! Batch normalisation.

// One column index for several vectors reads more plainly than a zip of them all.
#![allow(clippy::needless_range_loop)]

use std::ops::Range;

use classifier::{Role, RunningVariance};
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::{Layer, Mode};
use crate::{
    Parameter, Real,
    kernels::{Flat, FlatMut, by_columns, columns, rows_mut, sum_of_rows, vectorized},
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
    /// Room for the `1 / √(variance + ε)` of a pass.
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
}

/// Takes of every column the mean and the variance `Σ (x − mean)² / n`.
fn measure<'a, T: Real>(
    rows: impl Iterator<Item = &'a [T]> + Clone,
    n: T,
    mean: &mut [T],
    variance: &mut [T],
) {
    sum_of_rows(rows.clone(), mean);
    vectorized!({
        mean.iter_mut().for_each(|mean| *mean /= n);
        variance.fill(T::zero());
        for x in rows {
            for ((variance, &x), &mean) in variance.iter_mut().zip(x).zip(&*mean) {
                *variance += (x - mean) * (x - mean);
            }
        }
        variance.iter_mut().for_each(|variance| *variance /= n);
    });
}

/// Writes `1 / √(variance + ε)`.
fn invert<T: Real>(variance: &[T], epsilon: T, inverse: &mut [T]) {
    vectorized!({
        for (inverse, &variance) in inverse.iter_mut().zip(variance) {
            *inverse = T::one() / (variance + epsilon).sqrt();
        }
    });
}

impl<T: Real> Layer<T> for BatchNorm<T> {
    /// Training: mean and variance of the batch. Evaluation: the running ones.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, mode: Mode) {
        if mode == Mode::Training {
            self.rows = x.nrows();
        }
        let (n, epsilon) = (T::of(x.nrows() as f64), T::of(self.epsilon));
        let [scale, shift, running_mean, running_variance] =
            self.parameters.each_ref().map(|parameter| parameter.value.flat());
        let vectors = [&mut self.mean[..], &mut self.variance[..], &mut self.inverse_deviation[..]];
        let normalize =
            |range: Range<usize>, (mut y, vectors): (ArrayViewMut2<T>, [&mut [T]; 3])| {
                let rows = columns(&x, range.clone());
                let [mean, variance, inverse] = vectors;
                let (mean, variance) = match mode {
                    Mode::Training => {
                        measure(rows.clone(), n, mean, variance);
                        (&*mean, &*variance)
                    }
                    Mode::Evaluation => {
                        (&running_mean[range.clone()], &running_variance[range.clone()])
                    }
                };
                invert(variance, epsilon, inverse);
                let count = range.len();
                let (scale, shift) = (&scale[range.clone()], &shift[range]);
                let (mean, inverse) = (&mean[..count], &inverse[..count]);
                vectorized!({
                    for (y, x) in rows_mut(&mut y).zip(rows) {
                        let (y, x) = (&mut y[..count], &x[..count]);
                        for j in 0..count {
                            y[j] = scale[j] * ((x[j] - mean[j]) * inverse[j]) + shift[j];
                        }
                    }
                });
            };
        by_columns(x.dim(), (y, vectors), normalize);
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
        let (share, epsilon) = (T::of(1.0 / x.nrows() as f64), T::of(self.epsilon));
        let [scale, shift, ..] = &mut self.parameters;
        let vectors =
            [scale.gradient.flat_mut(), shift.gradient.flat_mut(), &mut self.inverse_deviation];
        let (mean, variance, scale) = (&self.mean, &self.variance, scale.value.flat());
        by_columns(x.dim(), (dx, vectors), |range, (dx, vectors)| {
            let rows = columns(&x, range.clone()).zip(columns(&dy, range.clone()));
            let [dscale, dshift, inverse] = vectors;
            invert(&variance[range.clone()], epsilon, inverse);
            let count = range.len();
            let (mean, inverse) = (&mean[range.clone()], &inverse[..count]);
            let (dscale, dshift) = (&mut dscale[..count], &mut dshift[..count]);
            let scale = &scale[range];
            vectorized!({
                dscale.fill(T::zero());
                dshift.fill(T::zero());
                for (x, dy) in rows.clone() {
                    let (x, dy) = (&x[..count], &dy[..count]);
                    for j in 0..count {
                        dscale[j] += dy[j] * ((x[j] - mean[j]) * inverse[j]);
                        dshift[j] += dy[j];
                    }
                }
            });
            let Some(mut dx) = dx else { return };
            vectorized!({
                for (dx, (x, dy)) in rows_mut(&mut dx).zip(rows) {
                    let (dx, x, dy) = (&mut dx[..count], &x[..count], &dy[..count]);
                    for j in 0..count {
                        let normalized = (x[j] - mean[j]) * inverse[j];
                        let centred = dy[j] - dshift[j] * share - normalized * (dscale[j] * share);
                        dx[j] = scale[j] * inverse[j] * centred;
                    }
                }
            });
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
