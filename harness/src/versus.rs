//! `crosscheck report A.jsonl B.jsonl`: the same work in several result files, of two machines or two
//! versions.

mod differences;
mod row;

use std::path::{Path, PathBuf};

use crate::{
    Result,
    record::Record,
    table::{self, Format, Summary, groups, works},
    terminal,
};
use differences::{differences, place, work};
use row::Row;

/// What the ratios are.
const LEGEND: &str = "vs A: the median over A's, with its 95 % bootstrap interval. Runs of different \
    files are not paired: whatever else differs between them is in the ratio, too.";

/// The records of one comparison in a result file, which goes by a letter.
struct Part<'a> {
    letter: char,
    path: &'a Path,
    work: &'a [Record],
}

/// One comparison in all files.
struct Contrast {
    /// What the files are, how they differ, and what is not compared.
    said: Vec<String>,
    rows: Vec<Row>,
}

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
        let part = files.map(|(letter, (path, works))| Part {
            letter,
            path,
            work: works[index],
        });
        part.collect::<Vec<_>>()
    };
    let contrasts: Vec<Contrast> = (0..fewest)
        .map(|index| Contrast::of(&part(index)))
        .collect();
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

impl Contrast {
    fn of(parts: &[Part<'_>]) -> Self {
        let mut contrast = Self {
            said: Vec::new(),
            rows: Vec::new(),
        };
        for part in parts {
            let summaries = table::of_work(part.work);
            let origin = table::origin(&summaries).unwrap_or_default();
            let (letter, path) = (part.letter, part.path.display());
            contrast.said.push(format!(
                "{letter} is {path}: {}; {origin}",
                table::title(part.work)
            ));
        }
        let all: Vec<Vec<Vec<&Record>>> = parts.iter().map(|part| groups(part.work)).collect();
        let mut differing = Vec::new();
        for key in keys(&all) {
            let own = parts.iter().zip(&all).filter_map(|(part, groups)| {
                let group = groups.iter().find(|group| Key::of(group[0]) == key)?;
                Some((part, group))
            });
            let own: Vec<_> = own.collect();
            if own.len() < parts.len() {
                let letters: Vec<String> = own
                    .iter()
                    .map(|(part, _)| part.letter.to_string())
                    .collect();
                let (title, files) = (key.title(), letters.join(", "));
                differing.push(format!("Not compared: {title}, only in {files}"));
                continue;
            }
            let firsts: Vec<_> = own
                .iter()
                .map(|(part, group)| (part.letter, group[0]))
                .collect();
            let unequal = differences(&firsts, work).into_iter();
            differing.extend(unequal.map(|fact| format!("NOT THE SAME WORK: {fact}")));
            let apart = differences(&firsts, place).into_iter();
            differing.extend(apart.map(|fact| format!("Differs: {fact}")));
            let summaries = own
                .iter()
                .filter_map(|(part, group)| Some((*part, Summary::of(group, part.work)?)));
            contrast
                .rows
                .extend(Row::of_files(&summaries.collect::<Vec<_>>()));
        }
        // What makes the ratios doubtful goes first; the same is true of most contenders.
        differing.sort_by_key(|said| !said.starts_with("NOT"));
        for said in differing {
            if !contrast.said.contains(&said) {
                contrast.said.push(said);
            }
        }
        contrast
    }
}

/// What is looked for in every file: a contender in a setting.
#[derive(PartialEq)]
struct Key<'a> {
    contender: &'a str,
    setting: Option<&'a str>,
}

impl<'a> Key<'a> {
    fn of(record: &'a Record) -> Self {
        Self {
            contender: &record.contender.id,
            setting: record.workload.setting.as_deref(),
        }
    }

    fn title(&self) -> String {
        let id = self.contender.to_owned();
        self.setting
            .map_or(id, |setting| format!("{}, {setting}", self.contender))
    }
}

/// All of them once, in the order in which they come.
fn keys<'a>(all: &[Vec<Vec<&'a Record>>]) -> Vec<Key<'a>> {
    let mut keys = Vec::new();
    for group in all.iter().flatten() {
        let key = Key::of(group[0]);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}
