//! Who takes part, and the program that runs its cells.

use std::collections::BTreeMap;

use crate::{
    HarnessError, Result, peer,
    protocol::{Cell, Message},
    registry::{self, CPU, Kind, REFERENCE},
    supervisor::{self, CellRun, Limits},
};

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contestant {
    /// Id of the contender.
    pub id: String,
    /// Program and arguments that run one of its cells; or why there is none, and what would help.
    pub program: std::result::Result<Vec<String>, String>,
    /// What it is.
    pub kind: Kind,
    /// Which of several devices it computes on, when that was asked for.
    pub device: Option<String>,
}

/// `ID:WHICH` of `--device`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceChoice {
    contender: String,
    device: String,
}

impl DeviceChoice {
    /// Reads `ID:WHICH`.
    ///
    /// # Errors
    /// A text without both, in words.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        match text.split_once(':') {
            Some((contender, device)) if !contender.is_empty() && !device.is_empty() => {
                Ok(Self { contender: contender.to_owned(), device: device.to_owned() })
            }
            _ => Err("expected ID:WHICH, such as burn-wgpu:1 or burn-wgpu:radeon".to_owned()),
        }
    }
}

impl Contestant {
    /// The contender of that id: one of this binary or a Python peer.
    ///
    /// # Errors
    /// An id that nobody has.
    pub fn named(id: &str) -> Result<Self> {
        if let Some(contender) = registry::contender(id) {
            return Self::own(&contender);
        }
        let peer = peer::peer(id).ok_or_else(|| unknown(id))?;
        Ok(Self { id: peer.id.to_owned(), program: peer.program(), kind: peer.kind, device: None })
    }

    /// A contender of this binary, which runs its cells by calling itself.
    pub fn own(contender: &registry::Contender) -> Result<Self> {
        let program = std::env::current_exe();
        let program = program.map_err(HarnessError::file("find", "the running program"))?;
        Ok(Self {
            id: contender.id.to_owned(),
            program: Ok(vec![program.to_string_lossy().into_owned(), "cell".to_owned()]),
            kind: contender.kind,
            device: None,
        })
    }

    /// Reads `NAME=COMMAND`; the command is split as a shell would, but no shell runs it.
    ///
    /// # Errors
    /// A name or a command that is none, in words.
    pub fn external(text: &str) -> std::result::Result<Self, String> {
        let (id, command) = text.split_once('=').ok_or("expected NAME=COMMAND")?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if id.is_empty() || id.starts_with('.') || !id.chars().all(allowed) {
            return Err("the name may hold letters, digits, '-', '_' and '.'".to_owned());
        }
        let program = shlex::split(command).ok_or("the command has an open quote")?;
        if program.is_empty() {
            return Err("the command is empty".to_owned());
        }
        Ok(Self {
            id: id.to_owned(),
            program: Ok(program),
            // A program of the user's tells by its answers what it is.
            kind: Kind::Network,
            device: None,
        })
    }

    /// Whether it classifies only `--knn-queries` test images.
    pub fn is_slow(&self) -> bool {
        self.kind == Kind::Neighbours { slow: true }
    }

    /// Whether it may compute elsewhere than on the processor; of an external program nobody knows.
    pub fn may_use_a_gpu(&self) -> bool {
        let own = registry::contender(&self.id).map(|own| own.device);
        let device = own.or_else(|| peer::peer(&self.id).map(|peer| peer.device));
        device != Some(CPU)
    }

    /// Runs a cell; without a program it is skipped.
    pub fn run(&self, cell: &Cell, limits: &Limits, on_message: impl FnMut(&Message)) -> CellRun {
        let cell = Cell { device: self.device.clone(), ..cell.clone() };
        match &self.program {
            Ok(program) => supervisor::run_cell(program, &cell, limits, on_message),
            Err(reason) => CellRun::skipped(reason),
        }
    }
}

fn unknown(id: &str) -> HarnessError {
    let own = registry::contenders().into_iter().map(|own| own.id);
    let all: Vec<_> = own.chain(peer::PEERS.map(|peer| peer.id)).collect();
    HarnessError::Usage(format!(
        "unknown contender {id:?}: there are {} (see `crosscheck list`; \
         --external NAME=COMMAND adds your own)",
        all.join(", ")
    ))
}

/// The named contenders, or `all`, and the external ones; the reference first, so that the others
/// can be compared as they finish.
///
/// # Errors
/// An id that nobody has, or that two have.
pub fn choose(
    ids: &[String],
    external: &[Contestant],
    all: Vec<registry::Contender>,
) -> Result<Vec<Contestant>> {
    let chosen: Result<Vec<_>> = match ids {
        [] => all.iter().map(Contestant::own).collect(),
        ids => ids.iter().map(|id| Contestant::named(id)).collect(),
    };
    let mut contestants = chosen?;
    contestants.extend(external.iter().cloned());
    contestants.sort_by_key(|contestant| contestant.id != REFERENCE);
    match duplicate(&contestants) {
        None => Ok(contestants),
        Some(id) => Err(HarnessError::Usage(format!(
            "contender {id:?} is named twice: every contender needs an id of its own"
        ))),
    }
}

/// Puts the contestants on the devices that were chosen for them.
///
/// # Errors
/// A device for somebody who does not take part.
pub fn place(contestants: Vec<Contestant>, choices: &[DeviceChoice]) -> Result<Vec<Contestant>> {
    let takes_part = |id: &str| contestants.iter().any(|contestant| contestant.id == id);
    if let Some(choice) = choices.iter().find(|it| !takes_part(&it.contender)) {
        let DeviceChoice { contender, device } = choice;
        return Err(HarnessError::Usage(format!(
            "--device {contender}:{device} is for a contender that does not take part: name it \
             with --contenders"
        )));
    }
    let placed = |contestant: Contestant| {
        let mine = |choice: &&DeviceChoice| choice.contender == contestant.id;
        let device = choices.iter().rfind(mine).map(|it| it.device.clone());
        Contestant { device, ..contestant }
    };
    Ok(contestants.into_iter().map(placed).collect())
}

/// An id that stands more than once.
fn duplicate(contestants: &[Contestant]) -> Option<&str> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for contestant in contestants {
        *counts.entry(&contestant.id).or_default() += 1;
    }
    let mut twice = counts.into_iter().filter(|&(_, count)| count > 1);
    twice.next().map(|(id, _)| id)
}
