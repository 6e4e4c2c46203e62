//! Gaussian noise, as from a camera sensor in low light.

use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

use super::Change;

/// Adds an independent normal number to every pixel; the standard deviation is a percentage of the
/// range from black to white.
pub(super) fn of(percent: u32) -> Change {
    let deviation = 255. * f64::from(percent) / 100.;
    Box::new(move |image, generator, changed| {
        changed.extend(image.iter().map(|&pixel| {
            let noisy = f64::from(pixel) + deviation * standard_normal(generator);
            // Adding ½ rounds to nearest; the cast saturates at black and white.
            (noisy + 0.5) as u8
        }));
    })
}

fn standard_normal(generator: &mut dyn Rng) -> f64 {
    StandardNormal.sample(generator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use classifier::Randomness;

    /// The changes of 200,000 pixels of one grey level.
    fn changes(grey: u8, percent: u32) -> Vec<f64> {
        let mut generator = Randomness::new(1, "test", 0).generator("noise");
        let mut changed = Vec::new();
        of(percent)(&vec![grey; 200_000], &mut generator, &mut changed);
        changed.into_iter().map(|pixel| f64::from(pixel) - f64::from(grey)).collect()
    }

    /// The standard error for 200,000 draws: √(1 / 2n) = 0.16 % of a deviation, 0.0022 σ of a mean.
    #[test]
    fn noise_on_grey_has_its_deviation_and_no_bias() {
        for percent in [5, 10] {
            let (changes, sigma) = (changes(128, percent), 2.55 * f64::from(percent));
            let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / 200_000.;
            let variance = mean(&mut changes.iter().map(|change| change * change));
            assert!((variance.sqrt() / sigma - 1.).abs() < 0.01, "{variance}");
            let bias = mean(&mut changes.iter().copied());
            assert!(bias.abs() < 0.012 * sigma, "{percent}: {bias}");
        }
    }

    /// A normal number is above σ/2 with probability 0.3085, and below −σ/2 with the same.
    #[test]
    fn strong_noise_has_its_deviation_too_although_much_of_it_saturates() {
        for percent in [20, 30, 40, 50] {
            let (changes, half) = (changes(128, percent), 2.55 * f64::from(percent) / 2.);
            let fraction = |far: &dyn Fn(f64) -> bool| {
                changes.iter().filter(|&&change| far(change)).count() as f64 / 200_000.
            };
            for tail in [fraction(&|change| change > half), fraction(&|change| change < -half)] {
                assert!((tail - 0.3085).abs() < 0.01, "{percent}: {tail}");
            }
        }
    }

    #[test]
    fn noise_saturates_at_black_and_white() {
        for (grey, sign) in [(0, 1.), (255, -1.)] {
            let changes = changes(grey, 50);
            assert!(changes.iter().all(|change| (0. ..=255.).contains(&(sign * change))));
            let kept = changes.iter().filter(|&&change| change == 0.).count() as f64;
            assert!((kept / 200_000. - 0.5).abs() < 0.01, "{kept}");
        }
    }
}
