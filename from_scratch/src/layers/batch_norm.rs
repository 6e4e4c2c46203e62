//! Batch normalisation: `y = scale·x̂ + shift` with `x̂ = (x − mean) / √(variance + ε)`.

use classifier::{Role, RunningVariance};
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::{Layer, Mode};
use crate::{
    Parameter, Real,
    kernels::{
        Flat, FlatMut, by_columns, input_gradient, inverse_std, mean_and_variance, normalize,
        scale_and_shift_gradients,
    },
};

/// `y = scale·x̂ + shift` with `x̂ = (x − mean) / √(variance + ε)`, column by column
/// (Ioffe & Szegedy 2015, algorithms 1 and 2, <https://arxiv.org/abs/1502.03167>).
///
/// Columns do not depend on each other: `by_columns` cuts all matrices and vectors into blocks of
/// columns and gives each thread one. The code inside reads as if the block were the whole.
#[derive(Debug, Clone)]
pub struct BatchNorm<T> {
    epsilon: f64,
    momentum: f64,
    kind: RunningVariance,
    /// Scale, shift, running mean and running variance.
    parameters: [Parameter<T>; 4],
    /// n, the rows of the last training batch, and the mean and variance of its columns.
    rows: usize,
    mean: Vec<T>,
    variance: Vec<T>,
    /// Room for `1 / √(variance + ε)`.
    inv_std: Vec<T>,
}

impl<T: Real> BatchNorm<T> {
    /// ε, the momentum as in PyTorch (the fraction of the new value), and the vectors `[1, width]`:
    /// scale, shift, running mean and running variance.
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
            inv_std: zeros,
        }
    }
}

