//! Gaussian noise, as of a camera in the dark.

use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

use super::Change;

/// Adds to every pixel a normal number of its own, with a deviation of so many percent of the range
/// from black to white.
pub(super) fn of(percent: u32) -> Change {
    let deviation = 255. * f64::from(percent) / 100.;
    Box::new(move |image, generator, changed| {
        changed.extend(image.iter().map(|&pixel| {
            let noisy = f64::from(pixel) + deviation * standard_normal(generator);
            // Half more makes the cast round; it saturates at black and at white.
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

    /// How far 200,000 pixels of one grey stray.
    fn strayed(grey: u8, percent: u32) -> Vec<f64> {
        let mut generator = Randomness::new(1, "test", 0).generator("noise");
        let mut changed = Vec::new();
        of(percent)(&vec![grey; 200_000], &mut generator, &mut changed);
        let stray = |pixel: u8| f64::from(pixel) - f64::from(grey);
        changed.into_iter().map(stray).collect()
    }

    /// Of 200,000 draws, a deviation strays by √(1 / 2n) = 0.16 % of itself, a mean by 0.0022 σ.
    #[test]
    fn noise_on_grey_has_its_deviation_and_no_bias() {
        for percent in [5, 10] {
            let (strayed, sigma) = (strayed(128, percent), 2.55 * f64::from(percent));
            let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / 200_000.;
            let variance = mean(&mut strayed.iter().map(|stray| stray * stray));
            assert!((variance.sqrt() / sigma - 1.).abs() < 0.01, "{variance}");
            let bias = mean(&mut strayed.iter().copied());
            assert!(bias.abs() < 0.012 * sigma, "{percent}: {bias}");
        }
    }

    /// A normal number is above σ/2 with probability 0.3085; so is its negative below −σ/2.
    #[test]
    fn strong_noise_has_its_deviation_too_though_much_of_it_is_cut_off() {
        for percent in [20, 30, 40, 50] {
            let (strayed, half) = (strayed(128, percent), 2.55 * f64::from(percent) / 2.);
            let share = |far: &dyn Fn(f64) -> bool| {
                strayed.iter().filter(|&&stray| far(stray)).count() as f64 / 200_000.
            };
            for share in [share(&|stray| stray > half), share(&|stray| stray < -half)] {
                assert!((share - 0.3085).abs() < 0.01, "{percent}: {share}");
            }
        }
    }

    #[test]
    fn below_black_is_black_and_above_white_is_white() {
        for (grey, sign) in [(0, 1.), (255, -1.)] {
            let strayed = strayed(grey, 50);
            assert!(strayed.iter().all(|stray| (0. ..=255.).contains(&(sign * stray))));
            let kept = strayed.iter().filter(|&&stray| stray == 0.).count() as f64;
            assert!((kept / 200_000. - 0.5).abs() < 0.01, "{kept}");
        }
    }
}
