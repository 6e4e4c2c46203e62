//! Softmax: `y = eˣ / Σ eˣ`, the sum over the row.

use ndarray::{Array1, ArrayView2, ArrayViewMut2, Axis, Zip};

use super::{Layer, Mode};
use crate::{
    Real,
    kernels::{divide_by_row_sum, exponentiate, subtract_row_max},
};

/// `y = eˣ / Σ eˣ`, the sum over the row (Bridle 1990,
/// <https://doi.org/10.1007/978-3-642-76153-9_28>).
#[derive(Debug, Clone, Copy)]
pub struct Softmax;

impl<T: Real> Layer<T> for Softmax {
    /// `y = e^(x − max x) / Σ e^(x − max x)`, row by row.
    fn forward(&mut self, x: ArrayView2<T>, mut y: ArrayViewMut2<T>, _mode: Mode) {
        y.assign(&x);
        subtract_row_max(&mut y);
        exponentiate(&mut y);
        divide_by_row_sum(&mut y);
    }

    /// `dx = y·(dy − Σ dy·y)`, the sum over the row: each output depends on every input, with
    /// `∂yᵢ/∂xⱼ = yᵢ·(δᵢⱼ − yⱼ)`.
    fn backward(
        &mut self,
        _x: ArrayView2<T>,
        y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let Some(dx) = dx else { return };
        let sums: Array1<T> = Zip::from(y.rows()).and(dy.rows()).map_collect(|y, dy| y.dot(&dy));
        Zip::from(dx)
            .and(y)
            .and(dy)
            .and_broadcast(&sums.insert_axis(Axis(1)))
            .for_each(|dx, &y, &dy, &sum| *dx = y * (dy - sum));
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    /// y and dx of one row in plain ndarray expressions, dx with the whole matrix `∂yᵢ/∂xⱼ`.
    fn plain(x: &Array1<f64>, dy: &Array1<f64>) -> (Array1<f64>, Array1<f64>) {
        let y = x.exp() / x.exp().sum();
        let column = y.view().insert_axis(Axis(1));
        let jacobian = Array2::from_diag(&y) - column.dot(&column.t());
        let dx = dy.dot(&jacobian);
        (y, dx)
    }

    #[test]
    fn forward_and_backward_are_those_of_the_plain_expressions() {
        for classes in [1, 2, 10, 37] {
            let wave = |frequency: f64| {
                Array2::from_shape_fn((5, classes), |(row, column)| {
                    4.0 * (frequency * (row * classes + column) as f64).sin()
                })
            };
            let (x, dy) = (wave(0.7), wave(1.3));
            let (mut y, mut dx) = (x.clone(), x.clone());
            Softmax.forward(x.view(), y.view_mut(), Mode::Training);
            Softmax.backward(x.view(), y.view(), dy.view(), Some(dx.view_mut()));
            for row in 0..5 {
                let (plain_y, plain_dx) = plain(&x.row(row).to_owned(), &dy.row(row).to_owned());
                assert!((&y.row(row) - plain_y).iter().all(|error| error.abs() < 1e-14));
                assert!((&dx.row(row) - plain_dx).iter().all(|error| error.abs() < 1e-14));
            }
        }
    }
}
