//! The progress of a download.

/// Receives the progress of downloads, for example to draw a bar. Files that need no download are
/// not reported.
pub trait Progress {
    /// A download starts; `total` is the size in bytes if the mirror reports it.
    fn start(&mut self, _file: &str, _total: Option<u64>) {}

    /// This many more bytes have arrived.
    fn advance(&mut self, _bytes: u64) {}

    /// The download succeeded or failed; called once after every `start`.
    fn finish(&mut self) {}
}

/// Ignores all progress.
impl Progress for () {}
