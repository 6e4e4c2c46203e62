//! `crosscheck report A.jsonl B.jsonl`: the same work in several result files, of two machines or two
//! versions.

mod contrast;
mod differences;
mod row;

use std::path::PathBuf;

use crate::{
    Result,
    record::Record,
    table::{self, Format, works},
    terminal,
};
use contrast::{Contrast, Part};
use row::Row;

/// What the ratios are.
const LEGEND: &str = "vs A: the median over A's, with its 95 % bootstrap interval. Runs of different \
    files are not paired: whatever else differs between them is in the ratio, too.";

/// Prints what each contender did in every file, and what differs between them. Of files with several
/// comparisons the first are compared, the second, and so on.
///
/// # Errors
/// Numbers that the format cannot hold.
pub fn versus(paths: &[PathBuf], files: &[Vec<Record>], format: Format) -> Result<()> {
    let works: Vec<Vec<&[Record]>> = files.iter().map(|records| works(records)).collect();
    let counts = works.iter().map(Vec::len);
    let (fewest, most) = (counts.clone().min().unwrap_or(0), counts.max().unwrap_or(0));
    if fewest < most {
        terminal::note(&format!(
            "note: the files hold {fewest} to {most} comparisons: only the first {fewest} are compared"
        ));
    }
    let part = |index: usize| {
        let files = ('A'..).zip(paths.iter().zip(&works));
        let part = files.map(|(letter, (path, works))| Part { letter, path, work: works[index] });
        part.collect::<Vec<_>>()
    };
    let contrasts: Vec<Contrast> = (0..fewest).map(|index| Contrast::of(&part(index))).collect();
    terminal::say(&render(&contrasts, format)?);
    Ok(())
}

fn render(contrasts: &[Contrast], format: Format) -> Result<String> {
    let rows = || contrasts.iter().flat_map(|contrast| &contrast.rows);
    let screen = format.screen();
    let mut parts: Vec<String> = Vec::new();
    match format {
        Format::Csv | Format::Json => {
            // Programs get the rows alone, but what makes them doubtful is not kept back.
            for said in contrasts.iter().flat_map(|contrast| &contrast.said) {
                terminal::note(said);
            }
            return match format {
                Format::Csv => table::csv(rows().map(Row::columns)),
                _ => table::json(&rows().collect::<Vec<_>>()),
            };
        }
        Format::Markdown => {
            for contrast in contrasts {
                let said = contrast.said.iter().map(|said| format!("- {said}"));
                parts.push(said.collect::<Vec<_>>().join("\n"));
                parts.push(row::grid(&contrast.rows).markdown());
            }
        }
        Format::Text => {
            for contrast in contrasts {
                let said = contrast.said.iter().map(|said| screen.wrap(said));
                parts.push(said.collect::<Vec<_>>().join("\n"));
                parts.push(row::grid(&contrast.rows).text(screen));
            }
        }
    }
    parts.push(screen.wrap(LEGEND));
    Ok(parts.join("\n\n"))
}
