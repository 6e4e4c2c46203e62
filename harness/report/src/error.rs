//! Errors of tables, charts and pages.

use std::path::{Path, PathBuf};

/// The result of making a report.
pub type Result<T> = std::result::Result<T, ReportError>;

/// Why a report cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A result file that cannot be read.
    #[error("{0}")]
    Records(#[from] records::RecordsError),
    /// An image that cannot be drawn.
    #[error("{0}")]
    Chart(#[from] charts::ChartError),
    /// A file that cannot be read, written or updated.
    #[error("cannot {action} {path}: {reason}", path = path.display())]
    File {
        /// The operation, e.g. "update".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The problem, and the way out.
        reason: String,
    },
    /// A table or page that its format cannot hold.
    #[error("cannot write {what}: {reason}")]
    Format {
        /// The output, e.g. "the page".
        what: &'static str,
        /// The writer's message.
        reason: String,
    },
}

impl ReportError {
    /// For `map_err`: wraps the reason why `action` on `path` failed.
    pub(crate) fn file<E: ToString>(action: &'static str, path: &Path) -> impl FnOnce(E) -> Self {
        let path = path.to_owned();
        move |reason| Self::File { action, path, reason: reason.to_string() }
    }

    /// For `map_err`: wraps the reason why `what` cannot be written.
    pub(crate) fn format<E: ToString>(what: &'static str) -> impl FnOnce(E) -> Self {
        move |reason| Self::Format { what, reason: reason.to_string() }
    }
}
