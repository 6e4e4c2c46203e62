//! Errors outside a cell.

use std::path::PathBuf;

use classifier::ClassifierError;

/// The result of a command.
pub type Result<T> = std::result::Result<T, HarnessError>;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HarnessError {
    /// Arguments that do not exist or do not fit together.
    #[error("{0}")]
    Usage(String),
    /// An experiment file that cannot be read.
    #[error("{path}: {reason}", path = path.display())]
    Experiment {
        /// The file.
        path: PathBuf,
        /// The error, with line and column.
        reason: String,
    },
    /// A model, optimizer or classifier that cannot be built or does not fit the data.
    #[error("{0}")]
    Spec(#[from] ClassifierError),
    /// A data set that is unavailable.
    #[error("{0}")]
    Data(#[from] datasets::DatasetError),
    /// A result file that cannot be read or written.
    #[error("{0}")]
    Records(#[from] records::RecordsError),
    /// A table, chart or page that cannot be made.
    #[error("{0}")]
    Report(#[from] report::ReportError),
    /// A file or folder that cannot be read or written.
    #[error("cannot {action} {path}: {reason}", path = path.display())]
    File {
        /// The operation, e.g. "write to".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The message of the operating system or the format.
        reason: String,
    },
    /// An image that cannot be drawn.
    #[error("{0}")]
    Chart(#[from] charts::ChartError),
    /// Cases beyond their tolerance.
    #[error("{failed} of {cases} compared cases disagree: see the lines above")]
    Disagree {
        /// Cases that disagree.
        failed: usize,
        /// Cases compared.
        cases: usize,
    },
    /// The reference of an agreement check failed.
    #[error("{id}, the reference of the comparison, gave no result for {case:?}: {problem}")]
    NoReference {
        /// Its id.
        id: String,
        /// The case.
        case: String,
        /// Its outcome.
        problem: String,
    },
    /// SIGINT (Ctrl-C), SIGTERM or SIGHUP.
    #[error("interrupted {}", progress(*finished, *cells))]
    Interrupted {
        /// Number of the signal.
        signal: i32,
        /// Finished cells of the run.
        finished: u64,
        /// All cells of the run; 0 if their number is not known yet.
        cells: u64,
    },
    /// Exercises whose data are unavailable; their rows are in the table.
    #[error("{exercises} of the exercises had no data: see the reasons above")]
    NoData {
        /// Exercises that were not run.
        exercises: usize,
    },
    /// Claims that do not hold; their verdicts are printed.
    #[error("{failed} of {checked} results do not fulfil their claim: see the verdicts above")]
    ClaimFails {
        /// Results that do not fulfil their claim.
        failed: usize,
        /// Results that were checked.
        checked: usize,
    },
    /// Failed cells; their rows are in the table.
    #[error("{failed} of {cells} cells failed: see the rows above")]
    CellsFailed {
        /// Cells that failed, timed out or diverged.
        failed: usize,
        /// All cells.
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

    /// 2 for errors in the arguments or the experiment file, 3 for claims that do not hold, 128 and the
    /// number of the signal for an interruption (130, 143, 129), 1 for all others.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Interrupted { signal, .. } => 128 + *signal as u8,
            Self::Usage(_) | Self::Experiment { .. } | Self::Spec(_) => 2,
            Self::ClaimFails { .. } => 3,
            _ => 1,
        }
    }
}

/// `after 3 of 150 cells`.
fn progress(finished: u64, cells: u64) -> String {
    match cells {
        0 => "before the first cell".to_owned(),
        cells => format!("after {finished} of {cells} cells"),
    }
}
