//! One data set's folder: which files lie there, and whether they are right.

use std::{
    panic,
    path::{Path, PathBuf},
    thread,
};

use crate::{
    FileProblem,
    decode::read_verified,
    idx_set::{IdxFile, IdxSet},
};

/// What a folder has for one file.
pub(crate) enum Found {
    /// Its verified content.
    Right(Vec<u8>),
    /// Something else at this path.
    Wrong(PathBuf, FileProblem),
    /// Neither the plain nor the compressed file.
    Nothing,
}

/// The path of `file` in `folder`, as it is there: plain, else compressed.
pub(crate) fn find(file: &IdxFile, folder: &Path) -> Option<PathBuf> {
    let names = [file.name.to_owned(), file.compressed_name()];
    // What cannot be looked at counts as found, so that reading it tells the reason.
    names.map(|name| folder.join(name)).into_iter().find(|path| path.try_exists().unwrap_or(true))
}

/// Reads and verifies the files of `set` in `folder`, each on a thread of its own.
pub(crate) fn read_folder(set: &IdxSet, folder: &Path) -> [Found; 4] {
    thread::scope(|scope| {
        let readers = set.files.each_ref().map(|file| scope.spawn(move || read(file, folder)));
        readers.map(|reader| reader.join().unwrap_or_else(|payload| panic::resume_unwind(payload)))
    })
}

fn read(file: &IdxFile, folder: &Path) -> Found {
    let Some(path) = find(file, folder) else {
        return Found::Nothing;
    };
    match read_verified(&path, file) {
        Ok(content) => Found::Right(content),
        Err(problem) => Found::Wrong(path, problem),
    }
}
