//! The table of exercises: what each claims beside what was measured.

use std::fmt;

use datasets::{DatasetChoice, DatasetError};

use crate::{
    experiment::Experiment,
    promise::{Promise, Verdict},
    record::Record,
    supervisor::Outcome,
    table::{
        NOTHING, Summary, cells, confusion, markdown, or_nothing, seconds, short, variants,
        with_thousands,
    },
    terminal::Screen,
};

const HEADER: [&str; 10] = [
    "exercise",
    "claimed",
    "contender",
    "parameters",
    "epochs",
    "test accuracy",
    "train loss",
    "training",
    "prediction",
    "verdict",
];

/// Columns that are text; what follows are numbers.
const TEXTS: usize = 3;

/// What is shown at the end: the table, and below it reasons and confusion matrices.
pub(super) struct Report {
    quick: bool,
    rows: Vec<Vec<String>>,
    below: Vec<String>,
}

impl Report {
    /// A report without any exercise; a `quick` one holds nothing against a promise.
    pub(super) fn new(quick: bool) -> Self {
        Self { quick, rows: vec![HEADER.map(str::to_owned).to_vec()], below: Vec::new() }
    }

    /// Adds what a contender made of an exercise.
    pub(super) fn measured(&mut self, id: &str, promise: Option<&Promise>, record: &Record) {
        let contender = &record.contender.id;
        self.rows.push(row(id, promise, record, self.quick));
        if let Some(problem) = record.outcome.problem() {
            let exercise = record.workload.title(id);
            self.below.push(format!("{exercise}, {contender}: {problem}"));
        } else if promise.is_some_and(|it| it.confusion && it.is_about(contender)) {
            self.below.push(confusion::render(record, Screen::FILE));
        }
    }

    /// Adds what the contenders of an exercise make of changed test images.
    pub(super) fn changed_images(&mut self, records: &[Record]) {
        self.below.extend(variants::render(records, Screen::FILE));
    }

    /// Adds an exercise whose data cannot be had.
    pub(super) fn without_data(&mut self, id: &str, experiment: &Experiment, error: &DatasetError) {
        let claim = experiment.promise.as_ref().map(|it| it.text.clone());
        let mut row = vec![NOTHING.to_owned(); HEADER.len()];
        row[0] = id.to_owned();
        row[1] = claim.unwrap_or_default();
        row[HEADER.len() - 1] = "NO DATA".to_owned();
        self.rows.push(row);
        let hint = match &experiment.dataset {
            Some(DatasetChoice::Csv(path)) => format!(
                "; run it in the folder that has {}, that is in the checkout",
                path.display()
            ),
            _ => String::new(),
        };
        self.below.push(format!("{id}: {error}{hint}"));
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", markdown(&self.rows, TEXTS))?;
        let mut below = self.below.iter();
        below.try_for_each(|text| write!(formatter, "\n\n{text}"))
    }
}

fn row(id: &str, promise: Option<&Promise>, record: &Record, quick: bool) -> Vec<String> {
    let quality = &record.quality;
    let epochs = record.workload.training.epochs;
    // Who reports no epoch where there are some to train has no parameters either.
    let trains = !quality.epochs.is_empty() || epochs == 0;
    let parameters = record.workload.model.parameter_count();
    let samples = &record.timings.train_seconds;
    let summary = Summary::of(&[record], &[]);
    let trained = (!samples.is_empty()).then(|| samples.iter().sum());
    vec![
        record.workload.title(id),
        or_nothing(promise, |promise| promise.text.clone()),
        record.contender.id.clone(),
        or_nothing(trains.then_some(parameters), with_thousands),
        or_nothing(trains.then_some(epochs), with_thousands),
        or_nothing(quality.accuracy(), |percent| format!("{percent:.2} %")),
        or_nothing(quality.train_loss(), |loss| format!("{loss:.4}")),
        or_nothing(trained, seconds),
        or_nothing(summary, |summary| cells::predict(&summary).plain()),
        verdict(promise, record, quick).to_owned(),
    ]
}

fn verdict(promise: Option<&Promise>, record: &Record, quick: bool) -> &'static str {
    match promise.map(|promise| promise.verdict(record)) {
        _ if record.outcome != Outcome::Ok => short(&record.outcome),
        _ if quick => "quick run",
        Some(Verdict::Kept) => "kept",
        Some(Verdict::Broken) => "NOT KEPT",
        _ => NOTHING,
    }
}
