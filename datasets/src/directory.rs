//! Lists folders.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::content;

/// Names and paths of a folder's entries, sorted by name, without hidden ones and those that
/// desktops leave behind.
pub(crate) fn entries(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let junk = |name: &str| {
        name.starts_with('.') || ["Thumbs.db", "desktop.ini", "__MACOSX"].contains(&name)
    };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !junk(&name) {
            entries.push((name, entry.path()));
        }
    }
    entries.sort();
    Ok(entries)
}

/// The folders in `folder`, links to folders included; none if it cannot be read.
pub(crate) fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = entries(folder).unwrap_or_default().into_iter();
    entries.map(|(_, path)| path).filter(|path| path.is_dir()).collect()
}

/// Up to three files of `folder` with their formats, those whose names begin with `stem` first;
/// `known` ones are left out.
pub(crate) fn some_files(folder: &Path, stem: &str, known: &[PathBuf]) -> Vec<String> {
    const MOST: usize = 3;
    let entries = entries(folder).unwrap_or_default();
    let mut files: Vec<_> =
        entries.iter().filter(|(_, path)| path.is_file() && !known.contains(path)).collect();
    files.sort_by_key(|(name, _)| !name.starts_with(stem));
    let named = |(name, path): &(String, PathBuf)| {
        let mut start = Vec::new();
        let read = File::open(path).and_then(|file| file.take(512).read_to_end(&mut start));
        match read.ok().and_then(|_| content::recognise(&start)) {
            Some(format) => format!("{name}, {format}"),
            None => name.clone(),
        }
    };
    files.into_iter().take(MOST).map(named).collect()
}
