//! Several result files side by side: two machines, or two versions.

mod differences;
mod row;

use std::path::Path;

use records::{Comparison, Record, Repetitions, Study, studies};

use crate::{Format, Result, Table, remarks::origin, terminal::Screen, title};
use differences::{differences, environment, work};
use row::{File, Row};

/// The explanation of the ratios.
const LEGEND: &str = "vs A: the median divided by A's, with its 95 % bootstrap interval. Runs of \
    different files are not paired: other differences between them affect the ratio as well.";

/// The comparison of several files.
pub struct Diff {
    /// The tables.
    pub text: String,
    /// In formats for programs, what makes the ratios doubtful; elsewhere part of the text.
    pub notes: Vec<String>,
}

/// Compares the contenders of the first file with those of the others. Comparisons of the same work
/// are matched; the remaining ones are matched in their order, with a warning.
///
/// # Errors
/// A number that the format cannot hold.
pub fn diff(
    paths: &[impl AsRef<Path>],
    files: &[Vec<Record>],
    format: Format,
    screen: Screen,
) -> Result<Diff> {
    let parts: Vec<Part<'_>> = ('A'..)
        .zip(paths.iter().zip(files))
        .map(|(letter, (path, records))| Part {
            file: File { file: letter, path: path.as_ref().display().to_string() },
            studies: studies(records),
        })
        .collect();
    let groups = groups(&parts);
    let notes = groups.iter().flat_map(|group| &group.notes);
    if !format.is_for_people() {
        let rows = groups.iter().flat_map(|group| &group.rows).map(Row::fields);
        let table = Table::of_fields(rows)?;
        let text = if format == Format::Csv { table.csv()? } else { table.json()? };
        return Ok(Diff { text, notes: notes.cloned().collect() });
    }
    let mut text: Vec<String> = Vec::new();
    for group in &groups {
        let table = row::table(&group.rows);
        let is_markdown = format == Format::Markdown;
        let note =
            |note: &String| if is_markdown { format!("- {note}") } else { screen.wrap(note) };
        text.push(group.notes.iter().map(note).collect::<Vec<_>>().join("\n"));
        if !group.rows.is_empty() {
            text.push(if is_markdown { table.markdown() } else { table.text(screen) });
        }
    }
    text.push(screen.wrap(LEGEND));
    Ok(Diff { text: text.join("\n\n"), notes: Vec::new() })
}

/// A result file.
struct Part<'a> {
    file: File,
    studies: Vec<Study<'a>>,
}

impl<'a> Part<'a> {
    fn comparisons(&self) -> Vec<(&Study<'a>, &Comparison<'a>)> {
        let of_study = |study: &'_ Study<'a>| study.comparisons.len();
        let mut all = Vec::with_capacity(self.studies.iter().map(of_study).sum());
        for study in &self.studies {
            all.extend(study.comparisons.iter().map(|comparison| (study, comparison)));
        }
        all
    }
}

/// One study of the first file, in all files.
struct Group {
    notes: Vec<String>,
    rows: Vec<Row>,
}

/// A comparison of each file, in their order.
type Matched<'a, 'b> = Vec<Option<(&'b Study<'a>, &'b Comparison<'a>)>>;

