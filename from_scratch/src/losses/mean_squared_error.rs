//! Mean squared error.

use ndarray::{ArrayView2, ArrayViewMut2, Zip};

use crate::Real;

/// Mean over all `n·d` outputs of `(y − t)²`, and its gradient `dy = 2·(y − t) / (n·d)`: PyTorch's
/// `MSELoss`, <https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html>.
///
/// Loss and gradient divide by n·d, not by n.
///
/// # Shapes
/// y, t and dy `[n, d]`.
pub fn mean_squared_error<T: Real>(
    y: ArrayView2<T>,
    t: ArrayView2<T>,
    dy: ArrayViewMut2<T>,
) -> f64 {
    let factor = T::of(2.0 / y.len() as f64);
    let mut loss = 0.0;
    Zip::from(dy).and(y).and(t).for_each(|dy, &y, &t| {
        let difference = y - t;
        loss += (difference * difference).to_double();
        *dy = factor * difference;
    });
    loss / y.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn loss_and_gradient_are_means_over_all_outputs() {
        let mut dy = Array2::zeros((2, 2));
        let (y, t) = (array![[1.0, 2.0], [3.0, 4.0]], array![[0.0, 2.0], [1.0, 4.0]]);
        let loss = mean_squared_error(y.view(), t.view(), dy.view_mut());
        assert_eq!(loss, (1.0 + 4.0) / 4.0);
        assert_eq!(dy, array![[0.5, 0.0], [1.0, 0.0]]);
    }
}
