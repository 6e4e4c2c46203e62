//! `eˣ` and `tanh x` in `f32` without a call or a branch, so that loops over them compile to vector
//! instructions.

/// ln 2 in two parts, the first of few bits, so that n·LN2_HIGH is exact (Cody & Waite's reduction,
/// with the constants of Cephes).
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;

/// 1.5·2²³: adding it rounds to a whole number, which is then in the lowest bits.
const ROUND: f32 = 12_582_912.0;

/// `eˣ`, at most 2 units in the last place from the true value; 0, infinity and NaN where
/// `f32::exp` gives them.
///
/// `x = n·ln 2 + r` with |r| ≤ ½ ln 2, so `eˣ = 2ⁿ·eʳ`; eʳ is the polynomial of Cephes' `expf`
/// (Moshier, <https://www.netlib.org/cephes/>).
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // Beyond these bounds the result is 0 or infinite. Comparisons keep NaN; `clamp` has a branch.
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let p = (p * r * r + r) + 1.0;
    // 2ⁿ in two factors: n reaches from −150 to 128, an exponent only from −126 to 127.
    let n = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    let half = n >> 1;
    p * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// 2ⁿ for n from −126 to 127.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

/// `tanh x`, at most 3 units in the last place from the true value.
///
/// `1 − 2/(e²ˣ + 1)` away from 0; near 0, where that loses digits, the odd polynomial of Cephes'
/// `tanhf`.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    let z = x * x;
    let mut p = -5.704_988_7e-3;
    p = p * z + 2.063_909e-2;
    p = p * z - 5.373_971_6e-2;
    p = p * z + 1.333_144_2e-1;
    p = p * z - 3.333_328e-1;
    let near = p * z * x + x;
    let far = 1.0 - 2.0 / (exp(2.0 * x.abs()) + 1.0);
    if x.abs() < 0.625 { near } else { far.copysign(x) }
}

#[cfg(test)]
mod tests {
    /// Every 997th `f32`, infinities and NaN included.
    fn all() -> impl Iterator<Item = f32> {
        let edges = [0.0, -0.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN];
        let edges = edges.into_iter().chain([88.722_84, 88.73, -103.97, -103.98]);
        (0..=u32::MAX).step_by(997).map(f32::from_bits).chain(edges)
    }

    /// Distance in units in the last place of the true value, rounded to `f32`.
    fn error(value: f32, truth: f64) -> f64 {
        let rounded = truth as f32;
        if value == rounded || value.is_nan() && rounded.is_nan() {
            return 0.0;
        }
        if rounded.is_infinite() {
            return f64::INFINITY;
        }
        let ulp = f64::from(f32::EPSILON) * f64::from(rounded.abs().log2().floor().exp2());
        (f64::from(value) - truth).abs() / ulp.max(f64::from(f32::from_bits(1)))
    }

    #[test]
    fn exp_is_within_2_units_in_the_last_place_of_std() {
        let worst = all().map(|x| error(super::exp(x), f64::from(x).exp()));
        let worst = worst.fold(0.0, f64::max);
        assert!(worst <= 2.0, "{worst}");
    }

    #[test]
    fn tanh_is_within_3_units_in_the_last_place_of_std() {
        let worst = all().map(|x| error(super::tanh(x), f64::from(x).tanh()));
        let worst = worst.fold(0.0, f64::max);
        assert!(worst <= 3.0, "{worst}");
    }
}
