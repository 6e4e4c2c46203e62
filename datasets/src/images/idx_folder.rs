//! A folder of IDX files: EMNIST, KMNIST, QMNIST, or one's own.

mod names;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{ImageSet, ImageSetProblem, Rows, check_size, name_of};
use crate::{
    DatasetError, FileProblem, IdxProblem, ImageShape, Result, content, decode,
    directory::{entries, subfolders},
    idx::Idx,
};
use names::{IdxName, Part, Role};

/// The largest file, compressed or not, 1 GiB: the training images of EMNIST's largest set have
/// 547 MB.
const MOST_BYTES: usize = 1 << 30;
/// The most classes: no set of images has as many, but 32-bit labels may be anything.
const MOST_CLASSES: usize = 10_000;

/// The files of one set.
pub(super) struct IdxFolder {
    folder: PathBuf,
    /// The beginning of the files' names, such as `emnist-letters`; empty if they have none.
    prefix: String,
    files: BTreeMap<(Part, Role), PathBuf>,
}

impl IdxFolder {
    /// The set at `path`: the only one in the folder or its subfolder `raw`, or that of a prefix.
    /// `None` if there are no IDX files.
    ///
    /// # Errors
    /// Several sets to choose from, in the folder or its subfolders.
    pub(super) fn find(path: &Path) -> Result<Option<Self>> {
        if !path.is_dir() {
            return Ok(Self::of_prefix(path));
        }
        let mut sets = Self::with_raw(path);
        // The path of a set without prefix is the folder itself.
        if sets.len() > 1 {
            sets.retain(|set| !set.prefix.is_empty());
        } else if let Some(set) = sets.pop() {
            return Ok(Some(set));
        } else {
            sets = subfolders(path).iter().flat_map(|folder| Self::with_raw(folder)).collect();
        }
        if sets.is_empty() {
            return Ok(None);
        }
        let paths = sets.iter().map(Self::choice).collect();
        Err(ImageSetProblem::Several { folder: path.to_owned(), paths }.into())
    }

    /// The path that chooses this set.
    fn choice(&self) -> PathBuf {
        match &self.prefix[..] {
            "" => self.folder.clone(),
            prefix => self.folder.join(prefix),
        }
    }

    /// The set whose files lie beside `path` and begin with its name.
    pub(super) fn of_prefix(path: &Path) -> Option<Self> {
        let name = path.file_name().filter(|_| !path.exists())?;
        let prefix = names::words(&name.to_string_lossy()).join("-");
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let sets = Self::all(folder.unwrap_or(Path::new(".")));
        sets.into_iter().find(|set| set.prefix == prefix)
    }

    fn with_raw(folder: &Path) -> Vec<Self> {
        let sets = Self::all(folder);
        if sets.is_empty() { Self::all(&folder.join("raw")) } else { sets }
    }

    /// All sets in a folder, by their prefixes.
    fn all(folder: &Path) -> Vec<Self> {
        let mut sets: BTreeMap<String, Self> = BTreeMap::new();
        for (name, path) in entries(folder).unwrap_or_default() {
            let Some(IdxName { prefix, part, role }) = IdxName::parse(&name) else { continue };
            if path.is_file() {
                let set = sets.entry(prefix.clone()).or_insert_with(|| Self {
                    folder: folder.to_owned(),
                    prefix,
                    files: BTreeMap::new(),
                });
                // Plain before compressed, idx1 before idx2: the names are sorted.
                set.files.entry((part, role)).or_insert(path);
            }
        }
        sets.into_values().collect()
    }

