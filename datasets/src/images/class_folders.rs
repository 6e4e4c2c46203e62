//! A folder with a folder of images for each class, as `torchvision.datasets.ImageFolder` and Keras'
//! `image_dataset_from_directory` read it.
//!
//! Classes are in alphabetical order, in numeric order if all are whole numbers; images are in the
//! order of their paths. Folders `train` and `test` (or `val`) with class folders in them are the
//! two parts. Grey images among colour images repeat their grey in the three channels; transparency
//! is ignored, as both libraries do.

mod listing;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{
    ImageSet, ImageSetProblem, Rows, check_size, name_of,
    pixels::{self, Header},
};
use crate::{DatasetError, ImageShape, Result};
use listing::{ClassFolder, Listing};

/// Reads the class folders in `folder`.
pub(super) fn read(folder: &Path) -> Result<ImageSet> {
    let Listing { train, test, mut notes } = Listing::of(folder)?;
    let class_names = class_names(&train, test.as_deref());
    let train = files(&train, &class_names);
    let test = test.map(|test| files(&test, &class_names));
    let all: Vec<&File> = train.iter().chain(test.iter().flatten()).collect();
    let headers: Vec<Result<Header>> = all
        .par_iter()
        .map(|(path, _)| pixels::header(path).map_err(DatasetError::file(path)))
        .collect();
    let headers = headers.into_iter().collect::<Result<Vec<_>>>()?;
    let shape = shape(folder, &all, &headers, &mut notes)?;
    check_size(folder, all.len(), shape)?;
    Ok(ImageSet {
        name: name_of(folder),
        shape,
        train: rows(&train, shape)?,
        test: test.map(|test| rows(&test, shape)).transpose()?,
        class_names,
        sorted: true,
        notes,
    })
}

/// The path of an image and its label.
type File = (PathBuf, u32);

/// The names of all classes, in order.
fn class_names(train: &[ClassFolder], test: Option<&[ClassFolder]>) -> Vec<String> {
    let folders = train.iter().chain(test.unwrap_or_default());
    let mut names: Vec<String> = folders.map(|class| class.name.clone()).collect();
    names.sort();
    names.dedup();
    let numbers: Option<Vec<u64>> = names.iter().map(|name| name.parse().ok()).collect();
    if numbers.is_some() {
        names.sort_by_key(|name| name.parse::<u64>().ok());
    }
    names
}

fn files(folders: &[ClassFolder], class_names: &[String]) -> Vec<File> {
    let labelled = class_names.iter().enumerate().flat_map(|(label, name)| {
        let of_class = folders.iter().filter(move |folder| folder.name == *name);
        of_class
            .flat_map(move |class| class.images.iter().map(move |it| (it.clone(), label as u32)))
    });
    labelled.collect()
}

/// The shape of all images; notes what differs from the files.
fn shape(
    folder: &Path,
    files: &[&File],
    headers: &[Header],
    notes: &mut Vec<String>,
) -> Result<ImageShape> {
    let Some((first, (first_path, _))) = headers.first().zip(files.first()) else {
        let found = Vec::new();
        return Err(ImageSetProblem::NoImages { folder: folder.to_owned(), found }.into());
    };
    for (header, (path, _)) in headers.iter().zip(files) {
        if (header.width, header.height) != (first.width, first.height) {
            return Err(ImageSetProblem::Sizes {
                first: first_path.clone(),
                first_width: first.width,
                first_height: first.height,
                path: path.clone(),
                width: header.width,
                height: header.height,
            }
            .into());
        }
    }
    let all = headers.len();
    let count = |has: fn(&Header) -> bool| headers.iter().filter(|header| has(header)).count();
    let (grey, transparent) = (count(|header| !header.colour), count(|header| header.alpha));
    let colour = grey < all;
    if colour && grey > 0 {
        notes.push(format!("{grey} of {all} images are grey: their three channels are equal"));
    }
    if transparent > 0 {
        notes.push(format!("the transparency of {transparent} of {all} images is ignored"));
    }
    let channels = if colour { 3 } else { 1 };
    Ok(ImageShape { channels, height: first.height, width: first.width })
}

/// Decodes the images.
fn rows(files: &[File], shape: ImageShape) -> Result<Rows> {
    let mut inputs = vec![0.; files.len() * shape.inputs()];
    let decoded: Vec<Result<()>> = inputs
        .par_chunks_mut(shape.inputs())
        .zip(files)
        .map(|(row, (path, _))| pixels::decode(path, shape, row).map_err(DatasetError::file(path)))
        .collect();
    decoded.into_iter().collect::<Result<()>>()?;
    Ok(Rows { inputs, labels: files.iter().map(|(_, label)| *label).collect() })
}
