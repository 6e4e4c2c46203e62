//! Agreement of tensors, computed in `f64`.

use std::cmp::Ordering;

use classifier::Parameters;
use serde::{Deserialize, Serialize};

/// Agreement of a contender with the reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Id of the reference.
    pub reference: String,
    /// Loss of the first batch minus the reference's.
    pub loss_difference: Option<f64>,
    /// Gradients of the first batch at the initial weights.
    pub gradients: Vec<TensorAgreement>,
    /// Parameters after the first epoch.
    pub parameters_after_epoch_1: Vec<TensorAgreement>,
    /// Test examples with the same predicted class as the reference's.
    #[serde(default)]
    pub same_predictions: Option<usize>,
    /// Why a tensor could not be compared.
    pub problem: Option<String>,
}

/// Agreement of one tensor with the reference's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TensorAgreement {
    /// Name of the tensor.
    pub tensor: String,
    /// Largest absolute difference of two values.
    pub max_abs: f64,
    /// Largest difference relative to the larger of the two values.
    pub max_relative: f64,
    /// Cosine of the angle between both; 1 where both are zero.
    pub cosine: f64,
    /// Norm of the contender's tensor.
    pub norm: f64,
    /// Norm of the reference's tensor.
    pub reference_norm: f64,
    /// Norm of the difference over the norm of the reference, or over the norm of all the
    /// reference's tensors together where its own is below a millionth of that.
    pub relative: f64,
}

/// Below this fraction of the norm of all tensors together, a tensor is zero except for rounding,
/// like the gradient of a bias before batch normalisation; its difference is divided by that norm.
///
/// `f32` rounds to 6e-8; sums of some hundred terms that cancel leave less than 1e-6 of them.
const ZERO_EXCEPT_ROUNDING: f64 = 1e-6;

/// Compares every tensor of the reference with the contender's tensor of that name.
///
/// # Errors
/// A message for a missing tensor or one of another shape.
pub fn compare(
    contender: &Parameters,
    reference: &Parameters,
) -> Result<Vec<TensorAgreement>, String> {
    let mut tensors = Vec::new();
    for reference in &reference.0 {
        let name = &reference.name;
        let tensor = contender.get(name);
        let tensor = tensor.ok_or_else(|| format!("tensor {name:?} is missing"))?;
        if tensor.shape != reference.shape {
            let (got, expected) = (&tensor.shape, &reference.shape);
            return Err(format!("tensor {name:?} has shape {got:?}, expected {expected:?}"));
        }
        tensors.push((name.as_str(), tensor.values.iter(), reference.values.iter()));
    }
    Ok(compare_f64(tensors))
}

/// Compares tensors given as name, contender's values and reference's values.
pub fn compare_f64<'a, V, I>(tensors: Vec<(&str, I, I)>) -> Vec<TensorAgreement>
where
    V: Copy + Into<f64> + 'a,
    I: Iterator<Item = &'a V> + Clone,
{
    let references = tensors.iter().flat_map(|(_, _, reference)| reference.clone());
    let squares = references.map(|&value| value.into().powi(2));
    let all = squares.sum::<f64>().sqrt();
    let compared = tensors.into_iter().map(|(name, values, reference)| {
        let pairs = values.zip(reference).map(|(&a, &b)| (a.into(), b.into()));
        compare_values(name, pairs, all)
    });
    compared.collect()
}

/// The tensor with the largest relative difference.
pub fn worst(tensors: &[TensorAgreement]) -> Option<&TensorAgreement> {
    tensors.iter().max_by(|a, b| by_size(a.relative, b.relative))
}

/// Orders differences by size; NaN, of either sign, is larger than all.
pub fn by_size(a: f64, b: f64) -> Ordering {
    a.is_nan().cmp(&b.is_nan()).then(a.total_cmp(&b))
}

