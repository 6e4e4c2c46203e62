//! `crosscheck agree`: the ladder of agreement, from one layer's derivative to a hundred steps.
//!
//! Each rung leans on the one below it: [`rungs::derivatives`] holds the hand-written backward
//! against central differences, [`rungs::gradients`] holds the frameworks against the hand-written
//! one, [`rungs::steps`] follows the optimizers for a while. [`pieces`] lists what is compared.

pub mod pieces;
pub mod report;
pub mod rungs;

use classifier::Differentiable;
use serde::Serialize;

use crate::{
    HarnessError, Result,
    agreement::TensorAgreement,
    registry::{Build, Contender, REFERENCE, contender, contenders},
    terminal,
};

/// One comparison, and what came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// The rung it belongs to, from 1.
    pub rung: u8,
    /// What is compared, e.g. `batch-norm` or `adam, 100 steps`.
    pub piece: String,
    /// Who is compared.
    pub contender: String,
    /// Whom with.
    pub reference: &'static str,
    /// The tensor that agrees least; nothing when there was none to compare.
    pub worst: Option<TensorAgreement>,
    /// Largest relative difference allowed.
    pub tolerance: f64,
    /// Why that much.
    pub reason: &'static str,
    /// Why there was nothing to compare.
    pub problem: Option<String>,
    /// Whether the worst tensor is within the tolerance.
    pub agrees: bool,
}

/// Climbs all rungs with these contenders, or with all networks when none is named, and prints a
/// line per case, as a table or as JSON Lines.
///
/// # Errors
/// A contender that is unknown, no network or not in this binary; [`HarnessError::Disagree`] when
/// a case is not within its tolerance.
pub fn agree(ids: &[String], json: bool) -> Result<()> {
    let networks = networks(ids)?;
    let mut cases = rungs::derivatives()?;
    for network in &networks {
        cases.extend(rungs::gradients(network)?);
        cases.extend(rungs::steps(network)?);
    }
    cases.sort_by_key(|case| case.rung);
    match json {
        true => cases
            .iter()
            .for_each(|case| terminal::say(&report::json(case))),
        false => terminal::say(&report::table(&cases)),
    }
    match cases.iter().filter(|case| !case.agrees).count() {
        0 => Ok(()),
        failed => Err(HarnessError::Disagree {
            failed,
            cases: cases.len(),
        }),
    }
}

/// A network to be compared with the reference.
pub struct Network {
    /// Id of the contender.
    pub id: &'static str,
    build: Build,
}

impl Network {
    /// The network of `piece`.
    pub fn build(&self, piece: &pieces::Piece) -> Result<Box<dyn Differentiable>> {
        match self.build {
            Build::Network(build) => Ok(build(&piece.model, &piece.training, &piece.parameters)?),
            Build::Neighbours(_) => Err(no_network(self.id)),
        }
    }
}

/// The named contenders, or all networks in this binary but the reference.
fn networks(ids: &[String]) -> Result<Vec<Network>> {
    let chosen: Vec<Contender> = match ids {
        [] => contenders(),
        ids => ids
            .iter()
            .map(|id| contender(id).ok_or_else(|| no_network(id)))
            .collect::<Result<_>>()?,
    };
    let mut networks = Vec::new();
    for contender in chosen {
        let build = contender.built.as_ref().map(|built| built.build);
        match build {
            Some(build @ Build::Network(_)) => networks.push(Network {
                id: contender.id,
                build,
            }),
            _ if ids.is_empty() => {}
            Some(_) => return Err(no_network(contender.id)),
            None => {
                return Err(HarnessError::Usage(
                    contender.unavailable().unwrap_or_default(),
                ));
            }
        }
    }
    networks.retain(|network| network.id != REFERENCE);
    Ok(networks)
}

fn no_network(id: &str) -> HarnessError {
    HarnessError::Usage(format!(
        "{id:?} is no network that could be compared: `crosscheck list` shows the contenders"
    ))
}
