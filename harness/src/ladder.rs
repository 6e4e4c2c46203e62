//! `crosscheck agree`: the ladder of agreement, from one layer's derivative to whole runs.
//!
//! Each rung leans on the one below it: the hand-written backward is held against differences of
//! the loss, the other networks against the hand-written one, first in one batch's gradients, then
//! in the steps of an optimizer, then in whole runs; whoever computes on a GPU stands on the fifth.
//! [`pieces`] lists what is compared. Every contender runs each [`Piece`] as a cell, in a process of
//! its own, so that frameworks, Python peers and programs of the user's are asked alike.

pub mod piece;
pub mod pieces;
pub mod report;
mod rungs;
mod tolerance;

use std::time::Duration;

use serde::Serialize;

use crate::{
    HarnessError, Result,
    contestant::Contestant,
    interrupt,
    progress::CaseBar,
    supervisor::{Limits, Outcome},
    terminal,
    witness::Witness,
};
use piece::Piece;
pub(crate) use tolerance::{GRADIENTS, gradient_tolerance};

/// What is compared of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rung {
    /// Loss and gradients of the first batch.
    Gradients,
    /// Parameters after some steps.
    Steps,
    /// Loss of every epoch, and the test predictions.
    Run,
}

impl Rung {
    /// Its place on the ladder; rung 1 needs no contender but `scratch`.
    pub fn number(self) -> u8 {
        match self {
            Self::Gradients => 2,
            Self::Steps => 3,
            Self::Run => 4,
        }
    }
}

/// Where whatever is computed elsewhere than on the processor stands.
const GPU_RUNG: u8 = 5;

/// One comparison, and what came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// The rung it belongs to, from 1.
    pub rung: u8,
    /// What is compared, e.g. `batchnorm` or `adam, step 100`.
    pub piece: String,
    /// Who is compared.
    pub contender: String,
    /// Whom with.
    pub reference: String,
    /// What agrees least; nothing when there was nothing to compare.
    pub worst: Option<Worst>,
    /// Largest relative difference allowed.
    pub tolerance: f64,
    /// Why that much.
    pub reason: &'static str,
    /// Why there was nothing to compare.
    pub problem: Option<String>,
    /// Whether the worst is within the tolerance.
    pub verdict: Verdict,
}

/// The tensor of a case that agrees least.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worst {
    /// Its name; or `loss`, `loss of each epoch`, `test predictions`.
    pub tensor: String,
    /// Norm of the difference over the norm of the reference; for predictions, the share that differs.
    pub relative: f64,
    /// Largest absolute difference of two values.
    pub max_abs: Option<f64>,
    /// Cosine of the angle between both.
    pub cosine: Option<f64>,
}

/// What came out of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Within the tolerance.
    Agrees,
    /// Not within it, or nothing to compare where there should be.
    Disagrees,
    /// The contender cannot run here.
    Skipped,
}

/// Who climbs which rungs.
pub struct Climb {
    /// Those that are compared.
    pub contestants: Vec<Contestant>,
    /// Whom they are compared with.
    pub reference: Contestant,
    /// The rungs, from 1; none for all.
    pub rungs: Vec<u8>,
    /// Parts of the names of the pieces to compare; none for all.
    pub pieces: Vec<String>,
    /// Whole runs are made from the seeds 1 to this.
    pub seeds: u64,
    /// Threads that every contender may use.
    pub threads: usize,
    /// Longest time for one contender on one piece.
    pub timeout: Duration,
}

/// Climbs, and prints a line per case, as a table or as JSON Lines.
///
/// # Errors
/// A reference that cannot run; [`HarnessError::Disagree`] when a case is not within its tolerance.
pub fn agree(climb: &Climb, json: bool) -> Result<()> {
    let mut cases = match climb.wants(1) {
        true => rungs::derivatives()?,
        false => Vec::new(),
    };
    cases.retain(|case| climb.names(&case.piece));
    cases.extend(climb.compare_all(climb.pieces()?)?);
    cases.retain(|case| climb.wants(case.rung) || case.verdict == Verdict::Skipped);
    cases.sort_by_key(|case| case.rung);
    match json {
        true => cases.iter().for_each(|case| terminal::say(&report::json(case))),
        false => terminal::say(&report::table(&cases)),
    }
    let disagrees = |case: &&Case| case.verdict == Verdict::Disagrees;
    match cases.iter().filter(disagrees).count() {
        0 => Ok(()),
        failed => Err(HarnessError::Disagree { failed, cases: cases.len() }),
    }
}

impl Climb {
    fn wants(&self, rung: u8) -> bool {
        self.rungs.is_empty() || self.rungs.contains(&rung)
    }

    fn names(&self, piece: &str) -> bool {
        self.pieces.is_empty() || self.pieces.iter().any(|part| piece.contains(part))
    }

    /// The pieces of the rungs asked for. The fifth rung has none of its own: it is the others, seen
    /// by those who compute on a GPU.
    fn pieces(&self) -> Result<Vec<Piece>> {
        let mut pieces = pieces::layers_and_losses()?;
        pieces.extend(pieces::experiments()?);
        pieces.extend(pieces::optimizers()?);
        let on_gpu = self.wants(GPU_RUNG) && self.contestants.iter().any(Contestant::may_use_a_gpu);
        let wanted = |rung: Rung| self.wants(rung.number()) || on_gpu;
        if wanted(Rung::Run) {
            pieces.extend(pieces::runs(self.seeds)?);
        }
        pieces.retain(|piece| wanted(piece.rung) && self.names(&piece.name));
        Ok(pieces)
    }

    fn compare_all(&self, pieces: Vec<Piece>) -> Result<Vec<Case>> {
        let limits = Limits { timeout: self.timeout, stop: interrupt::stop() };
        let bar = CaseBar::new(pieces.len() as u64);
        let mut cases = Vec::new();
        for piece in pieces {
            bar.begin(&piece.name);
            cases.extend(self.compare(&piece, &limits)?);
            if interrupt::stopped() {
                return Err(HarnessError::Interrupted);
            }
        }
        Ok(cases)
    }

    fn compare(&self, piece: &Piece, limits: &Limits) -> Result<Vec<Case>> {
        let workload = piece.workload(self.threads)?;
        let ask = |contestant: &Contestant| {
            let cell = piece.cell(&workload, &contestant.id)?;
            let run = contestant.run(&cell, limits, |_| {});
            Ok::<_, HarnessError>((Witness::of(&run.messages), run.outcome))
        };
        let (reference, outcome) = ask(&self.reference)?;
        if let Some(problem) = outcome.problem() {
            return Err(HarnessError::NoReference {
                id: self.reference.id.clone(),
                piece: piece.name.clone(),
                problem,
            });
        }
        let mut cases = Vec::new();
        for contestant in &self.contestants {
            let pair = (&*contestant.id, &*self.reference.id);
            let (witness, outcome) = ask(contestant)?;
            cases.extend(match outcome {
                Outcome::Skipped { reason } => vec![rungs::skipped(piece, pair, &reason)],
                outcome => rungs::compare(piece, pair, (&witness, &outcome), &reference),
            });
        }
        Ok(cases)
    }
}
