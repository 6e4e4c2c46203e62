//! How the learning rate changes from epoch to epoch.

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Result};

/// A factor on the optimizer's learning rate, one value per epoch.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Schedule {
    /// Always 1.
    #[default]
    Constant,
    /// From `start` in the first epoch in equal steps to `end`, reached after `epochs` epochs.
    ///
    /// The same as PyTorch's `LinearLR(start_factor, end_factor, total_iters)`, stepped per epoch:
    /// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html>.
    Linear {
        /// Factor of the first epoch.
        start: f64,
        /// Factor from epoch `epochs` (counted from 0) on.
        end: f64,
        /// Epochs from `start` to `end`.
        epochs: usize,
    },
}

impl Schedule {
    /// The factor of `epoch`, counted from 0.
    pub fn factor(&self, epoch: usize) -> f64 {
        match *self {
            Self::Constant => 1.0,
            Self::Linear { start, end, epochs } => {
                let progress = epoch.min(epochs) as f64 / epochs.max(1) as f64;
                start + (end - start) * progress
            }
        }
    }

    /// Errors unless both factors are greater than 0.
    pub fn check(&self) -> Result<()> {
        let Self::Linear { start, end, .. } = *self else {
            return Ok(());
        };
        for (name, value) in [("schedule start", start), ("schedule end", end)] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(ClassifierError::InvalidTraining {
                    name,
                    value: value.to_string(),
                    rule: "greater than 0",
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1/3, total_iters=5) multiplies
    /// the rate of epoch t by 1/3 + 2/3 · min(t, 5)/5.
    #[test]
    fn the_linear_schedule_rises_from_a_third_to_one_in_five_epochs() {
        let schedule = Schedule::Linear {
            start: 1.0 / 3.0,
            end: 1.0,
            epochs: 5,
        };
        let expected = [5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 15.0].map(|n| n / 15.0);
        for (epoch, expected) in expected.into_iter().enumerate() {
            assert!((schedule.factor(epoch) - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn a_schedule_of_no_epochs_starts_at_its_start() {
        let schedule = Schedule::Linear {
            start: 0.5,
            end: 1.0,
            epochs: 0,
        };
        assert!(schedule.factor(3).is_finite());
    }
}
