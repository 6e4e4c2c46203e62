//! Watching a download.

/// Told how far a download is; a bar, say. Nothing is reported for files already here.
pub trait Progress {
    /// A file begins, with its size in bytes where the mirror says it.
    fn start(&mut self, _file: &str, _total: Option<u64>) {}

    /// So many bytes more have arrived.
    fn advance(&mut self, _bytes: u64) {}

    /// The file is complete or given up: the end of every `start`.
    fn finish(&mut self) {}
}

/// Watches nothing.
impl Progress for () {}
