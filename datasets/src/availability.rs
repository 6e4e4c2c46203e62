//! The origin of a data set, without reading it.

use std::{fmt, path::PathBuf};

use crate::{DatasetName, Places, folder::find, idx_set::IdxSet};

/// Where [`load`](crate::load) would take a data set from. Files are not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Availability {
    /// This folder holds all files.
    Found(PathBuf),
    /// The user's data directory lacks this file; no other folder is searched.
    Missing(PathBuf),
    /// Download from the first of these mirrors that has the files.
    Download(Vec<String>),
    /// Generated from the seed.
    Generated,
    /// Part of this crate.
    BuiltIn,
}

/// Finds where [`load`](crate::load) would take the data set from.
pub fn availability(name: DatasetName, places: &Places) -> Availability {
    let Some(set) = IdxSet::of(name) else {
        return match name {
            DatasetName::Xor => Availability::BuiltIn,
            _ => Availability::Generated,
        };
    };
    let folder_in = |parent: &PathBuf| parent.join(name.as_str());
    let missing_in = |folder: &PathBuf| {
        let missing = |file: &&_| find(file, folder).is_none();
        Some(folder.join(set.files.iter().find(missing)?.name))
    };
    if let Some(data_dir) = &places.data_dir {
        let folder = folder_in(&data_dir.path);
        return match missing_in(&folder) {
            Some(file) => Availability::Missing(file),
            None => Availability::Found(folder),
        };
    }
    match places.cache_dir.as_ref().map(folder_in) {
        Some(folder) if missing_in(&folder).is_none() => Availability::Found(folder),
        _ => Availability::Download(places.mirrors_of(name)),
    }
}

impl fmt::Display for Availability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(folder) => write!(formatter, "found in {}", folder.display()),
            Self::Missing(file) => write!(formatter, "missing: {}", file.display()),
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
        let files = &IdxSet::of(DatasetName::Mnist).unwrap().files;
        for file in files {
            fs::write(mnist_folder.join(file.compressed_name()), "").unwrap();
        }
        assert_eq!(mnist(&places), Availability::Found(mnist_folder.clone()));

        places.data_dir = Some(DataDir { path: folder.path().to_owned(), named_by: "NN_DATA" });
        assert_eq!(mnist(&places), Availability::Found(mnist_folder.clone()));
        fs::remove_file(mnist_folder.join(files[2].compressed_name())).unwrap();
        assert_eq!(
            mnist(&places),
            Availability::Missing(mnist_folder.join("t10k-images-idx3-ubyte"))
        );
    }
}
