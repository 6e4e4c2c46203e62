//! From the bytes of a file to the text of a table.

use std::path::Path;

use super::{Delimiter, Place, TableProblem, not_a_table, rows::line_ends};
use crate::{FileProblem, dataset::sha256_hex, decode};

/// The size limit of a file and of its decompressed content, 256 MiB: both are held in memory.
const MOST_BYTES: usize = 256 << 20;

/// The text of a table.
pub(super) struct Content {
    pub(super) text: String,
    /// SHA-256 of the decompressed bytes: a compressed copy has the same rows.
    pub(super) digest: String,
}

/// Reads a file: gzip by its first bytes, UTF-8, or UTF-16 with a byte order mark.
pub(super) fn read(path: &Path) -> Result<Content, TableProblem> {
    let unreadable = |problem| match problem {
        FileProblem::Unreadable(reason) => TableProblem::Unreadable(reason),
        problem => TableProblem::Unreadable(problem.to_string()),
    };
    let mut bytes = within_limit(decode::read(path, MOST_BYTES).map_err(unreadable)?)?;
    if decode::is_gzip(&bytes) {
        let content = decode::decompress(&bytes, MOST_BYTES);
        bytes = within_limit(content.map_err(|reason| TableProblem::DamagedGzip { reason })?)?;
    }
    if let Some(format) = not_a_table::binary(&bytes) {
        return Err(TableProblem::NotATable(format));
    }
    let digest = sha256_hex([&bytes]);
    let text = decoded(bytes)?;
    match not_a_table::text(&text) {
        Some(format) => Err(TableProblem::NotATable(format)),
        None => Ok(Content { text, digest }),
    }
}

fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, TableProblem> {
    match bytes.len() {
        0..=MOST_BYTES => Ok(bytes),
        _ => Err(TableProblem::TooLarge { limit: MOST_BYTES }),
    }
}

/// The text without its byte order mark, which spreadsheets write.
fn decoded(bytes: Vec<u8>) -> Result<String, TableProblem> {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks(2).map(|pair| match *pair {
            [first, second] => unit([first, second]),
            // A lone byte at the end is no character.
            _ => 0xd800,
        });
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map_err(|_| TableProblem::NotUtf16)
    };
    match bytes {
        _ if bytes.starts_with(b"\xff\xfe") => utf16(u16::from_le_bytes),
        _ if bytes.starts_with(b"\xfe\xff") => utf16(u16::from_be_bytes),
        _ => match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                Ok(text)
            }
            Err(error) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                Err(not_utf8(&String::from_utf8_lossy(valid)))
            }
        },
    }
}

/// The error for bytes that are not UTF-8 after the text `valid`.
fn not_utf8(valid: &str) -> TableProblem {
    let delimiter = Delimiter::recognise(valid);
    let last_line = valid.rsplit(['\r', '\n']).next().unwrap_or_default();
    let column = last_line.chars().filter(|&c| delimiter.divides(c)).count() + 1;
    TableProblem::NotUtf8(Place { line: line_ends(valid) + 1, column, name: None })
}
