//! `crosscheck cell`: one contender on one workload, in this process.

mod learner;

use std::{
    io::{Read, Write},
    time::{Duration, Instant},
};

use classifier::{
    Batch, BatchOrder, Classifier, ClassifierError, Differentiable, EpochReport, Examples,
    Observer, Randomness, StepReport,
};

use crate::{
    HarnessError, Result,
    exchange::{self, StoredOrder},
    protocol::{Cell, Epoch, Message, PROTOCOL_VERSION},
    registry::{self, Contender},
};

use learner::Learner;

/// Rows per call when predicting.
pub const PREDICT_BATCH: usize = 1000;

/// Reads a cell from `input`, runs it and answers on `output`.
///
/// # Errors
/// Only when there is nobody to answer to, or nothing to answer: everything else is a message.
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
    let mut voice = Voice(output);
    match run_cell(&cell, &mut voice) {
        Ok(()) => Ok(()),
        Err(HarnessError::Spec(ClassifierError::Diverged { epoch, step, .. })) => {
            voice.say(&Message::Diverged { epoch, step })
        }
        Err(error) => voice.say(&Message::Failed { error: error.to_string() }),
    }
}

fn run_cell(cell: &Cell, voice: &mut Voice<impl Write + Send>) -> Result<()> {
    let contender = known_contender(cell)?;
    let Some(built) = &contender.built else {
        let reason = contender.unavailable().unwrap_or_default();
        return voice.say(&Message::Skipped { reason });
    };
    let learner = match Learner::of(built, cell) {
        Ok(learner) => learner,
        Err(reason) => return voice.say(&Message::Skipped { reason }),
    };
    voice.say(&learner.introduction(built))?;

    let loading = Instant::now();
    let train = exchange::read_examples(&cell.files.train, cell.classes)?;
    let test = exchange::read_examples(&cell.files.test, cell.classes)?;
    voice.say(&Message::Loaded { seconds: loading.elapsed().as_secs_f64() })?;

    match learner {
        Learner::Network { build, .. } => {
            let parameters = exchange::read_parameters(&cell.files.parameters)?;
            let order = order(cell)?;
            let setup = Instant::now();
            let mut network = build(&cell.model, &cell.training, &parameters)?;
            voice.ready(setup)?;
            first_gradients(cell, &mut *network, &train, &order, voice)?;
            snapshot(cell, 0, &mut *network, voice)?;
            let mut reporter = Reporter::new(cell, &test, voice);
            network.fit(&train, &order, &mut reporter)?;
            let seconds = reporter.train_seconds;
            voice.say(&Message::Fitted { seconds })?;
            predict_variants(cell, &mut *network, voice)?;
            predict(&mut *network, &test, voice)
        }
        Learner::Neighbours(build) => {
            let setup = Instant::now();
            let mut neighbours = build(cell.knn);
            voice.ready(setup)?;
            let fitting = Instant::now();
            neighbours.fit(&train, &order(cell)?, &mut ())?;
            voice.say(&Message::Fitted { seconds: fitting.elapsed().as_secs_f64() })?;
            predict_variants(cell, &mut *neighbours, voice)?;
            predict(&mut *neighbours, &test, voice)
        }
    }
}

fn known_contender(cell: &Cell) -> Result<Contender> {
    if cell.protocol != PROTOCOL_VERSION {
        return Err(HarnessError::Usage(format!(
            "the cell speaks protocol {}, this binary {PROTOCOL_VERSION}",
            cell.protocol
        )));
    }
    registry::contender(&cell.contender)
        .ok_or_else(|| HarnessError::Usage(format!("there is no contender {:?}", cell.contender)))
}

/// The order of the training rows, with the dropout masks drawn from the same source.
fn order(cell: &Cell) -> Result<StoredOrder> {
    let randomness = Randomness::new(cell.seed, &cell.dataset, cell.repetition);
    StoredOrder::read(&cell.files.order, cell.training.epochs.max(1), randomness)
}

