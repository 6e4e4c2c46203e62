//! The origin of a data set.

use std::{fmt, path::PathBuf};

use crate::{
    DatasetName, FileProblem, Places,
    folder::{Found, locate, read_folder},
    idx_set::IdxSet,
};

/// Where [`load`](crate::load) would take a data set from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Availability {
    /// This folder holds all files, and their checksums are right.
    Found(PathBuf),
    /// The user's data directory lacks this file; no other folder is searched.
    Missing(PathBuf),
    /// A file is defective.
    Damaged {
        /// The file.
        path: PathBuf,
        /// The defect.
        problem: Box<FileProblem>,
        /// Mirrors with a right one; empty in the user's data directory.
        mirrors: Vec<String>,
    },
    /// Download from the first of these mirrors that has the files.
    Download(Vec<String>),
    /// Generated from the seed.
    Generated,
    /// Part of this crate.
    BuiltIn,
}

/// Finds where [`load`](crate::load) would take the data set from, and verifies its files.
pub fn availability(name: DatasetName, places: &Places) -> Availability {
    let Some(set) = IdxSet::of(name) else {
        return match name {
            DatasetName::Xor => Availability::BuiltIn,
            _ => Availability::Generated,
        };
    };
    let mirrors = || places.mirrors_of(name);
    let folder = match (&places.data_dir, &places.cache_dir) {
        (Some(data_dir), _) => locate(set, &data_dir.path),
        (None, Some(cache)) => cache.join(name.as_str()),
        (None, None) => return Availability::Download(mirrors()),
    };
    let mut missing = None;
    for (file, found) in set.files.iter().zip(read_folder(set, &folder)) {
        match found {
            Found::Right(_) => {}
            Found::Wrong(path, problem) => {
                let mirrors = if places.data_dir.is_some() { Vec::new() } else { mirrors() };
                return Availability::Damaged { path, problem: Box::new(problem), mirrors };
            }
            Found::Nothing => missing = missing.or(Some(file)),
        }
    }
    match missing {
        None => Availability::Found(folder),
        Some(file) if places.data_dir.is_some() => Availability::Missing(folder.join(file.name)),
        Some(_) => Availability::Download(mirrors()),
    }
}

impl fmt::Display for Availability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(folder) => write!(formatter, "found in {}", folder.display()),
            Self::Missing(file) => write!(formatter, "missing: {}", file.display()),
            Self::Damaged { path, problem, mirrors } => {
                write!(formatter, "damaged: {} {problem}", path.display())?;
                match &mirrors[..] {
                    [] => Ok(()),
                    mirrors => {
                        write!(
                            formatter,
                            "; would be downloaded again from {}",
                            mirrors.join(" or ")
                        )
                    }
                }
            }
            Self::Download(mirrors) => {
                write!(formatter, "would be downloaded from {}", mirrors.join(" or "))
            }
            Self::Generated => write!(formatter, "built in, generated from the seed"),
            Self::BuiltIn => write!(formatter, "built in"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::DataDir;

    #[test]
    fn a_set_is_found_missing_downloadable_or_built_in() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Places::of_this_machine(None);
        places.data_dir = None;
        places.cache_dir = Some(folder.path().to_owned());
        let mnist = |places: &Places| availability(DatasetName::Mnist, places);
        assert!(matches!(mnist(&places), Availability::Download(urls) if urls.len() == 2));
        for name in [DatasetName::SyntheticDigits, DatasetName::Edges] {
            assert_eq!(availability(name, &places), Availability::Generated);
        }
        assert_eq!(availability(DatasetName::Xor, &places), Availability::BuiltIn);

        let mnist_folder = folder.path().join("mnist");
        fs::create_dir(&mnist_folder).unwrap();
        let file = mnist_folder.join("t10k-images-idx3-ubyte.gz");
        fs::write(&file, "<html>").unwrap();
        let damaged = mnist(&places).to_string();
        let words = format!("damaged: {} is a web page: download the file itself", file.display());
        assert!(
            damaged.starts_with(&(words.clone() + "; would be downloaded again from https://"))
        );

        places.data_dir = Some(DataDir { path: folder.path().to_owned(), named_by: "NN_DATA" });
        assert_eq!(mnist(&places).to_string(), words);
        fs::remove_file(file).unwrap();
        let missing = mnist_folder.join("train-images-idx3-ubyte");
        assert_eq!(mnist(&places), Availability::Missing(missing));
    }
}
