//! What can go wrong outside a cell.

use std::path::PathBuf;

use classifier::ClassifierError;

/// The result of the harness's own work.
pub type Result<T> = std::result::Result<T, HarnessError>;

/// Why `crosscheck` stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HarnessError {
    /// The command line asks for something that does not exist or does not fit.
    #[error("{0}")]
    Usage(String),
    /// An experiment file that cannot be read or understood.
    #[error("{path}: {reason}", path = path.display())]
    Experiment {
        /// The file.
        path: PathBuf,
        /// What is wrong in it, with line and column.
        reason: String,
    },
    /// A model, optimizer or classifier that cannot be built or does not fit the data.
    #[error("{0}")]
    Spec(#[from] ClassifierError),
    /// The data set cannot be had.
    #[error("{0}")]
    Data(#[from] datasets::DatasetError),
    /// A file or folder that cannot be read or written.
    #[error("cannot {action} {path}: {reason}", path = path.display())]
    File {
        /// What was tried, e.g. "write to".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's or the format's words.
        reason: String,
    },
    /// A chart or an image that cannot be drawn.
    #[error("cannot draw: {0}")]
    Picture(String),
    /// Some cases of the ladder are not within their tolerance.
    #[error("{failed} of {cases} cases disagree: see the lines above")]
    Disagree {
        /// Cases that disagree.
        failed: usize,
        /// Cases compared.
        cases: usize,
    },
    /// The contender that others are compared with did not answer.
    #[error("{id}, whom the others are compared with, did not answer on {piece:?}: {problem}")]
    NoReference {
        /// Its id.
        id: String,
        /// What it was asked about.
        piece: String,
        /// What became of it.
        problem: String,
    },
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
    /// Some exercises had no data; their rows are in the table.
    #[error("{exercises} of the exercises had no data: see the reasons above")]
    NoData {
        /// Exercises that could not be run.
        exercises: usize,
    },
    /// Some cells failed; their rows are in the table.
    #[error("{failed} of {cells} cells failed: see the rows above")]
    CellsFailed {
        /// Cells that failed, timed out or diverged.
        failed: usize,
        /// Cells run.
        cells: usize,
    },
}

impl HarnessError {
    /// For `map_err`: wraps the reason why `action` on `path` failed.
    pub fn file<E: ToString>(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(E) -> Self {
        let path = path.into();
        move |reason| Self::File { action, path, reason: reason.to_string() }
    }

    /// 2 when the command line or the experiment file is at fault, 1 for everything else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Experiment { .. } | Self::Spec(_) => 2,
            _ => 1,
        }
    }
}
