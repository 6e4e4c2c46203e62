//! `crosscheck cell`: runs one contender on one workload in this process.

use std::{
    io::{Read, Write},
    time::{Duration, Instant},
};

use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Differentiable, EpochReport, Examples,
    Hardware, KnnSpec, Observer, Randomness, StepReport,
};
use records::{CPU, Epoch};

use super::{
    protocol::{Cell, Message, PROTOCOL_VERSION},
    tensors::{self, StoredOrder},
};
use crate::{
    HarnessError, Result,
    contenders::{self, Build, Built, Contender, Device, NetworkBuilder, Source},
};

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

/// The classifier of a cell, on its device.
enum Learner {
    Network {
        build: NetworkBuilder,
        /// `None` for the processor.
        hardware: Option<Hardware>,
    },
    Neighbours(fn(KnnSpec) -> Box<dyn Classifier>),
}

impl Learner {
    /// The contender on the device of the cell.
    ///
    /// # Errors
    /// A message if there is no such device.
    fn new(built: &Built, cell: &Cell) -> std::result::Result<Self, String> {
        let devices = match built.build {
            Build::NetworkOn(devices) => devices()?,
            Build::Network(build) => {
                return Ok(Self::Network { build: Box::new(build), hardware: None });
            }
            Build::Neighbours(build) => return Ok(Self::Neighbours(build)),
        };
        let device = Device::choose(devices, cell.device.as_deref(), &cell.contender)?;
        Ok(Self::Network { build: device.network, hardware: Some(device.hardware) })
    }

    /// The first message.
    fn introduction(&self, built: &Built) -> Message {
        let hardware = match self {
            Self::Network { hardware, .. } => hardware.clone(),
            Self::Neighbours(_) => None,
        };
        let name = |hardware: &Hardware| hardware.name.clone();
        Message::Started {
            framework: built.framework.clone(),
            backend: built.backend.to_owned(),
            device: hardware.as_ref().map_or_else(|| CPU.to_owned(), name),
            features: built.features.iter().map(|&feature| feature.to_owned()).collect(),
            hardware,
        }
    }
}

fn known_contender(cell: &Cell) -> Result<Contender> {
    if cell.protocol != PROTOCOL_VERSION {
        return Err(HarnessError::Usage(format!(
            "the cell has protocol version {}, this binary {PROTOCOL_VERSION}",
            cell.protocol
        )));
    }
    contenders::built_in_named(&cell.contender)
        .ok_or_else(|| HarnessError::Usage(format!("there is no contender {:?}", cell.contender)))
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

/// Writes messages, one JSON object per line.
struct Messages<W>(W);

impl<W: Write> Messages<W> {
    fn send(&mut self, message: &Message) -> Result<()> {
        let written = serde_json::to_string(message)
            .map_err(std::io::Error::from)
            .and_then(|line| writeln!(self.0, "{line}"))
            .and_then(|()| self.0.flush());
        written.map_err(HarnessError::file("write to", "standard output"))
    }

    fn send_ready(&mut self, setup: Instant) -> Result<()> {
        let seconds = setup.elapsed().as_secs_f64();
        self.send(&Message::Ready { seconds })
    }
}

/// Sends progress and evaluates after each epoch.
struct Reporter<'a, W> {
    cell: &'a Cell,
    test: &'a Examples,
    messages: &'a mut Messages<W>,
    last_step: Instant,
    train_seconds: f64,
}

impl<'a, W: Write + Send> Reporter<'a, W> {
    fn new(cell: &'a Cell, test: &'a Examples, messages: &'a mut Messages<W>) -> Self {
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