fn groups(parts: &[Part<'_>]) -> Vec<Group> {
    let Some((first, others)) = parts.split_first() else { return Vec::new() };
    let own = first.comparisons();
    let others: Vec<_> = others.iter().map(Part::comparisons).collect();
    let pairs: Vec<Vec<Option<usize>>> = others.iter().map(|other| pair(&own, other)).collect();
    let mut start = 0;
    let mut groups: Vec<Group> = Vec::new();
    for study in &first.studies {
        let range = start..start + study.comparisons.len();
        start = range.end;
        let matched = range.map(|index| {
            let partners = others.iter().zip(&pairs).map(|(other, pair)| Some(other[pair[index]?]));
            [Some(own[index])].into_iter().chain(partners).collect()
        });
        groups.push(Group::new(parts, &matched.collect::<Vec<_>>()));
    }
    let unmatched = others.iter().zip(&pairs).zip(&parts[1..]).flat_map(|((other, pair), part)| {
        let is_left = |(index, _): &(usize, _)| !pair.contains(&Some(*index));
        let left = other.iter().enumerate().filter(is_left);
        left.map(|(_, (_, comparison))| not_compared(&comparison.name(), &[part]))
            .collect::<Vec<_>>()
    });
    if let Some(group) = groups.last_mut() {
        group.notes.extend(unmatched);
    }
    groups
}

/// The index in `others` of the comparison that matches each of `own`.
fn pair(
    own: &[(&Study<'_>, &Comparison<'_>)],
    others: &[(&Study<'_>, &Comparison<'_>)],
) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = Vec::new();
    for (_, comparison) in own {
        let same = |index: &usize| {
            others[*index].1.workload.same_work(comparison.workload)
                && !pairs.contains(&Some(*index))
        };
        pairs.push((0..others.len()).find(same));
    }
    let left: Vec<usize> =
        (0..others.len()).filter(|index| !pairs.contains(&Some(*index))).collect();
    let mut left = left.into_iter();
    for pair in pairs.iter_mut().filter(|pair| pair.is_none()) {
        *pair = left.next();
    }
    pairs
}

fn not_compared(name: &str, parts: &[&Part<'_>]) -> String {
    let letters: Vec<String> = parts.iter().map(|part| part.file.file.to_string()).collect();
    format!("Not compared: {name}, only in {}", letters.join(", "))
}

impl Group {
    fn new(parts: &[Part<'_>], matched: &[Matched<'_, '_>]) -> Self {
        let mut group = Self { notes: Vec::new(), rows: Vec::new() };
        for (index, part) in parts.iter().enumerate() {
            let study = matched.iter().find_map(|comparisons| comparisons[index]);
            if let Some((study, _)) = study {
                let File { file, path } = &part.file;
                let origin = origin(study).unwrap_or_default();
                group.notes.push(format!("{file} is {path}: {}; {origin}", title(study)));
            }
        }
        let mut facts: Vec<String> = Vec::new();
        for comparisons in matched {
            for id in ids(comparisons) {
                group.compare(parts, comparisons, id, &mut facts);
            }
        }
        // Doubts about the ratios come first; the same is true of most contenders.
        facts.sort_by_key(|fact| !fact.starts_with("NOT"));
        for fact in facts {
            if !group.notes.contains(&fact) {
                group.notes.push(fact);
            }
        }
        group
    }

    /// Adds a contender's rows, and the facts that differ between the files.
    fn compare(
        &mut self,
        parts: &[Part<'_>],
        comparisons: &Matched<'_, '_>,
        id: &str,
        facts: &mut Vec<String>,
    ) {
        let own: Vec<(&Part<'_>, &Repetitions<'_>)> = parts
            .iter()
            .zip(comparisons)
            .filter_map(|(part, comparison)| {
                let contenders = &comparison.as_ref()?.1.contenders;
                Some((part, contenders.iter().find(|contender| contender.id == id)?))
            })
            .collect();
        let Some((_, first)) = own.first() else { return };
        if own.len() < parts.len() {
            let found: Vec<&Part<'_>> = own.iter().map(|(part, _)| *part).collect();
            facts.push(not_compared(&first.name(), &found));
            return;
        }
        let records: Vec<_> =
            own.iter().map(|(part, contender)| (part.file.file, contender.records[0])).collect();
        let unequal = differences(&records, work).into_iter();
        facts.extend(unequal.map(|fact| format!("NOT THE SAME WORK: {fact}")));
        let apart = differences(&records, environment).into_iter();
        facts.extend(apart.map(|fact| format!("Differs: {fact}")));
        let summaries = own.iter().map(|(part, contender)| (&part.file, &contender.summary));
        self.rows.extend(Row::of_files(&summaries.collect::<Vec<_>>()));
    }
}

/// The ids of all contenders, each once.
fn ids<'a>(comparisons: &Matched<'a, '_>) -> Vec<&'a str> {
    let mut ids = Vec::new();
    for (_, comparison) in comparisons.iter().flatten() {
        for contender in &comparison.contenders {
            if !ids.contains(&contender.id) {
                ids.push(contender.id);
            }
        }
    }
    ids
}
