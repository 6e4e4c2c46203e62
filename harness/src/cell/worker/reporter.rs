//! The training of a network as messages.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use classifier::{ClassifierError, Differentiable, EpochReport, Examples, Observer, StepReport};
use records::Epoch;

use super::{PREDICT_BATCH, messages::Messages, snapshot};
use crate::{
    Result,
    cell::protocol::{Cell, Message},
};

/// Sends progress and evaluates after each epoch.
pub(super) struct Reporter<'a, W> {
    cell: &'a Cell,
    test: &'a Examples,
    messages: &'a mut Messages<W>,
    last_step: Instant,
    /// Training time so far, without evaluation.
    pub(super) train_seconds: f64,
}

impl<'a, W: Write + Send> Reporter<'a, W> {
    pub(super) fn new(cell: &'a Cell, test: &'a Examples, messages: &'a mut Messages<W>) -> Self {
        Self { cell, test, messages, last_step: Instant::now(), train_seconds: 0.0 }
    }

    fn after_epoch(
        &mut self,
        report: &EpochReport,
        network: &mut dyn Differentiable,
    ) -> Result<()> {
        snapshot(self.cell, report.epoch, network, self.messages)?;
        self.train_seconds += report.seconds;
        let evaluating = Instant::now();
        let predictions = network.predict(self.test, PREDICT_BATCH)?;
        self.messages.send(&Message::Epoch(Epoch {
            epoch: report.epoch,
            train_loss: report.loss,
            train_seconds: report.seconds,
            first_step_seconds: report.first_step_seconds,
            rows: report.rows,
            test_loss: predictions.cross_entropy(self.test.labels()),
            test_correct: predictions.correct(self.test.labels()),
            test_total: self.test.rows(),
            evaluate_seconds: evaluating.elapsed().as_secs_f64(),
        }))
    }
}

/// The interval between two messages about steps, for the progress bar.
const STEP_PAUSE: Duration = Duration::from_millis(100);

impl<W: Write + Send> Observer for Reporter<'_, W> {
    fn on_step(&mut self, report: &StepReport) {
        if self.last_step.elapsed() < STEP_PAUSE {
            return;
        }
        self.last_step = Instant::now();
        // A closed pipe is reported by the next message that must be sent.
        let _ = self.messages.send(&Message::Step {
            epoch: report.epoch,
            step: report.step,
            steps: report.steps,
            loss: report.loss,
            rows_per_second: report.rows as f64 / report.seconds,
        });
    }

    fn on_epoch(
        &mut self,
        report: &EpochReport,
        network: &mut dyn Differentiable,
    ) -> classifier::Result<()> {
        self.after_epoch(report, network)
            .map_err(|error| ClassifierError::Observer(error.to_string()))
    }
}
