//! `crosscheck agree`: comparison case by case, from one layer's derivative to whole runs.
//!
//! The levels build on each other: the hand-written backward is compared with differences of the loss,
//! the other networks with the hand-written one, first in the gradients of a batch, then in the steps of
//! an optimizer, then in whole runs; contenders on a GPU are the fifth level. [`cases`] lists the cases.
//! Every contender runs each [`CaseRun`] as a cell, in a process of its own, so that built-in networks,
//! Python and external programs are treated alike.

pub mod case;
pub mod cases;
mod levels;
pub mod report;
mod tolerance;

use std::time::Duration;

use ::report::terminal;
use records::Outcome;
use serde::Serialize;

use crate::{
    HarnessError, Result,
    cell::interrupt,
    contenders::Contender,
    run::{Outputs, progress::CaseBar},
};
use case::CaseRun;

/// The outputs that a case compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Loss, gradients and predicted classes of the first batch, at the initial weights.
    Gradients,
    /// Parameters after some steps.
    Steps,
    /// Loss of every epoch, and the test predictions.
    Run,
}

impl Level {
    /// The number of the level; level 1 compares `scratch` with differences of its loss.
    pub fn number(self) -> u8 {
        match self {
            Self::Gradients => 2,
            Self::Steps => 3,
            Self::Run => 4,
        }
    }
}

/// The level of all results from a GPU.
const GPU_LEVEL: u8 = 5;

/// Where the names of the cases stand, for messages.
const NAMES: &str = "`crosscheck agree --contenders burn-flex` shows all names";

/// The result of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Level, from 1.
    pub level: u8,
    /// Name of the case, e.g. `layer-relu` or `optimizer-adam, step 100`.
    pub case: String,
    /// The contender.
    pub contender: String,
    /// The reference.
    pub reference: String,
    /// The tensor with the largest difference; `None` if nothing was compared.
    pub worst: Option<Worst>,
    /// Largest relative difference allowed.
    pub tolerance: f64,
    /// The reason for the tolerance.
    pub reason: &'static str,
    /// Why nothing was compared.
    pub problem: Option<String>,
    /// Whether the worst tensor is within the tolerance.
    pub verdict: Verdict,
}

/// The tensor of a case with the largest difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worst {
    /// Its name; or `loss`, `loss of each epoch`, `predicted classes`.
    pub tensor: String,
    /// Norm of the difference over the norm of the reference; for predictions, the fraction that
    /// differs.
    pub relative: f64,
    /// Largest absolute difference of two values.
    pub max_abs: Option<f64>,
    /// Cosine of the angle between both.
    pub cosine: Option<f64>,
    /// Norm over the norm of the reference: 1/16 after a second division by a batch of 16.
    pub norm_ratio: Option<f64>,
}

/// The verdict on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Within the tolerance.
    Agrees,
    /// Beyond the tolerance, or without the outputs to compare.
    Disagrees,
    /// The contender is unavailable.
    Skipped,
}

/// Contenders, reference and cases to compare.
pub struct Plan {
    /// The contenders.
    pub contenders: Vec<Contender>,
    /// The reference.
    pub reference: Contender,
    /// The levels, from 1; empty for all.
    pub levels: Vec<u8>,
    /// Parts of the names of the cases; empty for all.
    pub cases: Vec<String>,
    /// Whole runs use the seeds from 1 to this.
    pub seeds: u64,
    /// Threads per contender.
    pub threads: usize,
    /// Longest time for one contender on one case.
    pub timeout: Duration,
}

