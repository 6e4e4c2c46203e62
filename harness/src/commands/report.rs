//! `crosscheck report`: result files as tables, side by side, as a page, in a Markdown file.

use std::path::{Path, PathBuf};

use datasets::{Places, Request, TableOptions};
use records::Record;
use report::{Format, incomplete, page, readme, terminal};

use super::{compare, read};
use crate::Result;

/// Prints the table of one result file, or several side by side; writes the page of all their records
/// to `html`.
///
/// # Errors
/// A file that cannot be read or written, a number that the format cannot hold.
pub fn report(
    results: &[PathBuf],
    format: Format,
    html: Option<&Path>,
    data_dir: Option<PathBuf>,
) -> Result<()> {
    let files: Vec<Vec<Record>> = results.iter().map(|path| read(path)).collect::<Result<_>>()?;
    if files.len() > 1 || !format.is_for_people() {
        for (path, records) in results.iter().zip(&files) {
            for line in incomplete(records) {
                terminal::note(&format!("{}: {line}", path.display()));
            }
        }
    }
    match &files[..] {
        [records] => compare::print(records, format)?,
        files => {
            let diff = report::diff(results, files, format, format.screen())?;
            diff.notes.iter().for_each(|note| terminal::note(note));
            terminal::say(&diff.text);
        }
    }
    if let Some(html) = html {
        let places = Places::of_this_machine(data_dir);
        let request = Request {
            dataset: None,
            table: TableOptions::default(),
            transposed: false,
            places,
            seed: 1,
        };
        page::write(&files.concat(), &request, html)?;
        terminal::note(&format!("Report: {}", html.display()));
    }
    Ok(())
}

/// Updates the tables and charts of a Markdown file.
///
/// # Errors
/// Those of [`readme::updated`], a file that cannot be written.
pub fn update(markdown: &Path) -> Result<()> {
    let updated = readme::updated(markdown)?;
    let written = updated.write()?;
    if written.is_empty() {
        terminal::note(&format!("{} is up to date", markdown.display()));
    }
    for path in written {
        terminal::note(&format!("Updated: {}", path.display()));
    }
    Ok(())
}
