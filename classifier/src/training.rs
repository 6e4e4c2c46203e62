//! How the model is trained.

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Loss, OptimizerSpec, Result, Schedule, optimizer::positive};

/// Every hyper-parameter of a training run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainSpec {
    /// Passes over the training set; after 0 of them the first weights are judged as they are.
    pub epochs: usize,
    /// Rows per step.
    pub batch: usize,
    /// What happens to the rows left over when `batch` does not divide the set.
    #[serde(default)]
    pub last_batch: LastBatch,
    /// What is minimised.
    #[serde(default)]
    pub loss: Loss,
    /// The update rule.
    pub optimizer: OptimizerSpec,
    /// The learning rate's course over the epochs.
    #[serde(default)]
    pub schedule: Schedule,
    /// Longest gradient, all parameters taken together; a longer one is scaled down to it
    /// (Pascanu et al. 2013, algorithm 1, <https://arxiv.org/abs/1211.5063>), before weight decay.
    #[serde(default)]
    pub clip_norm: Option<f64>,
}

/// What happens to the rows left over when the batch size does not divide the training set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastBatch {
    /// They make a smaller batch; its mean loss counts as one step.
    #[default]
    Keep,
    /// They are left out of the epoch.
    Drop,
}

impl TrainSpec {
    /// Errors unless batch, optimizer and schedule are all usable.
    pub fn check(&self) -> Result<()> {
        if self.batch == 0 {
            return Err(ClassifierError::InvalidTraining {
                name: "batch",
                value: self.batch.to_string(),
                rule: "at least 1",
            });
        }
        self.optimizer.check()?;
        self.schedule.check()?;
        self.clip_norm.map_or(Ok(()), |norm| positive("clip_norm", norm))
    }

    /// Learning rate of `epoch`, counted from 0.
    pub fn learning_rate(&self, epoch: usize) -> f64 {
        self.optimizer.learning_rate() * self.schedule.factor(epoch)
    }

    /// Cuts an epoch's rows into batches.
    ///
    /// # Errors
    /// No batch at all: fewer rows than one batch, and the last partial batch dropped.
    pub fn batches<'a>(&self, rows: &'a [u32]) -> Result<Vec<&'a [u32]>> {
        let batches: Vec<_> = match self.last_batch {
            LastBatch::Keep => rows.chunks(self.batch).collect(),
            LastBatch::Drop => rows.chunks_exact(self.batch).collect(),
        };
        if batches.is_empty() {
            return Err(ClassifierError::Empty {
                what: "an epoch (is the batch larger than the training set?)",
            });
        }
        Ok(batches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(last_batch: LastBatch) -> TrainSpec {
        TrainSpec {
            epochs: 1,
            batch: 4,
            last_batch,
            loss: Loss::default(),
            optimizer: OptimizerSpec::sgd(0.1),
            schedule: Schedule::default(),
            clip_norm: None,
        }
    }

    #[test]
    fn the_last_partial_batch_is_kept_or_dropped_as_the_spec_says() {
        let rows: Vec<u32> = (0..10).collect();
        assert_eq!(spec(LastBatch::Keep).batches(&rows).unwrap().len(), 3);
        assert_eq!(spec(LastBatch::Drop).batches(&rows).unwrap().len(), 2);
    }

    #[test]
    fn an_epoch_without_a_batch_is_an_error() {
        assert!(spec(LastBatch::Drop).batches(&[0, 1]).is_err());
    }

    #[test]
    fn a_batch_of_zero_rows_is_rejected_and_zero_epochs_are_not() {
        let mut zero = spec(LastBatch::Keep);
        zero.epochs = 0;
        assert!(zero.check().is_ok());
        zero.batch = 0;
        assert_eq!(zero.check().unwrap_err().to_string(), "batch is 0, but must be at least 1");
    }
}
