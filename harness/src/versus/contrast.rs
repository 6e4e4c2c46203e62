//! One comparison in all files.

use std::path::Path;

use super::{
    differences::{differences, place, work},
    row::Row,
};
use crate::{
    record::Record,
    table::{self, Summary, groups},
};

/// The records of one comparison in a result file, which goes by a letter.
pub(super) struct Part<'a> {
    pub(super) letter: char,
    pub(super) path: &'a Path,
    pub(super) work: &'a [Record],
}

/// One comparison in all files.
pub(super) struct Contrast {
    /// What the files are, how they differ, and what is not compared.
    pub(super) said: Vec<String>,
    pub(super) rows: Vec<Row>,
}

impl Contrast {
    pub(super) fn of(parts: &[Part<'_>]) -> Self {
        let mut contrast = Self { said: Vec::new(), rows: Vec::new() };
        for part in parts {
            let summaries = table::of_work(part.work);
            let origin = table::origin(&summaries).unwrap_or_default();
            let (letter, path) = (part.letter, part.path.display());
            contrast
                .said
                .push(format!("{letter} is {path}: {}; {origin}", table::title(part.work)));
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
                let letters: Vec<String> =
                    own.iter().map(|(part, _)| part.letter.to_string()).collect();
                let (title, files) = (key.title(), letters.join(", "));
                differing.push(format!("Not compared: {title}, only in {files}"));
                continue;
            }
            let firsts: Vec<_> = own.iter().map(|(part, group)| (part.letter, group[0])).collect();
            let unequal = differences(&firsts, work).into_iter();
            differing.extend(unequal.map(|fact| format!("NOT THE SAME WORK: {fact}")));
            let apart = differences(&firsts, place).into_iter();
            differing.extend(apart.map(|fact| format!("Differs: {fact}")));
            let summaries = own
                .iter()
                .filter_map(|(part, group)| Some((*part, Summary::of(group, part.work)?)));
            contrast.rows.extend(Row::of_files(&summaries.collect::<Vec<_>>()));
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
        Self { contender: &record.contender.id, setting: record.workload.setting.as_deref() }
    }

    fn title(&self) -> String {
        let id = self.contender.to_owned();
        self.setting.map_or(id, |setting| format!("{}, {setting}", self.contender))
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