/// Compares all cases, and prints a row per finding as a table or as JSON Lines.
///
/// # Errors
/// A reference without a result, a case that does not exist, a plan that compares nothing;
/// [`HarnessError::Disagree`] for a finding beyond its tolerance.
pub fn agree(plan: &Plan, json: bool) -> Result<()> {
    let mut findings = Vec::new();
    let compared = plan.compare_all(&mut findings);
    findings.retain(|finding| plan.includes(finding.level) || finding.verdict == Verdict::Skipped);
    findings.sort_by_key(|finding| finding.level);
    if json {
        findings.iter().for_each(|finding| terminal::say(&report::json(finding)));
    } else if compared.is_ok() || !findings.is_empty() {
        terminal::say(&report::text(&findings, compared.is_ok()));
    }
    compared?;
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    match (count(Verdict::Disagrees), count(Verdict::Agrees), count(Verdict::Skipped)) {
        (0, 0, 0) => Err(HarnessError::Usage(format!(
            "nothing was compared: name a contender other than {}, the reference, and levels of it \
             (level {GPU_LEVEL} needs one on a GPU)",
            plan.reference.id
        ))),
        (0, 0, skipped) => Err(HarnessError::Usage(format!(
            "nothing was compared: {skipped} cases were skipped, for the reasons above"
        ))),
        (0, ..) => Ok(()),
        (failed, agree, _) => Err(HarnessError::Disagree { failed, cases: failed + agree }),
    }
}

impl Plan {
    fn includes(&self, level: u8) -> bool {
        self.levels.is_empty() || self.levels.contains(&level)
    }

    fn names(&self, case: &str) -> bool {
        self.cases.is_empty() || self.cases.iter().any(|part| case.contains(part))
    }

    /// Errors unless every name of the plan is part of the name of a case.
    fn check_names<'a>(&self, cases: impl Iterator<Item = &'a String> + Clone) -> Result<()> {
        let is_known = |part: &&String| cases.clone().any(|case| case.contains(part.as_str()));
        match self.cases.iter().find(|part| !is_known(part)) {
            None => Ok(()),
            Some(unknown) => Err(HarnessError::Usage(format!(
                "--cases {unknown}: no case of these levels has {unknown:?} in its name; {NAMES}"
            ))),
        }
    }

    /// The cases of the included levels. The fifth level has the cases of all others, run on a GPU.
    fn case_runs(&self) -> Result<Vec<CaseRun>> {
        let mut runs = cases::layers_and_losses()?;
        runs.extend(cases::experiments()?);
        runs.extend(cases::optimizers()?);
        let on_gpu =
            self.includes(GPU_LEVEL) && self.contenders.iter().any(Contender::may_use_a_gpu);
        let is_included = |level: Level| self.includes(level.number()) || on_gpu;
        if is_included(Level::Run) {
            runs.extend(cases::runs(self.seeds)?);
        }
        runs.retain(|run| is_included(run.level) && self.names(&run.name));
        Ok(runs)
    }

    /// Adds the findings of all cases; those before an error are kept.
    fn compare_all(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let runs = self.case_runs()?;
        interrupt::begin((runs.len() * (1 + self.contenders.len())) as u64);
        if self.includes(1) {
            findings.extend(interrupt::unless_interrupted(levels::derivatives)??);
            findings.retain(|finding| self.names(&finding.case));
        }
        let names = findings.iter().map(|finding| &finding.case);
        self.check_names(names.chain(runs.iter().map(|run| &run.name)))?;
        let bar = CaseBar::new(runs.len() as u64);
        for run in runs {
            bar.begin(&run.name);
            findings.extend(self.compare(&run)?);
        }
        Ok(())
    }

    fn compare(&self, case: &CaseRun) -> Result<Vec<Finding>> {
        let workload = case.workload(self.threads)?;
        let outputs = |contender: &Contender| {
            let cell = case.cell(&workload, &contender.id)?;
            let run = contender.run(&cell, self.timeout, |_| {})?;
            interrupt::count_cell();
            Ok::<_, HarnessError>((Outputs::new(&run.messages), run.outcome))
        };
        let (reference, outcome) = outputs(&self.reference)?;
        if let Some(problem) = outcome.problem() {
            return Err(HarnessError::NoReference {
                id: self.reference.id.clone(),
                case: case.name.clone(),
                problem,
            });
        }
        let mut findings = Vec::new();
        for contender in &self.contenders {
            let pair = (&*contender.id, &*self.reference.id);
            let (outputs, outcome) = outputs(contender)?;
            findings.extend(match outcome {
                Outcome::Skipped { reason } => vec![levels::skipped(case, pair, &reason)],
                outcome => levels::compare(case, pair, (&outputs, &outcome), &reference),
            });
        }
        Ok(findings)
    }
}