/// Loss and gradients of the first batch at the first weights, for the comparison.
fn first_gradients(
    cell: &Cell,
    network: &mut dyn Differentiable,
    train: &Examples,
    order: &dyn BatchOrder,
    voice: &mut Voice<impl Write + Send>,
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
    exchange::write_parameters(&file, &gradients)?;
    voice.say(&Message::Gradients { loss, file, seconds })
}

/// The parameters, if the cell asks for them after this epoch; after none they are the first weights.
fn snapshot(
    cell: &Cell,
    epoch: usize,
    network: &mut dyn Differentiable,
    voice: &mut Voice<impl Write + Send>,
) -> Result<()> {
    if !cell.snapshots.contains(&epoch) {
        return Ok(());
    }
    let file = format!("parameters-{epoch}.safetensors");
    let file = cell.files.output.join(file);
    exchange::write_parameters(&file, &network.parameters()?)?;
    voice.say(&Message::Parameters { epoch, file })
}

fn predict_variants(
    cell: &Cell,
    classifier: &mut (impl Classifier + ?Sized),
    voice: &mut Voice<impl Write + Send>,
) -> Result<()> {
    for (name, path) in &cell.files.variants {
        let examples = exchange::read_examples(path, cell.classes)?;
        voice.say(&Message::Variant {
            name: name.clone(),
            classes: classifier.predict(&examples, PREDICT_BATCH)?.classes,
        })?;
    }
    Ok(())
}

/// The final answer. Timed three times where that takes little, once where it takes long.
fn predict(
    classifier: &mut (impl Classifier + ?Sized),
    test: &Examples,
    voice: &mut Voice<impl Write + Send>,
) -> Result<()> {
    let mut seconds = Vec::new();
    loop {
        let start = Instant::now();
        let predictions = classifier.predict(test, PREDICT_BATCH)?;
        seconds.push(start.elapsed().as_secs_f64());
        if seconds.len() == 3 || seconds.iter().sum::<f64>() > 2.0 {
            return voice.say(&Message::Predictions {
                confidences: predictions.confidences(),
                classes: predictions.classes,
                seconds,
            });
        }
    }
}

/// Says messages, one JSON object per line.
struct Voice<W>(W);

impl<W: Write> Voice<W> {
    fn say(&mut self, message: &Message) -> Result<()> {
        let said = serde_json::to_string(message)
            .map_err(std::io::Error::from)
            .and_then(|line| writeln!(self.0, "{line}"))
            .and_then(|()| self.0.flush());
        said.map_err(HarnessError::file("write to", "standard output"))
    }

    fn ready(&mut self, setup: Instant) -> Result<()> {
        let seconds = setup.elapsed().as_secs_f64();
        self.say(&Message::Ready { seconds })
    }
}

/// Turns what happens in training into messages, and evaluates after each epoch.
struct Reporter<'a, W> {
    cell: &'a Cell,
    test: &'a Examples,
    voice: &'a mut Voice<W>,
    last_step: Instant,
    train_seconds: f64,
}

impl<'a, W: Write + Send> Reporter<'a, W> {
    fn new(cell: &'a Cell, test: &'a Examples, voice: &'a mut Voice<W>) -> Self {
        Self { cell, test, voice, last_step: Instant::now(), train_seconds: 0.0 }
    }

    fn after_epoch(
        &mut self,
        report: &EpochReport,
        network: &mut dyn Differentiable,
    ) -> Result<()> {
        snapshot(self.cell, report.epoch, network, self.voice)?;
        self.train_seconds += report.seconds;
        let evaluating = Instant::now();
        let predictions = network.predict(self.test, PREDICT_BATCH)?;
        self.voice.say(&Message::Epoch(Epoch {
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

/// Pause between two messages about steps: enough for a bar that moves.
const STEP_PAUSE: Duration = Duration::from_millis(100);

impl<W: Write + Send> Observer for Reporter<'_, W> {
    fn on_step(&mut self, report: &StepReport) {
        if self.last_step.elapsed() < STEP_PAUSE {
            return;
        }
        self.last_step = Instant::now();
        // A parent that went away is noticed at the next message that matters.
        let _ = self.voice.say(&Message::Step {
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
