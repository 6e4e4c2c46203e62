//! Decompresses and verifies files and downloads.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use flate2::read::{GzDecoder, MultiGzDecoder};

use crate::{
    FileProblem, content,
    dataset::sha256_hex,
    idx_set::{IdxFile, MOST_BYTES, known_file},
};

/// Reads `file` at `path`, decompresses it if it is gzip, and verifies it. The content decides, not
/// the name: browsers decompress files without renaming them.
pub(crate) fn read_verified(path: &Path, file: &IdxFile) -> Result<Vec<u8>, FileProblem> {
    let bytes = read(path, MOST_BYTES)?;
    if is_gzip(&bytes) {
        decompress_verified(&bytes, file)
    } else {
        verify(&bytes, file)?;
        Ok(bytes)
    }
}

/// Decompresses `bytes` and verifies the content against `file`.
pub(crate) fn decompress_verified(bytes: &[u8], file: &IdxFile) -> Result<Vec<u8>, FileProblem> {
    if !is_gzip(bytes) {
        let format = content::recognise(bytes);
        return Err(FileProblem::Foreign(format.unwrap_or("not a gzip file")));
    }
    let mut content = Vec::with_capacity(file.bytes + 1);
    if let Err(error) = read_at_most(MOST_BYTES, GzDecoder::new(bytes), &mut content) {
        return Err(FileProblem::DamagedGzip {
            bytes: content.len(),
            expected: file.bytes,
            reason: error.to_string(),
        });
    }
    verify(&content, file)?;
    Ok(content)
}

/// Whether the bytes begin as those of a gzip file.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// The content of a gzip file; `most + 1` bytes if it is longer than `most`.
pub(crate) fn decompress(bytes: &[u8], most: usize) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    // Compressors that work in parallel write several members.
    read_at_most(most, MultiGzDecoder::new(bytes), &mut content)
        .map_err(|error| error.to_string())?;
    Ok(content)
}

/// Reads to the end, but at most `most + 1` bytes.
fn read_at_most(most: usize, source: impl Read, target: &mut Vec<u8>) -> io::Result<()> {
    source.take(most as u64 + 1).read_to_end(target)?;
    Ok(())
}

/// The bytes of the file at `path`; `most + 1` of them if the file is longer than `most`.
pub(crate) fn read(path: &Path, most: usize) -> Result<Vec<u8>, FileProblem> {
    let unreadable = |error: io::Error| FileProblem::Unreadable(error.to_string());
    let (file, size) = open(path)?;
    let mut bytes = Vec::with_capacity(most.min(size as usize) + 1);
    read_at_most(most, file, &mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// The file at `path` and its size in bytes.
pub(crate) fn open(path: &Path) -> Result<(File, u64), FileProblem> {
    let unreadable = |error: io::Error| FileProblem::Unreadable(error.to_string());
    let metadata = path.metadata().map_err(unreadable)?;
    // Reading a pipe or a device could block forever.
    if !metadata.is_file() {
        return Err(FileProblem::Unreadable("it is not a file".to_owned()));
    }
    Ok((File::open(path).map_err(unreadable)?, metadata.len()))
}

fn verify(content: &[u8], file: &IdxFile) -> Result<(), FileProblem> {
    if content.len() > MOST_BYTES {
        return Err(FileProblem::TooLong { expected: file.bytes });
    }
    let sha256 = sha256_hex([content]);
    if sha256 == file.sha256 {
        return Ok(());
    }
    if let Some(format) = content::recognise(content) {
        return Err(FileProblem::Foreign(format));
    }
    Err(FileProblem::Checksum {
        bytes: content.len(),
        expected_bytes: file.bytes,
        expected: file.sha256,
        known: known_file(&sha256),
        sha256,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn file(content: &[u8]) -> IdxFile {
        IdxFile {
            name: "file",
            bytes: content.len(),
            sha256: Box::leak(sha256_hex([content]).into_boxed_str()),
        }
    }

    #[test]
    fn decompression_restores_the_content() {
        let content = b"some content";
        let decompressed = decompress_verified(&gzip(content), &file(content)).unwrap();
        assert_eq!(decompressed, content);
    }

    #[test]
    fn a_truncated_gzip_file_is_distinguished_from_another_format() {
        let content = b"some content";
        let (compressed, file) = (gzip(content), file(content));
        let cut = &compressed[..compressed.len() - 9];
        assert!(matches!(decompress_verified(cut, &file), Err(FileProblem::DamagedGzip { .. })));
        let web_page = Err(FileProblem::Foreign("a web page: download the file itself"));
        assert_eq!(decompress_verified(b"<html>", &file), web_page);
        assert_eq!(decompress_verified(&gzip(b"<html>"), &file), web_page);
        let not_gzip = Err(FileProblem::Foreign("not a gzip file"));
        assert_eq!(decompress_verified(b"text", &file), not_gzip);
    }

    #[test]
    fn decompression_of_any_file_stops_at_its_limit() {
        let bomb = gzip(&vec![0; 1 << 20]);
        assert_eq!(decompress(&bomb, 1000).map(|content| content.len()), Ok(1001));
        let members = [gzip(b"two "), gzip(b"members")].concat();
        assert_eq!(decompress(&members, 1000), Ok(b"two members".to_vec()));
    }

    #[test]
    fn a_gzip_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 4 * MOST_BYTES]);
        assert_eq!(
            decompress_verified(&bomb, &file(b"some content")),
            Err(FileProblem::TooLong { expected: 12 })
        );
    }
}
