//! Parses verified IDX files with the `mnist` crate.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use classifier::Examples;
use mnist::MnistBuilder;

use crate::{DatasetError, Result, dataset::image_examples, idx_set::IdxSet};

/// The training and test examples of `set`, from the verified `contents` of its files.
///
/// The `mnist` crate reads from a folder and panics on unexpected content, so it only ever sees
/// complete files with a verified checksum.
pub(crate) fn parse(set: &IdxSet, contents: Vec<Vec<u8>>) -> Result<(Examples, Examples)> {
    let folder = tempfile::tempdir().map_err(|error| unusable(std::env::temp_dir(), error))?;
    for (file, content) in set.files.iter().zip(&contents) {
        write(&folder.path().join(file.name), content)?;
    }
    drop(contents);
    let base_path = folder
        .path()
        .to_str()
        .ok_or_else(|| unusable(folder.path(), io::Error::other("its name is not valid UTF-8")))?;
    let [train_images, train_labels, test_images, test_labels] = &set.files;
    let mnist = MnistBuilder::new()
        .base_path(base_path)
        .training_images_filename(train_images.name)
        .training_labels_filename(train_labels.name)
        .test_images_filename(test_images.name)
        .test_labels_filename(test_labels.name)
        .finalize();
    Ok((
        image_examples(&mnist.trn_img, &mnist.trn_lbl)?,
        image_examples(&mnist.tst_img, &mnist.tst_lbl)?,
    ))
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    fs::write(path, content).map_err(|error| unusable(path, error))?;
    let metadata = path.metadata().map_err(|error| unusable(path, error))?;
    if metadata.len() != content.len() as u64 {
        let short = format!("{} of {} bytes written", metadata.len(), content.len());
        return Err(unusable(path, io::Error::other(short)));
    }
    Ok(())
}

fn unusable(path: impl Into<PathBuf>, error: io::Error) -> DatasetError {
    DatasetError::TemporaryFolder { path: path.into(), reason: error.to_string() }
}