impl<T: Real> Layer<T> for BatchNorm<T> {
    /// `y = scale·(x − mean) / √(variance + ε) + shift`, in training with the batch's
    /// `mean = Σ x / n` and `variance = Σ (x − mean)² / n`, in evaluation with the running ones.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, mode: Mode) {
        if mode == Mode::Training {
            self.rows = x.nrows();
        }
        let epsilon = T::of(self.epsilon);
        let written = [&mut self.mean[..], &mut self.variance[..], &mut self.inv_std[..]];
        let read = self.parameters.each_ref().map(|parameter| parameter.value.flat());
        let columns = (([x], y), (written, read));
        by_columns(x.dim(), columns, |(([x], y), (written, read))| {
            let [mean, variance, inv_std] = written;
            let [scale, shift, running_mean, running_variance] = read;
            let (mean, variance) = match mode {
                Mode::Training => {
                    mean_and_variance(x, mean, variance);
                    (&*mean, &*variance)
                }
                Mode::Evaluation => (running_mean, running_variance),
            };
            inverse_std(variance, epsilon, inv_std);
            normalize(x, [mean, inv_std], [scale, shift], y);
        });
    }

    /// `dscale = Σ dy·x̂` and `dshift = Σ dy` over the n rows; since mean and variance depend on
    /// every row, `dx = scale / √(variance + ε) · (dy − dshift/n − x̂·dscale/n)` (section 3 there).
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let epsilon = T::of(self.epsilon);
        let [scale, shift, ..] = &mut self.parameters;
        let (dscale, dshift) = (scale.gradient.flat_mut(), shift.gradient.flat_mut());
        let written = [dscale, dshift, &mut self.inv_std[..]];
        let read = [scale.value.flat(), &self.mean[..], &self.variance[..]];
        let columns = (([x.view(), dy.view()], dx), (written, read));
        by_columns(x.dim(), columns, |((x_and_dy, dx), (written, read))| {
            let [dscale, dshift, inv_std] = written;
            let [scale, mean, variance] = read;
            inverse_std(variance, epsilon, inv_std);
            scale_and_shift_gradients(x_and_dy, [mean, inv_std], [dscale, dshift]);
            if let Some(dx) = dx {
                input_gradient(x_and_dy, [mean, inv_std], [scale, dscale, dshift], dx);
            }
        });
    }

    /// `running ← (1 − momentum)·running + momentum·batch`; the unbiased variance of the batch is
    /// `n / (n − 1)` times the variance above.
    ///
    /// A batch of one row has no unbiased variance and would make the running one NaN;
    /// [`ScratchMlp`](crate::ScratchMlp) refuses it (`Batch::check_trains`).
    fn update_running_statistics(&mut self) {
        let n = self.rows as f64;
        let correction = match self.kind {
            RunningVariance::Unbiased => T::of(n / (n - 1.0)),
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

#[cfg(test)]
mod tests {
    use ndarray::Axis;

    use super::*;
    use crate::kernels::in_pool_of;

    /// ε of all tests.
    const EPSILON: f64 = 1e-5;

    /// `scale·x̂ + shift` in plain ndarray expressions.
    fn plain_forward(
        x: &Array2<f64>,
        [scale, shift, mean, variance]: [&Array2<f64>; 4],
    ) -> Array2<f64> {
        (x - mean) / (variance + EPSILON).sqrt() * scale + shift
    }

    /// `[dx, dscale, dshift]` in plain ndarray expressions.
    fn plain_backward(
        [x, dy]: [&Array2<f64>; 2],
        [scale, mean, variance]: [&Array2<f64>; 3],
    ) -> [Array2<f64>; 3] {
        let n = x.nrows() as f64;
        let std = (variance + EPSILON).sqrt();
        let normalized = (x - mean) / &std;
        let dscale = sum_of_rows(&(dy * &normalized));
        let dshift = sum_of_rows(dy);
        let dx = scale / &std * (dy - &dshift / n - normalized * &dscale / n);
        [dx, dscale, dshift]
    }

    /// `Σ x / n` and `Σ (x − mean)² / n` over the rows, in plain ndarray expressions.
    fn plain_mean_and_variance(x: &Array2<f64>) -> [Array2<f64>; 2] {
        let n = x.nrows() as f64;
        let mean = sum_of_rows(x) / n;
        let variance = sum_of_rows(&(x - &mean).pow2()) / n;
        [mean, variance]
    }

    fn sum_of_rows(x: &Array2<f64>) -> Array2<f64> {
        x.sum_axis(Axis(0)).insert_axis(Axis(0))
    }

    fn waves(rows: usize, columns: usize, frequency: f64) -> Array2<f64> {
        let wave = |(row, column)| (frequency * (row * columns + column) as f64).sin();
        Array2::from_shape_fn((rows, columns), wave)
    }

    fn assert_close(actual: &Array2<f64>, plain: &Array2<f64>) {
        assert!((actual - plain).iter().all(|error| error.abs() < 1e-12));
    }

    /// Both modes and both directions, on blocks of one and of many columns.
    #[test]
    fn one_and_three_threads_compute_what_the_plain_expressions_do() {
        for (rows, columns) in [(2, 1), (5, 17), (200, 257)] {
            let [scale, shift, running_mean] =
                [1.0, 2.0, 3.0].map(|frequency| waves(1, columns, frequency));
            let running_variance = waves(1, columns, 4.0).mapv(|wave| wave + 1.5);
            let (x, dy) = (waves(rows, columns, 0.7), waves(rows, columns, 1.1));
            let [mean, variance] = plain_mean_and_variance(&x);
            for threads in [1, 3] {
                let vectors = [&scale, &shift, &running_mean, &running_variance];
                let kind = RunningVariance::Biased;
                let mut layer = BatchNorm::new(EPSILON, 0.1, kind, vectors.map(Array2::clone));
                let (mut y, mut dx) = (x.clone(), x.clone());
                in_pool_of(threads, || {
                    layer.forward(x.view(), y.view_mut(), Mode::Training);
                    layer.backward(x.view(), y.view(), dy.view(), Some(dx.view_mut()));
                });
                assert_close(&y, &plain_forward(&x, [&scale, &shift, &mean, &variance]));
                let plain = plain_backward([&x, &dy], [&scale, &mean, &variance]);
                let [dscale, dshift] = [0, 1].map(|index| &layer.parameters[index].gradient);
                for (actual, plain) in [&dx, dscale, dshift].into_iter().zip(&plain) {
                    assert_close(actual, plain);
                }
                in_pool_of(threads, || layer.forward(x.view(), y.view_mut(), Mode::Evaluation));
                assert_close(&y, &plain_forward(&x, vectors));
            }
        }
    }
}
