//! Loads a data set, from the request to the examples.

use std::path::Path;

use classifier::Examples;

use crate::{
    Attempt, DataDir, Dataset, DatasetChoice, DatasetError, DatasetName, FileProblem,
    ImageSetProblem, ImageShape, Places, Progress, Result, Source, TableOptions,
    dataset::{image_examples, sha256_hex},
    directory::some_files,
    download::Downloader,
    edges,
    folder::{Found, find, locate, read_folder},
    idx::Idx,
    idx_set::{FASHION_MNIST, IdxFile, IdxSet, MNIST},
    images, synthetic, table, xor,
};

/// A data set and where to search for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The data set. `None` means MNIST, or generated digits if MNIST is unavailable.
    pub dataset: Option<DatasetChoice>,
    /// How to read a table.
    pub table: TableOptions,
    /// Whether the images of a folder of IDX files are transposed, as those of EMNIST are.
    pub transposed: bool,
    /// Where to search.
    pub places: Places,
    /// The seed of generated digits and edges, and of the split and the order of the rows of a table
    /// or a folder of images; the other sets do not depend on it.
    pub seed: u64,
}

/// Finds, verifies and reads a data set; downloads it if necessary.
///
/// # Errors
/// A missing or defective file in the user's data directory; a named data set that is neither in
/// the cache nor on a mirror; a defective cached file that cannot be downloaded again; a defective
/// table, see [`TableProblem`](crate::TableProblem), or folder of images, see [`ImageSetProblem`];
/// options of a table or of IDX files for another data set.
pub fn load(request: &Request, progress: &mut dyn Progress) -> Result<Dataset> {
    let name = match &request.dataset {
        None => DatasetName::Mnist,
        Some(DatasetChoice::Named(name)) => *name,
        Some(DatasetChoice::Path(path)) if images::is_images(path) => {
            return match request.table.first_set() {
                None => images::load(path, request.transposed, request.seed),
                Some(option) => {
                    let folder = path.clone();
                    Err(ImageSetProblem::TableOption { option, folder }.into())
                }
            };
        }
        Some(DatasetChoice::Path(path)) if request.transposed => {
            return Err(ImageSetProblem::Transposed { set: path.display().to_string() }.into());
        }
        Some(DatasetChoice::Path(path)) => {
            return table::load(path, &request.table, request.seed);
        }
    };
    if let Some(option) = request.table.first_set() {
        return Err(DatasetError::OptionWithoutTable { option, dataset: name });
    }
    if request.transposed {
        return Err(ImageSetProblem::Transposed { set: name.to_string() }.into());
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

/// The shape of the images of MNIST and Fashion-MNIST.
const MNIST_IMAGE: ImageShape = ImageShape::grey(28, 28);

/// The examples of verified files.
fn examples(set: &IdxSet, images: &[u8], labels: &[u8]) -> Result<Examples> {
    let wrong =
        |problem| DatasetError::file(Path::new(set.name.as_str()))(FileProblem::Idx(problem));
    let (_, image, pixels) = Idx::parse(images).and_then(|idx| idx.images()).map_err(wrong)?;
    let labels = Idx::parse(labels).and_then(|idx| idx.labels()).map_err(wrong)?;
    let labels = labels.into_iter().map(i32::cast_unsigned).collect();
    image_examples(pixels, image, labels, set.name.class_names().len())
}

fn load_idx(set: &IdxSet, places: &Places, progress: &mut dyn Progress) -> Result<Dataset> {
    let (contents, source) = match &places.data_dir {
        Some(data_dir) => from_data_dir(set, data_dir)?,
        None => from_cache_or_mirrors(set, places, progress)?,
    };
    let [train_images, train_labels, test_images, test_labels] = &contents;
    Ok(Dataset {
        name: set.name.to_string(),
        train: examples(set, train_images, train_labels)?,
        test: examples(set, test_images, test_labels)?,
        class_names: set.name.owned_class_names(),
        columns: Vec::new(),
        image: Some(MNIST_IMAGE),
        digest: sha256_hex(set.files.iter().map(|file| file.sha256)),
        source,
        table: None,
        notes: Vec::new(),
        fallback: None,
    })
}

/// The decompressed files of a set, in its order.
type Contents = [Vec<u8>; 4];

fn from_data_dir(set: &IdxSet, data_dir: &DataDir) -> Result<(Contents, Source)> {
    let folder = locate(set, &data_dir.path);
    let named_by = data_dir.named_by;
    let mut contents = Contents::default();
    let found = set.files.iter().zip(read_folder(set, &folder));
    for ((file, found), content) in found.zip(&mut contents) {
        *content = match found {
            Found::Right(content) => content,
            Found::Wrong(path, problem) => {
                return Err(DatasetError::BadFile { path, problem: Box::new(problem), named_by });
            }
            Found::Nothing => return Err(missing(set, file, &folder, data_dir)),
        };
    }
    Ok((contents, Source::DataDir(folder)))
}

/// The error for a file that the data directory lacks.
fn missing(set: &IdxSet, file: &IdxFile, folder: &Path, data_dir: &DataDir) -> DatasetError {
    let place = if folder.is_dir() { folder } else { &data_dir.path };
    // The part and the role, such as `t10k-labels`.
    let stem = file.name.split_once("-idx").map_or(file.name, |(stem, _)| stem);
    let known: Vec<_> = set.files.iter().filter_map(|file| find(file, place)).collect();
    let found = some_files(place, stem, &known);
    let (dataset, path) = (set.name, folder.join(file.name));
    DatasetError::MissingFile { dataset, path, found, named_by: data_dir.named_by }
}

fn from_cache_or_mirrors(
    set: &IdxSet,
    places: &Places,
    progress: &mut dyn Progress,
) -> Result<(Contents, Source)> {
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
    let mut contents = Contents::default();
    let found = set.files.iter().zip(read_folder(set, &folder));
    for ((file, found), place) in found.zip(&mut contents) {
        if let Found::Right(content) = found {
            *place = content;
            continue;
        }
        let download = downloader
            .fetch(file, &folder, progress)
            .map_err(|attempts| not_replaced(set.name, &folder.join(file.name), found, attempts))?;
        *place = download.content;
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
