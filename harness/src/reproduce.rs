//! `crosscheck reproduce`: the exercises again, what they claim beside what is measured.

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};

use crate::{
    HarnessError, Result,
    compare::{self, Comparison},
    experiment::{self, Experiment},
    promise::Verdict,
    record::Record,
    terminal,
};

/// An exercise to run.
pub struct Exercise {
    /// Its id.
    pub id: &'static str,
    /// What to run, and what is promised.
    pub experiment: Experiment,
}

/// The named exercises, or all.
///
/// # Errors
/// An id that no exercise has.
pub fn exercises(ids: &[String]) -> Result<Vec<Exercise>> {
    let mut exercises = Vec::new();
    for (id, experiment) in experiment::committed()? {
        if experiment.promise.is_some() {
            exercises.push(Exercise { id, experiment });
        }
    }
    let known: Vec<&str> = exercises.iter().map(|exercise| exercise.id).collect();
    if let Some(unknown) = ids.iter().find(|id| !known.contains(&id.as_str())) {
        return Err(HarnessError::Usage(format!(
            "there is no exercise {unknown:?}: there are {}",
            known.join(", ")
        )));
    }
    exercises.retain(|exercise| ids.is_empty() || ids.iter().any(|id| id == exercise.id));
    Ok(exercises)
}

/// Runs the exercises one after the other and prints a line per exercise and contender.
///
/// `comparison` makes what `compare` would run of an experiment. With `quick` every network trains
/// for a fifth of its epochs, and no promise is held against it.
///
/// # Errors
/// Those of [`compare::run`]; [`HarnessError::CellsFailed`] after the last exercise.
pub fn reproduce(
    exercises: Vec<Exercise>,
    quick: bool,
    comparison: impl Fn(Experiment) -> Result<Comparison>,
) -> Result<()> {
    let mut rows = Vec::new();
    let mut records = Vec::new();
    for Exercise { id, mut experiment } in exercises {
        let epochs = &mut experiment.training.epochs;
        *epochs = if quick { epochs.div_ceil(5) } else { *epochs };
        terminal::note(&format!("{id}: {epochs} epochs"));
        let comparison = comparison(experiment)?;
        let done = compare::run(&comparison)?;
        rows.extend(
            done.iter()
                .map(|record| row(id, &comparison.experiment, record, quick)),
        );
        records.extend(done);
    }
    terminal::say(&table(rows));
    compare::all_fine(&records)
}

fn row(id: &str, experiment: &Experiment, record: &Record, quick: bool) -> [String; 8] {
    let promise = experiment.promise.as_ref();
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let parameters = experiment.model.parameter_count();
    let samples = &record.timings.train_seconds;
    let seconds = (!samples.is_empty()).then(|| format!("{:.2} s", samples.iter().sum::<f64>()));
    let verdict = match (promise.map(|promise| promise.verdict(record)), quick) {
        (_, true) => "quick run".to_owned(),
        (Some(Verdict::Kept), _) => "kept".to_owned(),
        (Some(Verdict::Broken), _) => "NOT KEPT".to_owned(),
        _ => "–".to_owned(),
    };
    let verdict = record.outcome.problem().unwrap_or(verdict);
    [
        id.to_owned(),
        or_nothing(promise.map(|promise| promise.text.clone())),
        record.contender.id.clone(),
        parameters.to_string(),
        or_nothing(
            record
                .quality
                .accuracy()
                .map(|accuracy| format!("{accuracy:.2} %")),
        ),
        or_nothing(record.quality.train_loss().map(|loss| format!("{loss:.4}"))),
        or_nothing(seconds),
        verdict,
    ]
}

fn table(rows: Vec<[String; 8]>) -> String {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header([
        "exercise",
        "claimed",
        "contender",
        "parameters",
        "test accuracy",
        "train loss",
        "training",
        "verdict",
    ]);
    table.add_rows(rows);
    for column in table.column_iter_mut().skip(3).take(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exercise_can_be_run_and_promises_something() {
        let exercises = exercises(&[]).unwrap();
        assert!(exercises.len() >= 9);
        for Exercise { id, experiment } in exercises {
            experiment.check().unwrap();
            assert!(experiment.promise.is_some(), "{id}");
        }
    }

    #[test]
    fn an_unknown_exercise_is_answered_with_the_known_ones() {
        let error = exercises(&["sample".to_owned()]).err().unwrap().to_string();
        assert!(
            error.contains("\"sample\"") && error.contains("xor"),
            "{error}"
        );
    }
}
