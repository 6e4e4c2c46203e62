//! Tables and charts of result files in a Markdown file: `crosscheck report --update README.md`.
//!
//! A table stands between the lines `<!-- results: FILE.jsonl -->` and `<!-- /results -->`. A line
//! `<!-- ranking: FILE.jsonl CHART.svg -->` has a chart drawn into `CHART.svg`. Paths are relative to
//! the Markdown file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use records::{ResultFile, studies};

use crate::{
    ReportError, Result,
    ranking::{self, Columns},
    text,
};

const RESULTS: &str = "<!-- results: ";
const RANKING: &str = "<!-- ranking: ";
const CLOSE: &str = " -->";
const END: &str = "<!-- /results -->";

/// The current content of files.
pub struct Updated {
    /// Each file with its content: the Markdown file and its charts.
    pub files: Vec<(PathBuf, String)>,
}

impl Updated {
    /// Writes the files whose content is different; their paths.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self) -> Result<Vec<&Path>> {
        let mut written = Vec::new();
        for (path, content) in &self.files {
            if fs::read_to_string(path).ok().as_ref() != Some(content) {
                fs::write(path, content).map_err(ReportError::file("write", path))?;
                written.push(path.as_path());
            }
        }
        Ok(written)
    }
}

/// The Markdown file at `path` and its charts with the content of the result files that they name;
/// nothing is written.
///
/// # Errors
/// A file that cannot be read, a file without markers, the line of a marker without its other half.
pub fn updated(path: &Path) -> Result<Updated> {
    let text = fs::read_to_string(path).map_err(ReportError::file("read", path))?;
    let wrong = |reason: String| Err(ReportError::file("update", path)(reason));
    let folder = path.parent().unwrap_or(Path::new(""));
    let (mut updated, mut files) = (String::new(), Vec::new());
    // The line of a marker whose end has not come yet.
    let mut open: Option<usize> = None;
    let mut tables = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index + 1;
        match (argument(line, RESULTS), open) {
            (Some(_), Some(before)) => {
                return wrong(format!(
                    "line {number} begins results before those of line {before} end: put {END} between"
                ));
            }
            (Some(file), None) => {
                let table = table(&folder.join(file))?;
                updated.push_str(&format!("{}\n\n{table}\n\n", line.trim_end()));
                (open, tables) = (Some(number), tables + 1);
            }
            (None, _) if line.trim() == END => {
                if open.take().is_none() {
                    return wrong(format!("line {number} ends results that no line begins"));
                }
                updated.push_str(line);
            }
            (None, Some(_)) => {}
            (None, None) => updated.push_str(line),
        }
        match argument(line, RANKING).map(|paths| paths.split_once(' ')) {
            None => {}
            Some(Some((file, chart))) => {
                files.push((folder.join(chart), ranking_chart(&folder.join(file))?));
                tables += 1;
            }
            Some(None) => return wrong(format!("line {number}: expected FILE.jsonl CHART.svg")),
        }
    }
    match open {
        Some(line) => {
            wrong(format!("the results of line {line} do not end: a line {END} is missing"))
        }
        None if tables == 0 => wrong(format!(
            "there is no place for a table: put the lines {RESULTS}FILE.jsonl{CLOSE} and {END} where \
             one belongs"
        )),
        None => {
            files.push((path.to_owned(), updated));
            Ok(Updated { files })
        }
    }
}

/// The argument of a marker line.
fn argument<'a>(line: &'a str, marker: &str) -> Option<&'a str> {
    line.trim().strip_prefix(marker)?.strip_suffix(CLOSE)
}

fn table(path: &Path) -> Result<String> {
    let records = ResultFile::read(path)?;
    let studies = studies(&records);
    let tables = studies.iter().map(|study| text::markdown(study, Columns::Few));
    Ok(tables.collect::<Vec<_>>().join("\n\n"))
}

fn ranking_chart(path: &Path) -> Result<String> {
    let records = ResultFile::read(path)?;
    Ok(charts::on_white(&ranking::chart(&studies(&records))))
}
