//! `crosscheck reproduce`: the exercises again, what they claim beside what is measured.

mod report;

use crate::{
    HarnessError, Result,
    compare::{self, Comparison},
    experiment::{self, Experiment},
    interrupt,
    promise::Promise,
    record::Record,
    terminal,
};
use report::Report;

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

/// Runs the exercises one after the other and prints a line per exercise, setting and contender.
///
/// `comparisons` makes what `compare` would run of an experiment. With `quick` every network trains
/// for a fifth of its epochs, and no promise is held against it. An exercise whose data cannot be
/// had is a line that says so.
///
/// # Errors
/// Those of [`compare::run`]; after the last exercise [`HarnessError::CellsFailed`] and
/// [`HarnessError::NoData`].
pub fn reproduce(
    exercises: Vec<Exercise>,
    quick: bool,
    comparisons: impl Fn(&Experiment) -> Result<Vec<Comparison>>,
) -> Result<()> {
    let mut report = Report::new(quick);
    let mut records = Vec::new();
    let mut without_data = 0;
    for Exercise { id, mut experiment } in exercises {
        if interrupt::stopped() {
            break;
        }
        if quick {
            experiment.shorten(5);
        }
        match run(id, &comparisons(&experiment)?) {
            Ok(done) => {
                let before = records.len();
                for (promise, record) in done {
                    report.measured(id, promise.as_ref(), &record);
                    records.push(record);
                }
                report.changed_images(&records[before..]);
            }
            Err(HarnessError::Data(error)) => {
                report.without_data(id, &experiment, &error);
                without_data += 1;
            }
            Err(error) => return Err(error),
        }
    }
    terminal::say(&report.to_string());
    compare::all_fine(&records)?;
    match without_data {
        0 => Ok(()),
        exercises => Err(HarnessError::NoData { exercises }),
    }
}

/// The records of all settings of an exercise, each with what is promised of it.
fn run(id: &str, comparisons: &[Comparison]) -> Result<Vec<(Option<Promise>, Record)>> {
    terminal::note(id);
    let mut done = Vec::new();
    for comparison in comparisons {
        if interrupt::stopped() {
            break;
        }
        for record in compare::run(comparison)? {
            done.push((comparison.experiment.promise.clone(), record));
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exercise_can_be_run_and_promises_something() {
        let exercises = exercises(&[]).unwrap();
        assert!(exercises.len() >= 13);
        for Exercise { id, experiment } in exercises {
            for setting in experiment.settings().unwrap() {
                setting.experiment.check().unwrap();
            }
            assert!(experiment.promise.is_some(), "{id}");
        }
    }

    #[test]
    fn an_unknown_exercise_is_answered_with_the_known_ones() {
        let error = exercises(&["sample".to_owned()]).err().unwrap().to_string();
        assert!(error.contains("\"sample\"") && error.contains("xor"), "{error}");
    }
}
