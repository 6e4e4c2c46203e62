//! The traits that a contender implements.

use crate::{Batch, DropoutMasks, Examples, Parameters, Predictions, Result};

/// Anything that learns from labelled examples and then predicts.
pub trait Classifier {
    /// Learns from `train`.
    ///
    /// A network takes its rows in `order` and reports to `observer`; a classifier without epochs
    /// needs neither. Called again, it starts anew: a network from the parameters it was built
    /// with or that were loaded last.
    ///
    /// # Errors
    /// Examples of another width or other classes than the model's, a diverging loss, an error of
    /// the framework or of the observer.
    fn fit(
        &mut self,
        train: &Examples,
        order: &dyn BatchOrder,
        observer: &mut dyn Observer,
    ) -> Result<()>;

    /// Classes and probabilities of one batch; its labels are not looked at.
    ///
    /// # Errors
    /// [`NotFitted`](crate::ClassifierError::NotFitted) where there is nothing to predict from,
    /// inputs of another width than the model's.
    fn predict_batch(&mut self, batch: Batch<'_>) -> Result<Predictions>;

    /// Classes and probabilities of all examples, `batch` rows at a time.
    ///
    /// # Errors
    /// Those of [`Classifier::predict_batch`], and a batch of zero rows.
    fn predict(&mut self, examples: &Examples, batch: usize) -> Result<Predictions> {
        let rows: Vec<u32> = (0..examples.rows() as u32).collect();
        let mut predictions = Predictions::default();
        for rows in rows.chunks(batch.max(1)) {
            predictions.extend(self.predict_batch(Batch::new(examples, rows)?)?);
        }
        Ok(predictions)
    }
}

/// A network: a classifier with parameters and gradients.
///
/// It is built from a [`ModelSpec`](crate::ModelSpec), a [`TrainSpec`](crate::TrainSpec) and its
/// first [`Parameters`], so that there is no moment at which it has none.
pub trait Differentiable: Classifier {
    /// Replaces all parameters and forgets the optimizer's state.
    ///
    /// # Errors
    /// A tensor missing, unknown or of another shape; then nothing has changed.
    fn load_parameters(&mut self, parameters: &Parameters) -> Result<()>;

    /// All parameters and running statistics, in the order of
    /// [`ModelSpec::parameter_shapes`](crate::ModelSpec::parameter_shapes).
    fn parameters(&self) -> Result<Parameters>;

    /// Mean loss of the batch and its gradient for every trained parameter, in training mode; nothing
    /// is updated, running statistics included.
    fn gradients(&mut self, batch: Batch<'_>) -> Result<(f64, Parameters)>;

    /// One step of the optimizer on the batch; the loss before the step.
    fn train_step(&mut self, batch: Batch<'_>, learning_rate: f64) -> Result<f64>;
}

/// In which order the training rows are taken, and what dropout drops of them.
pub trait BatchOrder: Sync {
    /// The rows of `epoch` (counted from 0), each once.
    fn epoch(&self, epoch: usize) -> Vec<u32>;

    /// The dropout masks of `epoch`; without any, a model with dropout cannot be trained.
    fn dropout_masks(&self, _epoch: usize) -> Option<DropoutMasks> {
        None
    }
}

/// Watches a training run. The time that an observer takes is not training time.
pub trait Observer: Send {
    /// Called after every step.
    fn on_step(&mut self, _step: &StepReport) {}

    /// Called after every epoch, with the network as it is now.
    ///
    /// # Errors
    /// An error ends the training.
    fn on_epoch(&mut self, _epoch: &EpochReport, _network: &mut dyn Differentiable) -> Result<()> {
        Ok(())
    }
}

/// An observer that looks away.
impl Observer for () {}

/// One training step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepReport {
    /// Epoch, from 1.
    pub epoch: usize,
    /// Step in the epoch, from 1.
    pub step: usize,
    /// Steps in the epoch.
    pub steps: usize,
    /// Mean loss of the batch.
    pub loss: f64,
    /// Rows trained on in this epoch so far.
    pub rows: usize,
    /// Training seconds of this epoch so far.
    pub seconds: f64,
}

/// One training epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochReport {
    /// Epoch, from 1.
    pub epoch: usize,
    /// Mean of the steps' losses, each weighted by its rows.
    pub loss: f64,
    /// Rows trained on.
    pub rows: usize,
    /// Training seconds: gather, forward, backward, update; no evaluation.
    pub seconds: f64,
    /// Seconds of the epoch's first step.
    pub first_step_seconds: f64,
}
