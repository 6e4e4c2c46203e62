//! Finds, reads and verifies the files in a data set's folder.

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

/// The result of reading one file of a folder.
pub(crate) enum Found {
    /// The verified content.
    Right(Vec<u8>),
    /// The file at this path is defective.
    Wrong(PathBuf, FileProblem),
    /// Neither the plain nor the compressed file exists.
    Nothing,
}

/// The path of `file` in `folder`: the plain file if it exists, else the compressed one.
pub(crate) fn find(file: &IdxFile, folder: &Path) -> Option<PathBuf> {
    let names = [file.name.to_owned(), file.compressed_name()];
    // An inaccessible path counts as found: reading it reports the reason.
    names.map(|name| folder.join(name)).into_iter().find(|path| path.try_exists().unwrap_or(true))
}

/// Reads and verifies the files of `set` in `folder`, one thread per file.
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
