//! Dropout masks, drawn outside the frameworks.

use rand::Rng;

use crate::Randomness;

/// The dropout masks of one epoch: a function of (seed, data set, repetition, epoch, layer, row of
/// the training set, column), independent of how rows are batched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropoutMasks {
    randomness: Randomness,
    epoch: usize,
}

impl DropoutMasks {
    /// The masks of `epoch`, counted from 0.
    pub fn new(randomness: Randomness, epoch: usize) -> Self {
        Self { randomness, epoch }
    }

    /// The factors of a dropout layer, row-major `[rows.len() × width]`: 0 with
    /// probability `rate`, else `1 / (1 − rate)`.
    ///
    /// `layer` counts the model's dropout layers from 0; `rows` are rows of the training set.
    pub fn factors(&self, layer: usize, rows: &[u32], width: usize, rate: f64) -> Vec<f32> {
        let purpose = format!("dropout layer {layer} of epoch {}", self.epoch);
        let mut generator = self.randomness.seekable(&purpose);
        let kept = (1.0 / (1.0 - rate)) as f32;
        // The probability in steps of 2⁻³².
        let dropped_below = (rate * 2_f64.powi(32)) as u64;
        let mut factors = Vec::with_capacity(rows.len() * width);
        for &row in rows {
            generator.set_word_pos(u128::from(row) * width as u128);
            factors.extend((0..width).map(|_| {
                let dropped = u64::from(generator.next_u32()) < dropped_below;
                if dropped { 0.0 } else { kept }
            }));
        }
        factors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masks(epoch: usize) -> DropoutMasks {
        DropoutMasks::new(Randomness::new(1, "test", 0), epoch)
    }

    #[test]
    fn a_rows_mask_does_not_depend_on_its_batch() {
        let all = masks(0).factors(0, &[0, 1, 2, 3], 5, 0.5);
        assert_eq!(masks(0).factors(0, &[2], 5, 0.5), all[10..15]);
        let swapped = masks(0).factors(0, &[3, 0], 5, 0.5);
        assert_eq!(swapped, [&all[15..20], &all[..5]].concat());
    }

    /// Computed in plain Python from the description in `docs/cell-protocol.md`: SHA-256 for the
    /// key, ChaCha with 8 rounds, words 7·13 to 7·13 + 12.
    #[test]
    fn the_masks_are_those_of_the_protocol() {
        let kept = [0, 6, 9, 11];
        let expected = (0..13).map(|column| if kept.contains(&column) { 2.0 } else { 0.0 });
        let masks = DropoutMasks::new(Randomness::new(1, "test", 0), 2);
        assert_eq!(masks.factors(1, &[7], 13, 0.5), expected.collect::<Vec<f32>>());
    }

    #[test]
    fn epochs_and_layers_have_masks_of_their_own() {
        let rows: Vec<u32> = (0..20).collect();
        let first = masks(0).factors(0, &rows, 10, 0.5);
        assert_eq!(first, masks(0).factors(0, &rows, 10, 0.5));
        assert_ne!(first, masks(1).factors(0, &rows, 10, 0.5));
        assert_ne!(first, masks(0).factors(1, &rows, 10, 0.5));
    }

    /// 100,000 draws at rate 0.2: the standard deviation of the fraction is √(0.2·0.8/n) = 0.0013.
    #[test]
    fn the_dropped_fraction_is_the_rate_and_the_mean_stays_1() {
        let rows: Vec<u32> = (0..1000).collect();
        let factors = masks(0).factors(0, &rows, 100, 0.2);
        let dropped = factors.iter().filter(|&&factor| factor == 0.0).count();
        assert!((dropped as f64 / 1e5 - 0.2).abs() < 0.007, "{dropped}");
        assert!(factors.iter().all(|&factor| factor == 0.0 || factor == 1.25));
        assert_eq!(masks(0).factors(0, &rows, 1, 0.0), vec![1.0; 1000]);
    }
}
