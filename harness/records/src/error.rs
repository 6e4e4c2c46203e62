//! Errors of result files.

use std::path::PathBuf;

/// The result of reading or writing records.
pub type Result<T> = std::result::Result<T, RecordsError>;

/// Why records cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordsError {
    /// A file or folder that cannot be read or written, or a line that is not a record.
    #[error("cannot {action} {path}: {reason}", path = path.display())]
    File {
        /// The operation, e.g. "write to".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The message of the operating system or the parser.
        reason: String,
    },
}

impl RecordsError {
    /// For `map_err`: wraps the reason why `action` on `path` failed.
    pub(crate) fn file<E: ToString>(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(E) -> Self {
        let path = path.into();
        move |reason| Self::File { action, path, reason: reason.to_string() }
    }
}
