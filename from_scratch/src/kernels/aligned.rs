//! Matrices that start on a cache line.

use ndarray::{Array1, Array2, Axis, Slice};

use crate::Real;

/// Bytes of a cache line and of the widest vector.
pub(crate) const LINE: usize = 64;

/// A matrix of zeros whose first value starts a cache line.
///
/// Allocators align to 16 bytes, and large blocks start 16 bytes behind a line: every vector of 64
/// bytes would cross two lines, and threads that write neighbouring columns would share lines.
pub(crate) fn zeros<T: Real>((rows, columns): (usize, usize)) -> Array2<T> {
    let (count, line) = (rows * columns, LINE / size_of::<T>());
    let mut values = Array1::<T>::zeros(count + line);
    let skipped = values.as_ptr().align_offset(LINE).min(line);
    values.slice_axis_inplace(Axis(0), Slice::from(skipped..skipped + count));
    // As many values as before, so the shape fits.
    let matrix = values.into_shape_with_order((rows, columns));
    matrix.unwrap_or_else(|_| Array2::zeros((rows, columns)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_of_any_shape_is_zero_and_starts_on_a_cache_line() {
        for shape in [(1, 1), (25, 8), (128, 784), (4096, 512)] {
            let matrix = zeros::<f32>(shape);
            assert_eq!(matrix, Array2::zeros(shape));
            assert_eq!(matrix.as_ptr().align_offset(LINE), 0, "{shape:?}");
            assert_eq!(zeros::<f64>(shape).as_ptr().align_offset(LINE), 0);
        }
        assert_eq!(zeros::<f32>((0, 3)).dim(), (0, 3));
    }
}
