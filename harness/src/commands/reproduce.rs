//! `crosscheck reproduce`: the exercises of the course, claimed beside measured.

mod table;

use report::{incomplete, terminal};
use table::ClaimTable;

use super::claims;
use crate::{
    HarnessError, Result,
    experiment::{self, Experiment},
    run::{self, ComparisonSpec, Session},
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
/// Those of [`run::run`]; after the last exercise [`HarnessError::CellsFailed`],
/// [`HarnessError::NoData`] and [`HarnessError::ClaimFails`].
pub fn reproduce(
    exercises: Vec<Exercise>,
    quick: bool,
    specs: impl Fn(&Experiment) -> Result<Vec<ComparisonSpec>>,
) -> Result<()> {
    let prepared = exercises.into_iter().map(|Exercise { id, mut experiment }| {
        if quick {
            experiment.shorten(5);
        }
        Ok((id, specs(&experiment)?, experiment))
    });
    let prepared: Vec<(_, Vec<ComparisonSpec>, _)> = prepared.collect::<Result<_>>()?;
    let all_specs = || prepared.iter().flat_map(|(_, specs, _)| specs);
    let Some(ComparisonSpec { out, .. }) = all_specs().next() else { return Ok(()) };
    let mut session = Session::begin(out, all_specs().map(ComparisonSpec::cells).sum())?;
    let mut table = ClaimTable::new(quick);
    let mut without_data = 0;
    let ran = prepared.iter().try_for_each(|(id, specs, experiment)| {
        let before = session.records().len();
        let ran = run_all(id, specs, &mut session, &mut table);
        table.variants(&session.records()[before..]);
        match ran {
            Err(HarnessError::Data(error)) => {
                table.without_data(id, experiment, &error);
                without_data += 1;
                Ok(())
            }
            ran => ran,
        }
    });
    let records = session.records();
    if ran.is_ok() || !records.is_empty() {
        terminal::say(&table.text());
        incomplete(records).iter().for_each(|line| terminal::say(line));
    }
    ran?;
    run::all_ok(records)?;
    match without_data {
        0 => claims::all_hold(table.checks()),
        exercises => Err(HarnessError::NoData { exercises }),
    }
}

/// Runs all settings of an exercise, and adds each result with its claim.
fn run_all(
    id: &str,
    specs: &[ComparisonSpec],
    session: &mut Session,
    table: &mut ClaimTable,
) -> Result<()> {
    terminal::note(id);
    specs.iter().try_for_each(|spec| {
        let before = session.records().len();
        let ran = run::run(spec, session);
        for record in &session.records()[before..] {
            table.measured(id, spec.experiment.claim.as_ref(), record);
        }
        ran
    })
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
