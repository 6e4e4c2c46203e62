//! `crosscheck cell`: runs one contender on one workload in this process.

mod learner;
mod messages;
mod parent;
mod reporter;

use std::{
    io::{Read, Write},
    time::Instant,
};

use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Differentiable, Examples, Randomness,
};

pub use self::parent::end_with_parent;
use self::{
    learner::{Learner, known_contender},
    messages::Messages,
    reporter::Reporter,
};
use super::{
    protocol::{Cell, Message},
    tensors::{self, StoredOrder},
};
use crate::{HarnessError, Result, contenders::Source};

/// Examples per prediction call.
pub const PREDICT_BATCH: usize = 1000;

/// Reads a cell from `input`, runs it and writes messages to `output`.
///
/// # Errors
/// An input that is not a cell, or an output that cannot be written; all other errors are messages.
pub fn run(mut input: impl Read, output: impl Write + Send) -> Result<()> {
    let mut text = String::new();
    input
        .read_to_string(&mut text)
        .map_err(HarnessError::file("read a cell from", "standard input"))?;
    let cell: Cell = serde_json::from_str(&text).map_err(|error| {
        HarnessError::Usage(format!(
            "`crosscheck cell` expects a cell as JSON on standard input \
             (docs/cell-protocol.md): {error}"
        ))
    })?;
    let mut messages = Messages(output);
    match run_cell(&cell, &mut messages) {
        Ok(()) => Ok(()),
        Err(HarnessError::Spec(ClassifierError::Diverged { epoch, step, .. })) => {
            messages.send(&Message::Diverged { epoch, step })
        }
        Err(error) => messages.send(&Message::Failed { error: error.to_string() }),
    }
}

fn run_cell(cell: &Cell, messages: &mut Messages<impl Write + Send>) -> Result<()> {
    let contender = known_contender(cell)?;
    let Source::BuiltIn(Some(built)) = &contender.source else {
        let reason = contender.unavailable().unwrap_or_default();
        return messages.send(&Message::Skipped { reason });
    };
    let learner = match Learner::new(built, cell) {
        Ok(learner) => learner,
        Err(reason) => return messages.send(&Message::Skipped { reason }),
    };
    messages.send(&learner.introduction(built))?;

    let loading = Instant::now();
    let train = tensors::read_examples(&cell.files.train, cell.classes)?;
    let test = tensors::read_examples(&cell.files.test, cell.classes)?;
    messages.send(&Message::Loaded { seconds: loading.elapsed().as_secs_f64() })?;

    match learner {
        Learner::Network { build, .. } => {
            let parameters = tensors::read_parameters(&cell.files.parameters)?;
            let order = order(cell)?;
            let setup = Instant::now();
            let mut network = build(&cell.model, &cell.training, &parameters)?;
            messages.send_ready(setup)?;
            first_gradients(cell, &mut *network, &train, &order, messages)?;
            snapshot(cell, 0, &mut *network, messages)?;
            let mut reporter = Reporter::new(cell, &test, messages);
            network.fit(&train, &order, &mut reporter)?;
            let seconds = reporter.train_seconds;
            messages.send(&Message::Fitted { seconds })?;
            predict_variants(cell, &mut *network, messages)?;
            predict(&mut *network, &test, messages)
        }
        Learner::Neighbours(build) => {
            let setup = Instant::now();
            let mut neighbours = build(cell.knn);
            messages.send_ready(setup)?;
            let fitting = Instant::now();
            neighbours.fit(&train, &order(cell)?, &mut ())?;
            messages.send(&Message::Fitted { seconds: fitting.elapsed().as_secs_f64() })?;
            predict_variants(cell, &mut *neighbours, messages)?;
            predict(&mut *neighbours, &test, messages)
        }
    }
}

/// The order of the training examples, and the dropout masks drawn from the same source.
fn order(cell: &Cell) -> Result<StoredOrder> {
    let randomness = Randomness::new(cell.seed, &cell.dataset, cell.repetition);
    StoredOrder::read(&cell.files.order, cell.training.epochs.max(1), randomness)
}

/// Sends loss and gradients of the first batch at the initial weights.
fn first_gradients(
    cell: &Cell,
    network: &mut dyn Differentiable,
    train: &Examples,
    order: &dyn BatchOrder,
    messages: &mut Messages<impl Write + Send>,
) -> Result<()> {
    let rows = order.epoch(0);
    let batches = cell.training.batches(&rows)?;
    let first = batches.first().copied().unwrap_or_default();
    let masks = order.dropout_masks(0);
    let batch = Batch::new(train, first)?.with_dropout(masks.as_ref());
    let start = Instant::now();
    let (loss, gradients) = network.gradients(batch)?;
    let seconds = Some(start.elapsed().as_secs_f64());
    let file = cell.files.output.join("gradients.safetensors");
    tensors::write_parameters(&file, &gradients)?;
    messages.send(&Message::Gradients { loss, file, seconds })
}

/// Sends the parameters after an epoch of the cell's snapshots; 0 for the initial weights.
fn snapshot(
    cell: &Cell,
    epoch: usize,
    network: &mut dyn Differentiable,
    messages: &mut Messages<impl Write + Send>,
) -> Result<()> {
    if !cell.snapshots.contains(&epoch) {
        return Ok(());
    }
    let file = format!("parameters-{epoch}.safetensors");
    let file = cell.files.output.join(file);
    tensors::write_parameters(&file, &network.parameters()?)?;
    messages.send(&Message::Parameters { epoch, file })
}

fn predict_variants(
    cell: &Cell,
    classifier: &mut (impl Classifier + ?Sized),
    messages: &mut Messages<impl Write + Send>,
) -> Result<()> {
    for (name, path) in &cell.files.variants {
        let examples = tensors::read_examples(path, cell.classes)?;
        messages.send(&Message::Variant {
            name: name.clone(),
            classes: classifier.predict(&examples, PREDICT_BATCH)?.classes,
        })?;
    }
    Ok(())
}

/// Sends the predictions, timed three times, or up to a total of 2 seconds.
fn predict(
    classifier: &mut (impl Classifier + ?Sized),
    test: &Examples,
    messages: &mut Messages<impl Write + Send>,
) -> Result<()> {
    let mut seconds = Vec::new();
    loop {
        let start = Instant::now();
        let predictions = classifier.predict(test, PREDICT_BATCH)?;
        seconds.push(start.elapsed().as_secs_f64());
        if seconds.len() == 3 || seconds.iter().sum::<f64>() > 2.0 {
            return messages.send(&Message::Predictions {
                confidences: predictions.confidences(),
                classes: predictions.classes,
                seconds,
            });
        }
    }
}
