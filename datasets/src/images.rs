//! The user's own images: a folder of IDX files, or of class folders with PNG or JPEG images.
//!
//! Test images are those of the set's test part. Without one, a fifth of the images is drawn from
//! the seed, every class in its proportion. Pixels become inputs from 0 (black) to 1.

mod class_folders;
mod idx_folder;
mod pixels;
mod problem;

use std::path::{Path, PathBuf};

use classifier::{Examples, Randomness};
use rand::seq::SliceRandom;

pub use problem::ImageSetProblem;

use crate::{
    Dataset, DatasetError, ImageShape, Result, Source,
    dataset::sha256_hex,
    split::{absent_classes, train_and_test},
};
use idx_folder::IdxFolder;

/// The most inputs of all images together, 4 GiB as 32-bit numbers: enough for the largest set of
/// EMNIST, 814,255 images of 28 × 28 pixels.
const MOST_INPUTS: usize = 1 << 30;

/// Whether `path` leads to images: a folder, or a set of IDX files by its prefix, such as
/// `DIR/emnist-letters`.
pub(crate) fn is_images(path: &Path) -> bool {
    path.is_dir() || IdxFolder::of_prefix(path).is_some()
}

/// Reads the images at `path`; `transposed` swaps rows and columns of IDX images.
pub(crate) fn load(path: &Path, transposed: bool, seed: u64) -> Result<Dataset> {
    let set = match IdxFolder::find(path)? {
        Some(folder) => folder.read(transposed)?,
        None if transposed => {
            return Err(ImageSetProblem::Transposed { set: path.display().to_string() }.into());
        }
        None => class_folders::read(path)?,
    };
    set.into_dataset(path, seed)
}

/// The images of one part of a set.
struct Rows {
    inputs: Vec<f32>,
    labels: Vec<u32>,
}

/// Images as read, before the split.
struct ImageSet {
    name: String,
    shape: ImageShape,
    class_names: Vec<String>,
    train: Rows,
    /// `None` if the set has one part only.
    test: Option<Rows>,
    /// Whether the rows are sorted by class.
    sorted: bool,
    notes: Vec<String>,
}

impl ImageSet {
    fn into_dataset(mut self, path: &Path, seed: u64) -> Result<Dataset> {
        if let [class] = &self.class_names[..] {
            let (folder, class) = (path.to_owned(), class.clone());
            return Err(ImageSetProblem::OneClass { folder, class }.into());
        }
        let digest = self.digest();
        // Keyed with the content: a renamed copy is split alike.
        let randomness = Randomness::new(seed, &digest, 0);
        let width = self.shape.inputs();
        let classes = self.class_names.len();
        let select = |rows: &Rows, chosen: &[usize]| {
            let inputs = chosen.iter().flat_map(|&row| &rows.inputs[row * width..][..width]);
            let labels = chosen.iter().map(|&row| rows.labels[row]).collect();
            Examples::new(inputs.copied().collect(), width, labels, classes)
        };
        let (train, test) = match self.test {
            None => {
                let (train, test) = train_and_test(&self.train.labels, &randomness);
                (select(&self.train, &train)?, select(&self.train, &test)?)
            }
            Some(test) => {
                let Rows { inputs, labels } = test;
                let test = Examples::new(inputs, width, labels, classes)?;
                let train = if self.sorted {
                    // A part of the training set is its first rows.
                    let mut order: Vec<usize> = (0..self.train.labels.len()).collect();
                    order.shuffle(&mut randomness.generator("training rows"));
                    select(&self.train, &order)?
                } else {
                    Examples::new(self.train.inputs, width, self.train.labels, classes)?
                };
                (train, test)
            }
        };
        self.notes.extend(absent_classes(&train, &test, &self.class_names));
        Ok(Dataset {
            name: self.name,
            train,
            test,
            class_names: self.class_names,
            columns: Vec::new(),
            image: Some(self.shape),
            digest,
            source: Source::Images(path.to_owned()),
            table: None,
            notes: self.notes,
            fallback: None,
        })
    }

    /// The SHA-256 of the shape, the class names, and inputs and labels of both parts.
    fn digest(&self) -> String {
        let ImageShape { channels, height, width } = self.shape;
        let mut head = format!("{channels} {height} {width}\n");
        for name in &self.class_names {
            head += &format!("{}:{name}\n", name.len());
        }
        let parts = [Some(&self.train), self.test.as_ref()].into_iter().flatten();
        let parts = parts.flat_map(|Rows { inputs, labels }| {
            let rows = (labels.len() as u64).to_le_bytes().to_vec();
            // In blocks: the hash of many short pieces is slow.
            let inputs = inputs.chunks(1 << 14);
            let inputs = inputs.map(|block| block.iter().flat_map(|v| v.to_le_bytes()).collect());
            let labels = labels.iter().flat_map(|label| label.to_le_bytes()).collect();
            std::iter::once(rows).chain(inputs).chain([labels])
        });
        sha256_hex(std::iter::once(head.into_bytes()).chain(parts))
    }
}

/// An error if `images` of this shape are too many to hold in memory.
fn check_size(folder: &Path, images: usize, shape: ImageShape) -> Result<()> {
    if images.saturating_mul(shape.inputs()) <= MOST_INPUTS {
        return Ok(());
    }
    let limit = MOST_INPUTS / shape.inputs();
    Err(ImageSetProblem::TooMany { folder: folder.to_owned(), images, shape, limit }.into())
}

/// The name of the folder at `path`, of its parent if that is `raw`, as in torchvision's layout.
fn name_of(path: &Path) -> String {
    // `.` and `..` have no name of their own.
    let path: PathBuf = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut names = path.ancestors().filter_map(Path::file_name).map(|name| name.to_string_lossy());
    let name = names.find(|name| name != "raw").unwrap_or_default();
    if name.is_empty() { "images".to_owned() } else { name.into_owned() }
}

impl From<ImageSetProblem> for DatasetError {
    fn from(problem: ImageSetProblem) -> Self {
        Self::Images(Box::new(problem))
    }
}
