//! Defects of a folder of images.

use std::path::PathBuf;

use crate::ImageShape;

/// A defect of a folder of images, a whole sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageSetProblem {
    /// The folder cannot be listed.
    #[error("{} cannot be read ({reason})", .folder.display())]
    Unreadable {
        /// The folder.
        folder: PathBuf,
        /// The error of the operating system.
        reason: String,
    },
    /// Neither IDX files nor class folders.
    #[error(
        "{} has neither IDX files (such as train-images-idx3-ubyte) nor a folder of PNG or JPEG images for each class{}",
        .folder.display(),
        found_list(found)
    )]
    NoImages {
        /// The folder.
        folder: PathBuf,
        /// Some of its files, with their formats.
        found: Vec<String>,
    },
    /// Data sets to choose from.
    #[error("{} is not one data set: choose {}", .folder.display(), choices(paths))]
    Several {
        /// The folder.
        folder: PathBuf,
        /// The paths of the sets.
        paths: Vec<PathBuf>,
    },
    /// A set of IDX files without one of its files.
    #[error("{} has no {missing}: expected a file such as {example}{}", .folder.display(), found_list(found))]
    Incomplete {
        /// The folder.
        folder: PathBuf,
        /// The missing part, in words.
        missing: String,
        /// A name for it.
        example: String,
        /// Files of the set that are there.
        found: Vec<String>,
    },
    /// Images and labels differ in number.
    #[error(
        "{} holds {image_count} images, but {} {label_count} labels: they do not belong together",
        .images.display(),
        .labels.display()
    )]
    Counts {
        /// The file of images.
        images: PathBuf,
        /// Its number of images.
        image_count: usize,
        /// The file of labels.
        labels: PathBuf,
        /// Its number of labels.
        label_count: usize,
    },
    /// Images of different sizes.
    #[error(
        "{} has {width} × {height} pixels, but {} has {first_width} × {first_height}: resize them to one size",
        .path.display(),
        .first.display()
    )]
    Sizes {
        /// The first image, or file of images.
        first: PathBuf,
        /// Its width.
        first_width: usize,
        /// Its height.
        first_height: usize,
        /// The one that differs.
        path: PathBuf,
        /// Its width.
        width: usize,
        /// Its height.
        height: usize,
    },
    /// More images than memory is allowed for.
    #[error(
        "{} has {images} images of {shape}, more than the limit of {limit}: resize them, or leave some out",
        .folder.display()
    )]
    TooMany {
        /// The folder.
        folder: PathBuf,
        /// Number of images.
        images: usize,
        /// Their shape.
        shape: ImageShape,
        /// The most images of this shape.
        limit: usize,
    },
    /// A class folder without images.
    #[error("{} has no PNG or JPEG image: remove it, or add some{}", .folder.display(), found_list(found))]
    EmptyClass {
        /// The class folder.
        folder: PathBuf,
        /// Some of its files, with their formats.
        found: Vec<String>,
    },
    /// All images are of one class.
    #[error("{} has images of one class only, {class:?}: at least two classes are needed", .folder.display())]
    OneClass {
        /// The folder.
        folder: PathBuf,
        /// The class.
        class: String,
    },
    /// More classes than a label file is trusted with.
    #[error(
        "{} holds {classes} different labels, more than the limit of {limit}: are they classes?",
        .labels.display()
    )]
    TooManyClasses {
        /// The label file.
        labels: PathBuf,
        /// Number of different labels.
        classes: usize,
        /// The limit.
        limit: usize,
    },
    /// `--transposed` for other data than IDX files.
    #[error("--transposed is for folders of IDX files, but the data set is {set}: omit it")]
    Transposed {
        /// The data set.
        set: String,
    },
    /// An option of tables for images.
    #[error("{option} is for tables, but {} is a folder of images: omit it", .folder.display())]
    TableOption {
        /// The option, as on the command line.
        option: &'static str,
        /// The folder.
        folder: PathBuf,
    },
}

fn found_list(found: &[String]) -> String {
    if found.is_empty() { String::new() } else { format!(" (it has {})", found.join(", ")) }
}

fn choices(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths.iter().map(|path| format!("--dataset {}", path.display())).collect();
    paths.join(" or ")
}
