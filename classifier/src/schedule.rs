//! Learning-rate schedules.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use crate::{Result, optimizer::positive};

/// A factor on the optimizer's learning rate, one value per epoch.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Schedule {
    /// Always 1.
    #[default]
    Constant,
    /// From `start` in the first epoch in equal steps to `end`, reached after `epochs` epochs.
    ///
    /// Equal to PyTorch's `LinearLR(start_factor, end_factor, total_iters)`, stepped per epoch:
    /// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html>.
    Linear {
        /// Factor of the first epoch.
        start: f64,
        /// Factor from epoch `epochs` (counted from 0) on.
        end: f64,
        /// Epochs from `start` to `end`.
        epochs: usize,
    },
    /// `factor` to the power of `⌊epoch / every⌋`.
    ///
    /// Equal to PyTorch's `StepLR(step_size, gamma)`, stepped per epoch:
    /// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html>.
    Step {
        /// Epochs between two steps.
        every: usize,
        /// Factor of each step.
        factor: f64,
    },
    /// Half a cosine from 1 in the first epoch to `end`, reached after `epochs` epochs.
    ///
    /// Equal to PyTorch's `CosineAnnealingLR(T_max, eta_min)` up to `epochs`, constant after:
    /// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html>.
    Cosine {
        /// Epochs from 1 to `end`.
        epochs: usize,
        /// Factor from epoch `epochs` (counted from 0) on.
        #[serde(default)]
        end: f64,
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
            Self::Step { every, factor } => {
                let steps = epoch / every.max(1);
                factor.powf(steps as f64)
            }
            Self::Cosine { epochs, end } => {
                let progress = epoch.min(epochs) as f64 / epochs.max(1) as f64;
                end + (1.0 - end) * (1.0 + (PI * progress).cos()) / 2.0
            }
        }
    }

    /// Checks the factors.
    ///
    /// # Errors
    /// A factor that is not finite and greater than 0; only the end of a cosine may be 0.
    pub fn check(&self) -> Result<()> {
        match *self {
            Self::Constant => Ok(()),
            Self::Linear { start, end, .. } => {
                positive("schedule start", start)?;
                positive("schedule end", end)
            }
            Self::Step { factor, .. } => positive("schedule factor", factor),
            Self::Cosine { end: 0.0, .. } => Ok(()),
            Self::Cosine { end, .. } => positive("schedule end", end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1/3, total_iters=5) multiplies
    /// the rate of epoch t by 1/3 + 2/3 · min(t, 5)/5.
    #[test]
    fn the_linear_schedule_rises_from_a_third_to_one_in_five_epochs() {
        let schedule = Schedule::Linear { start: 1.0 / 3.0, end: 1.0, epochs: 5 };
        let expected = [5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 15.0].map(|n| n / 15.0);
        for (epoch, expected) in expected.into_iter().enumerate() {
            assert!((schedule.factor(epoch) - expected).abs() < 1e-15);
        }
    }

    /// torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.1).
    #[test]
    fn the_step_schedule_falls_every_so_many_epochs() {
        let schedule = Schedule::Step { every: 2, factor: 0.1 };
        for (epoch, expected) in [1.0, 1.0, 0.1, 0.1, 0.01].into_iter().enumerate() {
            assert!((schedule.factor(epoch) - expected).abs() < 1e-15);
        }
    }

    /// torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=4): (1 + cos(π t/4)) / 2.
    #[test]
    fn the_cosine_schedule_falls_along_half_a_cosine_and_stays() {
        let schedule = Schedule::Cosine { epochs: 4, end: 0.0 };
        let root = 0.5_f64.sqrt();
        let expected = [1.0, (1.0 + root) / 2.0, 0.5, (1.0 - root) / 2.0, 0.0, 0.0];
        for (epoch, expected) in expected.into_iter().enumerate() {
            assert!((schedule.factor(epoch) - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn a_schedule_of_no_epochs_starts_at_its_start() {
        let schedule = Schedule::Linear { start: 0.5, end: 1.0, epochs: 0 };
        assert!(schedule.factor(3).is_finite());
    }
}