fn compare_values(
    name: &str,
    pairs: impl Iterator<Item = (f64, f64)>,
    all: f64,
) -> TensorAgreement {
    let mut result = TensorAgreement {
        tensor: name.to_owned(),
        max_abs: 0.0,
        max_relative: 0.0,
        cosine: 0.0,
        norm: 0.0,
        reference_norm: 0.0,
        relative: 0.0,
    };
    let (mut dot, mut squares, mut reference_squares, mut difference_squares) =
        (0.0, 0.0, 0.0, 0.0);
    for (value, reference) in pairs {
        let difference = (value - reference).abs();
        dot += value * reference;
        squares += value * value;
        reference_squares += reference * reference;
        difference_squares += difference * difference;
        result.max_abs = result.max_abs.max(difference);
        if difference > 0.0 {
            let larger = value.abs().max(reference.abs());
            result.max_relative = result.max_relative.max(difference / larger);
        }
    }
    result.norm = f64::sqrt(squares);
    result.reference_norm = f64::sqrt(reference_squares);
    result.cosine = match result.norm * result.reference_norm {
        0.0 if result.norm == result.reference_norm => 1.0,
        0.0 => 0.0,
        norms => dot / norms,
    };
    let difference = f64::sqrt(difference_squares);
    let scale = match result.reference_norm {
        norm if norm < ZERO_EXCEPT_ROUNDING * all => all,
        norm => norm,
    };
    result.relative = if scale > 0.0 { difference / scale } else { difference };
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use classifier::Tensor;

    fn one(name: &str, shape: &[usize], values: &[f32]) -> Parameters {
        Parameters(vec![Tensor {
            name: name.to_owned(),
            shape: shape.to_vec(),
            values: values.to_vec(),
        }])
    }

    #[test]
    fn equal_tensors_agree_perfectly() {
        let tensor = one("w", &[2], &[3.0, -4.0]);
        let agreement = &compare(&tensor, &tensor).unwrap()[0];
        assert_eq!((agreement.relative, agreement.max_abs), (0.0, 0.0));
        assert_eq!((agreement.cosine, agreement.norm), (1.0, 5.0));
    }

    /// [3, 4] against [3, −4]: difference [0, 8], norms 5, dot −7.
    #[test]
    fn a_flipped_sign_shows_in_every_measure() {
        let reference = one("w", &[2], &[3.0, -4.0]);
        let agreement = &compare(&one("w", &[2], &[3.0, 4.0]), &reference).unwrap()[0];
        assert_eq!(agreement.max_abs, 8.0);
        assert_eq!(agreement.max_relative, 2.0);
        assert_eq!(agreement.relative, 8.0 / 5.0);
        assert_eq!(agreement.cosine, -7.0 / 25.0);
    }

    #[test]
    fn zero_tensors_do_not_divide_by_zero() {
        let zero = one("b", &[2], &[0.0, 0.0]);
        assert_eq!(compare(&zero, &zero).unwrap()[0].cosine, 1.0);
        let off = &compare(&one("b", &[2], &[0.0, 2.0]), &zero).unwrap()[0];
        assert_eq!((off.relative, off.cosine), (2.0, 0.0));
    }

    #[test]
    fn rounding_of_a_zero_tensor_is_divided_by_the_norm_of_all_tensors() {
        let both = |value: f32| {
            let mut tensors = one("w", &[2], &[3.0, -4.0]);
            tensors.0.extend(one("b", &[1], &[value]).0);
            tensors
        };
        let agreement = &compare(&both(1e-9), &both(-1e-9)).unwrap()[1];
        assert!((agreement.relative - 2e-9 / 5.0).abs() < 1e-15);
        let agreement = &compare(&both(1e-3), &both(-1e-3)).unwrap()[1];
        assert!(
            (agreement.relative - 2.0).abs() < 1e-6,
            "small, but more than rounding: the wrong sign shows"
        );
    }

    #[test]
    fn nan_of_either_sign_is_the_largest_difference() {
        for nan in [f64::NAN, -f64::NAN] {
            let largest = [1.0, nan, f64::INFINITY].into_iter().max_by(|a, b| by_size(*a, *b));
            assert!(largest.unwrap().is_nan());
        }
        assert_eq!(by_size(1.0, 2.0), Ordering::Less);
    }

    #[test]
    fn a_transposed_tensor_is_an_error_with_both_shapes() {
        let error = compare(&one("w", &[3, 2], &[0.0; 6]), &one("w", &[2, 3], &[0.0; 6]));
        assert_eq!(error.unwrap_err(), r#"tensor "w" has shape [3, 2], expected [2, 3]"#);
        assert!(compare(&one("v", &[1], &[0.0]), &one("w", &[1], &[0.0])).is_err());
    }
}
