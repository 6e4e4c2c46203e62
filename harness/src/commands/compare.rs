//! `crosscheck compare`: all contenders on the same work.

use std::path::{Path, PathBuf};

use records::{Record, studies};
use report::{
    Format, confusion, page,
    terminal::{self, Screen},
};

use crate::{
    HarnessError, Result,
    cell::interrupt,
    run::{self, ComparisonSpec},
};

/// Runs the comparisons, prints one table of all and writes the page; with `with_confusion`, prints
/// the confusion matrix of every contender as well.
///
/// # Errors
/// Those of [`run::run`] and [`run::all_ok`]; confusion matrices in a format for programs.
pub fn compare(specs: &[ComparisonSpec], format: Format, with_confusion: bool) -> Result<()> {
    if with_confusion && !format.is_for_people() {
        return Err(HarnessError::Usage(
            "--confusion prints tables for people: use --format text or markdown with it"
                .to_owned(),
        ));
    }
    let mut records = Vec::new();
    for spec in specs {
        if !interrupt::stopped() {
            records.extend(run::run(spec)?);
        }
    }
    print(&records, format)?;
    if with_confusion {
        print_confusion(&records, format.screen());
    }
    if let Some(spec) = specs.first() {
        finish(&spec.out, spec.data_dir.clone())?;
    }
    run::all_ok(&records)
}

/// Prints the tables of records.
///
/// # Errors
/// A number that the format cannot hold.
pub fn print(records: &[Record], format: Format) -> Result<()> {
    terminal::say(&report::render(records, format, format.screen())?);
    Ok(())
}

/// Prints the confusion matrix of every contender and setting.
pub fn print_confusion(records: &[Record], screen: Screen) {
    for comparison in studies(records).iter().flat_map(|study| &study.comparisons) {
        for record in confusion::readable(comparison) {
            terminal::say(&format!("\n{}", confusion::text(record, screen)));
        }
    }
}

/// Writes the page of a result file, and prints the paths of both.
///
/// # Errors
/// A result file that cannot be read, a page that cannot be written.
pub fn finish(out: &Path, data_dir: Option<PathBuf>) -> Result<()> {
    terminal::note(&format!("Results: {}", out.display()));
    if out.exists() {
        let page = page::write_beside(out, data_dir)?;
        terminal::note(&format!("Report: {}", page.display()));
    }
    Ok(())
}
