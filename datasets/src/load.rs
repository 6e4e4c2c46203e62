//! Loads a data set, from the request to the examples.

use std::path::Path;

use crate::{
    Attempt, DataDir, Dataset, DatasetChoice, DatasetError, DatasetName, Places, Progress, Result,
    Source, csv_set,
    dataset::sha256_hex,
    download::Downloader,
    edges,
    folder::{Found, read_folder},
    idx_set::{FASHION_MNIST, IdxSet, MNIST},
    parse::parse,
    synthetic, xor,
};

/// A data set and where to search for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The data set. `None` means MNIST, or generated digits if MNIST is unavailable.
    pub dataset: Option<DatasetChoice>,
    /// The label column of a CSV file; `None` means the last column.
    pub label: Option<String>,
    /// Where to search.
    pub places: Places,
    /// The seed of generated digits and edges, and of the split of a CSV file's rows; the other
    /// sets do not depend on it.
    pub seed: u64,
}

/// Finds, verifies and reads a data set; downloads it if necessary.
///
/// # Errors
/// A missing or defective file in the user's data directory; a named data set that is neither in
/// the cache nor on a mirror; a defective cached file that cannot be downloaded again; a defective
/// CSV file, or one without the column `label`; a label for a data set that is not a CSV file.
pub fn load(request: &Request, progress: &mut dyn Progress) -> Result<Dataset> {
    let name = match &request.dataset {
        None => DatasetName::Mnist,
        Some(DatasetChoice::Named(name)) => *name,
        Some(DatasetChoice::Csv(path)) => {
            return csv_set::load(path, request.label.as_deref(), request.seed);
        }
    };
    if let Some(label) = &request.label {
        return Err(DatasetError::LabelWithoutCsv { label: label.clone(), dataset: name });
    }
    let set = match name {
        DatasetName::Mnist => &MNIST,
        DatasetName::FashionMnist => &FASHION_MNIST,
        DatasetName::SyntheticDigits => return synthetic::generate(request.seed),
        DatasetName::Edges => return edges::generate(request.seed),
        DatasetName::Xor => return xor::load(),
    };
    match load_idx(set, &request.places, progress) {
        Err(reason @ DatasetError::Unavailable { .. }) if request.dataset.is_none() => {
            Ok(Dataset { fallback: Some(reason.to_string()), ..synthetic::generate(request.seed)? })
        }
        result => result,
    }
}

fn load_idx(set: &IdxSet, places: &Places, progress: &mut dyn Progress) -> Result<Dataset> {
    let (contents, source) = match &places.data_dir {
        Some(data_dir) => from_data_dir(set, data_dir)?,
        None => from_cache_or_mirrors(set, places, progress)?,
    };
    let (train, test) = parse(set, contents)?;
    Ok(Dataset {
        name: set.name.to_string(),
        train,
        test,
        class_names: set.name.owned_class_names(),
        columns: Vec::new(),
        digest: sha256_hex(set.files.iter().map(|file| file.sha256)),
        source,
        fallback: None,
    })
}

fn from_data_dir(set: &IdxSet, data_dir: &DataDir) -> Result<(Vec<Vec<u8>>, Source)> {
    let folder = data_dir.path.join(set.name.as_str());
    let named_by = data_dir.named_by;
    let contents: Result<_> = set
        .files
        .iter()
        .zip(read_folder(set, &folder))
        .map(|(file, found)| match found {
            Found::Right(content) => Ok(content),
            Found::Wrong(path, problem) => {
                Err(DatasetError::BadFile { path, problem: Box::new(problem), named_by })
            }
            Found::Nothing => Err(DatasetError::MissingFile {
                dataset: set.name,
                path: folder.join(file.name),
                named_by,
            }),
        })
        .collect();
    Ok((contents?, Source::DataDir(folder)))
}

fn from_cache_or_mirrors(
    set: &IdxSet,
    places: &Places,
    progress: &mut dyn Progress,
) -> Result<(Vec<Vec<u8>>, Source)> {
    let Some(cache_dir) = &places.cache_dir else {
        return Err(DatasetError::Unavailable {
            dataset: set.name,
            attempts: vec![Attempt {
                place: "the cache folder".to_owned(),
                reason: "the system defines none (is HOME set?)".to_owned(),
            }],
        });
    };
    let folder = cache_dir.join(set.name.as_str());
    let mut source = Source::Cache(folder.clone());
    let mut downloader = Downloader::new(places.mirrors_of(set.name));
    let mut contents = Vec::new();
    for (file, found) in set.files.iter().zip(read_folder(set, &folder)) {
        if let Found::Right(content) = found {
            contents.push(content);
            continue;
        }
        let download = downloader
            .fetch(file, &folder, progress)
            .map_err(|attempts| not_replaced(set.name, &folder.join(file.name), found, attempts))?;
        contents.push(download.content);
        source = Source::Downloaded { mirror: download.mirror, cache: folder.clone() };
    }
    Ok((contents, source))
}

/// The error for a missing or defective cached file that no mirror provided.
fn not_replaced(
    dataset: DatasetName,
    plain: &Path,
    found: Found,
    mut attempts: Vec<Attempt>,
) -> DatasetError {
    if let Found::Wrong(path, problem) = found {
        return DatasetError::BadCache { path, problem: Box::new(problem), attempts };
    }
    let not_cached = Attempt {
        place: plain.with_extension("gz").display().to_string(),
        reason: "not in the cache".to_owned(),
    };
    attempts.insert(0, not_cached);
    DatasetError::Unavailable { dataset, attempts }
}
