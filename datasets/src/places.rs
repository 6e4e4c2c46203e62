//! Where to search for data sets.

use std::{env, path::PathBuf};

use crate::{DatasetName, idx_set::IdxSet};

/// Where to search: only in the data directory if there is one, else in the cache, then on the
/// mirrors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    /// The user's data directory, which holds `mnist/` and `fashion-mnist/`.
    pub data_dir: Option<DataDir>,
    /// The folder for downloads, which holds `mnist/` and `fashion-mnist/`.
    pub cache_dir: Option<PathBuf>,
    /// Servers to download from, in this order.
    pub mirrors: Vec<Mirror>,
}

/// A data directory given by the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir {
    /// The folder.
    pub path: PathBuf,
    /// The option or variable that names the folder, for messages: `--data-dir` or `NN_DATA`.
    pub named_by: &'static str,
}

/// A server with the compressed files of one data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// The data set.
    pub dataset: DatasetName,
    /// The base address, with a trailing slash; file names are appended.
    pub url: String,
}

impl Places {
    /// The defaults of this machine: `data_dir` (from `--data-dir`), else the folder in the
    /// environment variable `NN_DATA`; the user's cache folder; the public mirrors.
    pub fn of_this_machine(data_dir: Option<PathBuf>) -> Self {
        let from_option = data_dir.map(|path| DataDir { path, named_by: "--data-dir" });
        let from_variable = || {
            let path = env::var_os("NN_DATA").filter(|path| !path.is_empty())?;
            Some(DataDir { path: path.into(), named_by: "NN_DATA" })
        };
        Self {
            data_dir: from_option.or_else(from_variable),
            cache_dir: directories::BaseDirs::new()
                .map(|folders| folders.cache_dir().join("nn-crosscheck")),
            mirrors: Self::public_mirrors(),
        }
    }

    fn public_mirrors() -> Vec<Mirror> {
        let sets = DatasetName::ALL.into_iter().filter_map(IdxSet::of);
        sets.flat_map(|set| {
            set.mirrors.iter().map(|&url| Mirror { dataset: set.name, url: url.to_owned() })
        })
        .collect()
    }

    /// The addresses of one data set's mirrors.
    pub(crate) fn mirrors_of(&self, dataset: DatasetName) -> Vec<String> {
        let mirrors = self.mirrors.iter().filter(|mirror| mirror.dataset == dataset);
        mirrors.map(|mirror| mirror.url.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_takes_precedence_over_the_environment() {
        let places = Places::of_this_machine(Some("somewhere".into()));
        let data_dir = places.data_dir.unwrap();
        assert_eq!(data_dir.path, PathBuf::from("somewhere"));
        assert_eq!(data_dir.named_by, "--data-dir");
    }

    #[test]
    fn every_downloadable_set_has_a_mirror() {
        let places = Places::of_this_machine(None);
        assert_eq!(places.mirrors_of(DatasetName::Mnist).len(), 2);
        assert_eq!(places.mirrors_of(DatasetName::FashionMnist).len(), 1);
        assert!(places.mirrors.iter().all(|mirror| mirror.url.ends_with('/')));
    }
}
