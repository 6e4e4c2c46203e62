//! Contenders: those built into this binary, Python programs, and programs of the user's.

mod built;
mod choice;
mod device;
#[cfg(any(
    feature = "burn-wgpu",
    feature = "burn-vulkan",
    feature = "burn-cuda",
    feature = "candle-cuda"
))]
mod gpu;
mod program;
mod python;

pub use built::{Build, Built};
pub use choice::{DeviceChoice, choose, on_devices};
pub use device::{Device, NetworkBuilder};

use std::time::Duration;

use records::{CPU, Program};

use crate::{
    HarnessError, Result,
    cell::{
        protocol::{Cell, Message},
        supervisor::{self, CellRun},
    },
};

/// A classifier that takes part in comparisons.
#[derive(Debug, Clone)]
pub struct Contender {
    /// The id on the command line, in results and in charts; of a built-in one, also its feature.
    pub id: String,
    /// `cpu`, `gpu` or `cuda`; `None` for an external program.
    pub device: Option<&'static str>,
    /// Network or k-nearest neighbours.
    pub kind: Kind,
    /// The program behind it.
    pub source: Source,
    /// The one of several devices to compute on: a number, or a part of its name.
    pub chosen_device: Option<String>,
}

/// The kind of a contender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A network: it has gradients.
    Network,
    /// k-nearest neighbours.
    Neighbours {
        /// Whether queries take so long that only `--knn-queries` test images are classified.
        slow: bool,
    },
}

/// The program behind a contender.
#[derive(Debug, Clone)]
pub enum Source {
    /// A crate of this workspace; `None` if the binary was built without it.
    BuiltIn(Option<Built>),
    /// A script of the folder `reference/`.
    Python {
        /// Library and mode.
        about: &'static str,
        /// File name.
        script: &'static str,
    },
    /// A command given with `--external`: program and arguments.
    External(Vec<String>),
}

const SLOW: Kind = Kind::Neighbours { slow: true };
const FAST: Kind = Kind::Neighbours { slow: false };

/// Id, device and kind of the built-in contenders, the reference first.
const BUILT_IN: [(&str, &str, Kind); 11] = [
    (records::REFERENCE, CPU, Kind::Network),
    ("burn-flex", CPU, Kind::Network),
    ("candle-cpu", CPU, Kind::Network),
    ("burn-wgpu", "gpu", Kind::Network),
    ("burn-vulkan", "gpu", Kind::Network),
    ("burn-cuda", "cuda", Kind::Network),
    ("candle-cuda", "cuda", Kind::Network),
    ("knn-linfa-linear", CPU, SLOW),
    ("knn-linfa-kdtree", CPU, SLOW),
    ("knn-linfa-balltree", CPU, SLOW),
    ("knn-exact", CPU, FAST),
];

/// Built-in contenders that take part only when named: in hundreds of dimensions these indexes are
/// slower than a scan, and take minutes to build.
const ONLY_NAMED: [&str; 2] = ["knn-linfa-kdtree", "knn-linfa-balltree"];

/// Id, device, kind, description and script of the Python contenders, which take part when named.
const PYTHON: [(&str, &str, Kind, &str, &str); 4] = [
    ("pytorch-cpu", CPU, Kind::Network, "PyTorch, eager", "pytorch_peer.py"),
    ("pytorch-cuda", "cuda", Kind::Network, "PyTorch, eager", "pytorch_peer.py"),
    (
        "sklearn-knn",
        CPU,
        FAST,
        "scikit-learn's k-nearest neighbours, brute force",
        "sklearn_knn.py",
    ),
    (
        "faiss-flat",
        CPU,
        FAST,
        "faiss, IndexFlatL2 or the flat index of another distance",
        "faiss_flat.py",
    ),
];

/// The contenders with a crate in this workspace, the reference first.
pub fn built_in() -> Vec<Contender> {
    let contender = |(id, device, kind): (&str, _, _)| Contender {
        id: id.to_owned(),
        device: Some(device),
        kind,
        source: Source::BuiltIn(built::built(id)),
        chosen_device: None,
    };
    BUILT_IN.into_iter().map(contender).collect()
}

/// The contenders in Python.
pub fn in_python() -> Vec<Contender> {
    let contender = |(id, device, kind, about, script): (&str, _, _, _, _)| Contender {
        id: id.to_owned(),
        device: Some(device),
        kind,
        source: Source::Python { about, script },
        chosen_device: None,
    };
    PYTHON.into_iter().map(contender).collect()
}