    /// Reads and checks the set.
    pub(super) fn read(&self, transposed: bool) -> Result<ImageSet> {
        let test = [Part::Test, Part::Validation].into_iter().find(|&part| self.has(part));
        let train = self.part(Part::Train)?;
        let test = test.map(|part| self.part(part)).transpose()?;
        if let Some(test) = &test {
            let (first, other) = (train.shape, test.shape);
            if first != other {
                return Err(ImageSetProblem::Sizes {
                    first: train.path,
                    first_width: first.width,
                    first_height: first.height,
                    path: test.path.clone(),
                    width: other.width,
                    height: other.height,
                }
                .into());
            }
        }
        let images = train.labels.len() + test.as_ref().map_or(0, |test| test.labels.len());
        check_size(&self.folder, images, train.shape)?;
        let classes: BTreeSet<i32> = [Some(&train), test.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(|part| part.labels.iter().copied())
            .collect();
        if classes.len() > MOST_CLASSES {
            let labels = self.files[&(Part::Train, Role::Labels)].clone();
            let (classes, limit) = (classes.len(), MOST_CLASSES);
            return Err(ImageSetProblem::TooManyClasses { labels, classes, limit }.into());
        }
        let classes: Vec<i32> = classes.into_iter().collect();
        let ImageShape { height, width, .. } = train.shape;
        let shape = if transposed { ImageShape::grey(width, height) } else { train.shape };
        let name = if self.prefix.is_empty() { name_of(&self.folder) } else { self.prefix.clone() };
        let mut notes = Vec::new();
        if self.has(Part::Validation) {
            let use_of_it = if self.has(Part::Test) { "not used" } else { "the test set" };
            notes.push(format!("the validation set is {use_of_it}"));
        }
        if name.starts_with("emnist") && !transposed {
            notes.push(
                "EMNIST's files hold transposed images: --transposed turns them upright".into(),
            );
        }
        Ok(ImageSet {
            name,
            shape,
            train: train.rows(&classes, transposed),
            test: test.map(|test| test.rows(&classes, transposed)),
            class_names: classes.iter().map(i32::to_string).collect(),
            sorted: false,
            notes,
        })
    }

    fn has(&self, part: Part) -> bool {
        [Role::Images, Role::Labels].iter().any(|&role| self.files.contains_key(&(part, role)))
    }

    fn part(&self, part: Part) -> Result<IdxPart> {
        let file = |role| {
            self.files.get(&(part, role)).ok_or_else(|| ImageSetProblem::Incomplete {
                folder: self.folder.clone(),
                missing: format!("{} {}", part.words(), role.words()),
                example: names::example(&self.prefix, part, role),
                found: self
                    .files
                    .values()
                    .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
                    .collect(),
            })
        };
        let (images, labels) = (file(Role::Images)?, file(Role::Labels)?);
        let content = read(images)?;
        let (image_count, shape, _) = parsed(images, &content, |idx| idx.images())?;
        let label_values = parsed(labels, &read(labels)?, |idx| idx.labels())?;
        if image_count != label_values.len() {
            return Err(ImageSetProblem::Counts {
                images: images.clone(),
                image_count,
                labels: labels.clone(),
                label_count: label_values.len(),
            }
            .into());
        }
        Ok(IdxPart { path: images.clone(), shape, content, labels: label_values })
    }
}

/// One part of a set, checked.
struct IdxPart {
    path: PathBuf,
    shape: ImageShape,
    /// The decompressed file of images.
    content: Vec<u8>,
    labels: Vec<i32>,
}

impl IdxPart {
    /// The images upright, and the positions of the labels in `classes`, which are sorted.
    fn rows(self, classes: &[i32], transposed: bool) -> Rows {
        let ImageShape { height, width, .. } = self.shape;
        let pixels = &self.content[self.content.len() - self.labels.len() * height * width..];
        let input = |&pixel: &u8| f32::from(pixel) / 255.;
        let inputs = if transposed {
            let images = pixels.chunks_exact(height * width);
            let columns = images.flat_map(|image| {
                (0..width).flat_map(move |column| image[column..].iter().step_by(width))
            });
            columns.map(input).collect()
        } else {
            pixels.iter().map(input).collect()
        };
        let position = |label| classes.partition_point(|class| class < label) as u32;
        Rows { inputs, labels: self.labels.iter().map(position).collect() }
    }
}

/// The decompressed content of the file at `path`.
fn read(path: &Path) -> Result<Vec<u8>> {
    let wrong = DatasetError::file(path);
    let within_limit = |bytes: Vec<u8>| {
        if bytes.len() > MOST_BYTES {
            return Err(wrong(FileProblem::TooLarge { limit: MOST_BYTES }));
        }
        Ok(bytes)
    };
    let bytes = within_limit(decode::read(path, MOST_BYTES).map_err(&wrong)?)?;
    if !decode::is_gzip(&bytes) {
        return Ok(bytes);
    }
    let damaged = |reason| FileProblem::Unreadable(format!("its gzip data are damaged: {reason}"));
    within_limit(decode::decompress(&bytes, MOST_BYTES).map_err(damaged).map_err(&wrong)?)
}

fn parsed<'a, T>(
    path: &Path,
    content: &'a [u8],
    read: impl Fn(&Idx<'a>) -> std::result::Result<T, IdxProblem>,
) -> Result<T> {
    let problem = |problem| match content::recognise(content) {
        Some(format) => FileProblem::Foreign(format),
        None => FileProblem::Idx(problem),
    };
    Idx::parse(content)
        .and_then(|idx| read(&idx))
        .map_err(problem)
        .map_err(DatasetError::file(path))
}
