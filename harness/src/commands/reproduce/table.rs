//! The table of exercises: claimed beside measured.

use datasets::{DatasetChoice, DatasetError};
use records::{Check, Claim, Outcome, Record, studies};
use report::{
    Cell, Emphasis, NONE, Table, confusion, or_none, predict_rows, seconds, terminal::Screen,
    thousands, variants,
};

use crate::experiment::Experiment;

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

/// The table, and below it reasons, confusion matrices and changed test images.
pub(super) struct ClaimTable {
    quick: bool,
    table: Table,
    checks: Vec<Check>,
    below: Vec<String>,
    screen: Screen,
}

impl ClaimTable {
    /// An empty table; a `quick` one does not check claims.
    pub(super) fn new(quick: bool) -> Self {
        let table = Table { keys: 1, ..Table::new(HEADER, 3) };
        Self { quick, table, checks: Vec::new(), below: Vec::new(), screen: Screen::of_stdout() }
    }

    /// Adds a contender's result of an exercise.
    pub(super) fn measured(&mut self, id: &str, claim: Option<&Claim>, record: &Record) {
        let contender = &record.contender.id;
        self.table.rows.push(row(id, claim, record, self.quick));
        self.checks.extend(claim.filter(|_| !self.quick).map(|claim| claim.check(record)));
        if let Some(problem) = record.outcome.problem() {
            let exercise = record.workload.title(id);
            self.below.push(format!("{exercise}, {contender}: {problem}"));
        } else if claim.is_some_and(|claim| claim.confusion && claim.is_about(contender)) {
            self.below.push(confusion::text(record, self.screen));
        }
    }

    /// Adds the accuracy on changed test images of an exercise.
    pub(super) fn variants(&mut self, records: &[Record]) {
        let tables = studies(records).iter().filter_map(variants::table).collect::<Vec<_>>();
        self.below.extend(tables.iter().map(|table| variants::text(table, self.screen)));
    }

    /// Adds an exercise whose data are unavailable.
    pub(super) fn without_data(&mut self, id: &str, experiment: &Experiment, error: &DatasetError) {
        let claim = experiment.claim.as_ref().map(|claim| claim.text.clone());
        let mut row = vec![Cell::from(NONE); HEADER.len()];
        row[0] = id.into();
        row[1] = claim.unwrap_or_default().into();
        row[HEADER.len() - 1] = Cell::from("NO DATA").with_emphasis(Emphasis::Failed);
        self.table.rows.push(row);
        let hint = match &experiment.dataset {
            Some(DatasetChoice::Path(path)) => {
                format!("; run it in the folder with {}, the checkout", path.display())
            }
            _ => String::new(),
        };
        self.below.push(format!("{id}: {error}{hint}"));
    }

    /// The results of checking claims.
    pub(super) fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The table and the texts below it.
    pub(super) fn text(&self) -> String {
        let parts = [self.table.text(self.screen)].into_iter();
        parts.chain(self.below.iter().cloned()).collect::<Vec<_>>().join("\n\n")
    }
}

fn row(id: &str, claim: Option<&Claim>, record: &Record, quick: bool) -> Vec<Cell> {
    let quality = &record.quality;
    let epochs = record.workload.training.epochs;
    // A contender without epochs, where there are some to train, has no parameters either.
    let trains = !quality.epochs.is_empty() || epochs == 0;
    let parameters = record.workload.model.parameter_count();
    let records = [record.clone()];
    let studies = studies(&records);
    let summary = &studies[0].comparisons[0].contenders[0].summary;
    vec![
        record.workload.title(id).into(),
        or_none(claim, |claim| claim.text.clone()).into(),
        record.contender.id.clone().into(),
        or_none(trains.then_some(parameters), thousands).into(),
        or_none(trains.then_some(epochs), thousands).into(),
        or_none(quality.accuracy(), |percent| format!("{percent:.2} %")).into(),
        or_none(quality.train_loss(), |loss| format!("{loss:.4}")).into(),
        or_none(record.total_train_seconds(), seconds).into(),
        predict_rows(summary),
        verdict(claim, record, quick),
    ]
}

fn verdict(claim: Option<&Claim>, record: &Record, quick: bool) -> Cell {
    let failed = |text: String| Cell::from(text).with_emphasis(Emphasis::Failed);
    match claim.map(|claim| claim.check(record)) {
        _ if record.outcome != Outcome::Ok => failed(record.outcome.status().to_string()),
        _ if quick => "quick run".into(),
        Some(Check::Holds) => "holds".into(),
        Some(Check::Fails) => failed("DOES NOT HOLD".to_owned()),
        _ => NONE.into(),
    }
}
