//! `crosscheck reproduce`: the exercises of the course, claimed beside measured.

mod table;

use records::{Claim, Record};
use report::terminal;
use table::ClaimTable;

use crate::{
    HarnessError, Result,
    cell::interrupt,
    experiment::{self, Experiment},
    run::{self, ComparisonSpec},
};

/// An exercise.
pub struct Exercise {
    /// Its id.
    pub id: &'static str,
    /// Its experiment, with the claim.
    pub experiment: Experiment,
}

/// The named exercises, or all.
///
/// # Errors
/// An unknown id.
pub fn exercises(ids: &[String]) -> Result<Vec<Exercise>> {
    let mut exercises = Vec::new();
    for (id, experiment) in experiment::committed()? {
        if experiment.claim.is_some() {
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

/// Runs the exercises one after another and prints a row per exercise, setting and contender.
///
/// `specs` makes the comparisons of an experiment. With `quick`, networks train for a fifth of the
/// epochs, and claims are not checked. An exercise without data is a row as well.
///
/// # Errors
/// Those of [`run::run`]; after the last exercise [`HarnessError::CellsFailed`] and
/// [`HarnessError::NoData`].
pub fn reproduce(
    exercises: Vec<Exercise>,
    quick: bool,
    specs: impl Fn(&Experiment) -> Result<Vec<ComparisonSpec>>,
) -> Result<()> {
    let mut table = ClaimTable::new(quick);
    let mut records = Vec::new();
    let mut without_data = 0;
    for Exercise { id, mut experiment } in exercises {
        if interrupt::stopped() {
            break;
        }
        if quick {
            experiment.shorten(5);
        }
        match run_all(id, &specs(&experiment)?) {
            Ok(done) => {
                let before = records.len();
                for (claim, record) in done {
                    table.measured(id, claim.as_ref(), &record);
                    records.push(record);
                }
                table.variants(&records[before..]);
            }
            Err(HarnessError::Data(error)) => {
                table.without_data(id, &experiment, &error);
                without_data += 1;
            }
            Err(error) => return Err(error),
        }
    }
    terminal::say(&table.text());
    run::all_ok(&records)?;
    match without_data {
        0 => Ok(()),
        exercises => Err(HarnessError::NoData { exercises }),
    }
}

/// The records of all settings of an exercise, each with its claim.
fn run_all(id: &str, specs: &[ComparisonSpec]) -> Result<Vec<(Option<Claim>, Record)>> {
    terminal::note(id);
    let mut done = Vec::new();
    for spec in specs {
        if interrupt::stopped() {
            break;
        }
        for record in run::run(spec)? {
            done.push((spec.experiment.claim.clone(), record));
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exercise_is_valid_and_has_a_claim() {
        let exercises = exercises(&[]).unwrap();
        assert!(exercises.len() >= 13);
        for Exercise { id, experiment } in exercises {
            for variation in experiment.variations().unwrap() {
                variation.experiment.check().unwrap();
            }
            assert!(experiment.claim.is_some(), "{id}");
        }
    }

    #[test]
    fn an_unknown_exercise_is_answered_with_the_known_ones() {
        let error = exercises(&["sample".to_owned()]).err().unwrap().to_string();
        assert!(error.contains("\"sample\"") && error.contains("xor"), "{error}");
    }
}