/// The contenders of a comparison that names none; those on a GPU only if this binary has them.
pub fn default_contenders() -> Vec<Contender> {
    let mut contenders = built_in();
    contenders.retain(|contender| {
        let is_default = contender.device == Some(CPU) || contender.unavailable().is_none();
        is_default && !ONLY_NAMED.contains(&contender.id.as_str())
    });
    contenders
}

/// The networks among the default contenders.
pub fn networks() -> Vec<Contender> {
    let mut networks = default_contenders();
    networks.retain(|contender| contender.kind == Kind::Network);
    networks
}

/// The built-in contender with this id.
pub fn built_in_named(id: &str) -> Option<Contender> {
    built_in().into_iter().find(|contender| contender.id == id)
}

impl Contender {
    /// The built-in or Python contender with this id; `pytorch` is short for `pytorch-cpu`.
    ///
    /// # Errors
    /// An unknown id.
    pub fn named(id: &str) -> Result<Self> {
        let id = if id == "pytorch" { "pytorch-cpu" } else { id };
        let mut all = built_in();
        all.extend(in_python());
        let ids: Vec<String> = all.iter().map(|contender| contender.id.clone()).collect();
        all.into_iter().find(|contender| contender.id == id).ok_or_else(|| {
            HarnessError::Usage(format!(
                "unknown contender {id:?}: there are {} (see `crosscheck list`; \
                 --external NAME=COMMAND adds your own)",
                ids.join(", ")
            ))
        })
    }

    /// Reads `NAME=COMMAND`. The command is split as by a shell, but no shell runs it.
    ///
    /// # Errors
    /// A message for an invalid name or command.
    pub fn external(text: &str) -> std::result::Result<Self, String> {
        let (id, command) = text.split_once('=').ok_or("expected NAME=COMMAND")?;
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if id.is_empty() || id.starts_with('.') || !id.chars().all(is_allowed) {
            return Err("the name may hold letters, digits, '-', '_' and '.'".to_owned());
        }
        let program = shlex::split(command).ok_or("the command has an open quote")?;
        if program.is_empty() {
            return Err("the command is empty".to_owned());
        }
        Ok(Self {
            id: id.to_owned(),
            device: None,
            // Its messages show whether it has gradients.
            kind: Kind::Network,
            source: Source::External(program),
            chosen_device: None,
        })
    }

    /// The identity of an external program; the commit determines those of this repository.
    pub fn external_program(&self) -> Option<Program> {
        match &self.source {
            Source::External(command) => Some(program::identity(command)),
            _ => None,
        }
    }

    /// Whether it classifies only `--knn-queries` test images.
    pub fn is_slow(&self) -> bool {
        self.kind == SLOW
    }

    /// Whether it may compute on a GPU; unknown for external programs.
    pub fn may_use_a_gpu(&self) -> bool {
        self.device != Some(CPU)
    }

    /// Why a built-in contender is not in this binary, and what helps; `None` if it is.
    pub fn unavailable(&self) -> Option<String> {
        let id = &self.id;
        let help = if self.may_use_a_gpu() { " (docs/gpu.md)" } else { "" };
        matches!(self.source, Source::BuiltIn(None)).then(|| {
            format!(
                "built without feature {id}; build with `cargo run --release --features {id}`{help}"
            )
        })
    }

    /// Program and arguments that run one of its cells.
    ///
    /// # Errors
    /// A message for a program that cannot be found, with what helps.
    pub fn program(&self) -> std::result::Result<Vec<String>, String> {
        match &self.source {
            Source::BuiltIn(_) => {
                let program = std::env::current_exe()
                    .map_err(|error| format!("cannot find the running program: {error}"))?;
                Ok(vec![program.to_string_lossy().into_owned(), "cell".to_owned()])
            }
            Source::Python { script, .. } => python::program(script),
            Source::External(program) => Ok(program.clone()),
        }
    }

    /// Runs a cell in a process of its own; without a program the cell is skipped.
    ///
    /// # Errors
    /// [`HarnessError::Interrupted`] if a signal ended the cell.
    pub fn run(
        &self,
        cell: &Cell,
        timeout: Duration,
        on_message: impl FnMut(&Message),
    ) -> Result<CellRun> {
        let cell = Cell { device: self.chosen_device.clone(), ..cell.clone() };
        match self.program() {
            Ok(program) => supervisor::run_cell(&program, &cell, timeout, on_message),
            Err(reason) => Ok(CellRun::skipped(reason)),
        }
    }
}
