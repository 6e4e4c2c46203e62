//! `crosscheck report --update README.md`: the tables in a Markdown file are those of result files.
//!
//! A table stands between a line `<!-- results: FILE.jsonl -->`, with the file seen from the Markdown
//! file's folder, and a line `<!-- /results -->`.

use std::{fs, path::Path};

use crate::{
    HarnessError, Result,
    record::ResultFile,
    table::{self, Format},
    terminal::{self, Screen},
};

const BEGIN: (&str, &str) = ("<!-- results: ", " -->");
const END: &str = "<!-- /results -->";

/// Writes what result files say into the Markdown file, between its markers.
///
/// # Errors
/// Those of [`updated`], and a file that cannot be read or written.
pub fn update(path: &Path) -> Result<()> {
    let text = fs::read_to_string(path).map_err(HarnessError::file("read", path))?;
    let updated = updated(&text, path)?;
    let path_shown = path.display();
    if updated == text {
        terminal::note(&format!("{path_shown} is up to date"));
        return Ok(());
    }
    fs::write(path, updated).map_err(HarnessError::file("write", path))?;
    terminal::note(&format!("Updated: {path_shown}"));
    Ok(())
}

/// The text of the Markdown file at `path` with what the result files say between its markers;
/// everything else as it is.
///
/// # Errors
/// A file without markers, one marker without the other, by its line; those of [`ResultFile::read`].
pub fn updated(text: &str, path: &Path) -> Result<String> {
    let wrong = |reason: String| Err(HarnessError::file("update", path)(reason));
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut updated = String::new();
    // The line of the marker that is open.
    let mut open: Option<usize> = None;
    let mut tables = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index + 1;
        match (quoted(line), open) {
            (Some(_), Some(before)) => {
                return wrong(format!(
                    "line {number} begins results before those of line {before} end: put {END} between"
                ));
            }
            (Some(file), None) => {
                let records = ResultFile::read(&folder.join(file))?;
                let table = table::render(&records, Format::Markdown, Screen::FILE)?;
                updated.push_str(&format!("{}\n\n{table}\n\n", line.trim_end()));
                (open, tables) = (Some(number), tables + 1);
            }
            (None, _) if line.trim() == END => {
                if open.take().is_none() {
                    return wrong(format!("line {number} ends results that no line begins"));
                }
                updated.push_str(line);
            }
            (None, None) => updated.push_str(line),
            (None, Some(_)) => {}
        }
    }
    match open {
        Some(line) => {
            wrong(format!("the results of line {line} do not end: a line {END} is missing"))
        }
        None if tables == 0 => wrong(format!(
            "there is no place for a table: put the lines {}FILE.jsonl{} and {END} where one belongs",
            BEGIN.0, BEGIN.1
        )),
        None => Ok(updated),
    }
}

/// The file that a line wants quoted.
fn quoted(line: &str) -> Option<&str> {
    line.trim().strip_prefix(BEGIN.0)?.strip_suffix(BEGIN.1)
}
