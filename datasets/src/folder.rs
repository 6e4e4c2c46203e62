//! Finds, reads and verifies the files of MNIST and Fashion-MNIST.

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
    /// No file has one of the usual names.
    Nothing,
}

/// The folder of `set` in the user's `data_dir`: of the usual ones, the one with the most files.
pub(crate) fn locate(set: &IdxSet, data_dir: &Path) -> PathBuf {
    let own = data_dir.join(set.name.as_str());
    let torchvision = data_dir.join(set.torchvision).join("raw");
    let folders = [own, torchvision, data_dir.join("raw"), data_dir.to_owned()];
    let files =
        |folder: &PathBuf| set.files.iter().filter(|file| find(file, folder).is_some()).count();
    // Of several the last wins.
    let best = folders.iter().rev().max_by_key(|folder| files(folder));
    best.unwrap_or(&folders[0]).clone()
}

/// The path of `file` in `folder`. Plain names come before compressed ones; a folder, in which some
/// programs unpack the file, comes last.
pub(crate) fn find(file: &IdxFile, folder: &Path) -> Option<PathBuf> {
    let dotted = file.name.replace("-idx", ".idx");
    let names = [file.name.to_owned(), dotted.clone(), file.compressed_name(), dotted + ".gz"];
    let paths = names.map(|name| folder.join(name));
    // An inaccessible path counts as found: reading it reports the reason.
    let exists = |path: &&PathBuf| path.try_exists().unwrap_or(true);
    let is_file = |path: &&PathBuf| exists(path) && !path.is_dir();
    let unpacked = paths[0].join(file.name);
    let found = paths.iter().find(is_file).or(Some(&unpacked).filter(is_file));
    found.or_else(|| paths.iter().find(exists)).cloned()
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
