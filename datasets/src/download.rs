//! Downloads from public mirrors into the cache folder.

use std::{
    fs,
    io::{self, Read, Write},
    path::Path,
    time::Duration,
};

use tempfile::NamedTempFile;
use ureq::Agent;

use crate::{
    Attempt, Progress,
    decode::decompress_verified,
    idx_set::{IdxFile, MOST_BYTES},
};

/// Downloads the files of one data set.
pub(crate) struct Downloader {
    agent: Agent,
    mirrors: Vec<String>,
}

/// A verified download, already in the cache.
pub(crate) struct Download {
    /// The decompressed content.
    pub(crate) content: Vec<u8>,
    /// The address of the mirror used.
    pub(crate) mirror: String,
}

impl Downloader {
    /// A downloader that tries `mirrors` in this order.
    pub(crate) fn new(mirrors: Vec<String>) -> Self {
        // Short for resolving and connecting, so that a missing network shows within seconds; long
        // for the body, for slow connections.
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        let agent = Agent::config_builder()
            .user_agent("nn-crosscheck")
            .timeout_resolve(seconds(5))
            .timeout_connect(seconds(5))
            .timeout_recv_response(seconds(15))
            .timeout_per_read(seconds(15))
            .timeout_recv_body(seconds(30 * 60))
            .build()
            .into();
        Self { agent, mirrors }
    }

    /// Downloads `file`, verifies it and moves it into `folder`, so that `folder` never holds an
    /// incomplete or wrong file.
    ///
    /// # Errors
    /// Every attempt with the reason of its failure.
    pub(crate) fn fetch(
        &mut self,
        file: &IdxFile,
        folder: &Path,
        progress: &mut dyn Progress,
    ) -> Result<Download, Vec<Attempt>> {
        let unwritable = |error: io::Error| Attempt {
            place: folder.display().to_string(),
            reason: format!("cannot be written to ({error})"),
        };
        let temporary = temporary_file(file, folder).map_err(|error| vec![unwritable(error)])?;
        let mut attempts = Vec::new();
        for index in 0..self.mirrors.len() {
            let mirror = self.mirrors[index].clone();
            let url = format!("{mirror}{}", file.compressed_name());
            match self.get_verified(&url, file, progress) {
                Ok((compressed, content)) => {
                    let target = folder.join(file.compressed_name());
                    if let Err(error) = store(&compressed, temporary, &target) {
                        attempts.push(unwritable(error));
                        return Err(attempts);
                    }
                    // A wrong uncompressed file would take precedence over the new one.
                    let _ = fs::remove_file(folder.join(file.name));
                    // The next file starts with the mirror that worked.
                    self.mirrors.rotate_left(index);
                    return Ok(Download { content, mirror });
                }
                Err(reason) => attempts.push(Attempt { place: url, reason }),
            }
        }
        Err(attempts)
    }

    fn get_verified(
        &self,
        url: &str,
        file: &IdxFile,
        progress: &mut dyn Progress,
    ) -> Result<(Vec<u8>, Vec<u8>), String> {
        let response = self.agent.get(url).call();
        let body = response.map_err(|error| error.to_string())?.into_body();
        progress.start(&file.compressed_name(), body.content_length());
        let received = receive(body.into_reader(), progress);
        progress.finish();
        let compressed = received?;
        let content = decompress_verified(&compressed, file)
            .map_err(|problem| format!("the response {problem}"))?;
        Ok((compressed, content))
    }
}

fn receive(mut body: impl Read, progress: &mut dyn Progress) -> Result<Vec<u8>, String> {
    let mut received = Vec::new();
    let mut block = [0; 64 * 1024];
    loop {
        let bytes = body.read(&mut block).map_err(|error| error.to_string())?;
        if bytes == 0 {
            return Ok(received);
        }
        if received.len() + bytes > MOST_BYTES {
            return Err(format!("the response exceeds {MOST_BYTES} bytes"));
        }
        received.extend_from_slice(&block[..bytes]);
        progress.advance(bytes as u64);
    }
}

/// A temporary file in the target's folder, so that the move into place is atomic.
fn temporary_file(file: &IdxFile, folder: &Path) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    tempfile::Builder::new().prefix(file.name).suffix(".part").tempfile_in(folder)
}

fn store(compressed: &[u8], mut temporary: NamedTempFile, target: &Path) -> io::Result<()> {
    temporary.write_all(compressed)?;
    temporary.persist(target)?;
    Ok(())
}
