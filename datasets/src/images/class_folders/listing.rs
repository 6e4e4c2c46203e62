//! Finds the class folders and their images.

use std::path::{Path, PathBuf};

use super::super::ImageSetProblem;
use crate::{
    Result,
    directory::{entries, some_files, subfolders},
};

/// The endings of images, without case.
const ENDINGS: [&str; 3] = ["png", "jpg", "jpeg"];
/// The names of the parts, without case, most usual first.
const TRAIN: &[&str] = &["train", "training"];
const TEST: &[&str] = &["test", "testing", "val", "valid", "validation"];

/// The images of one class.
pub(super) struct ClassFolder {
    pub(super) name: String,
    pub(super) images: Vec<PathBuf>,
}

/// The class folders of both parts.
pub(super) struct Listing {
    pub(super) train: Vec<ClassFolder>,
    /// `None` without a folder for testing.
    pub(super) test: Option<Vec<ClassFolder>>,
    pub(super) notes: Vec<String>,
}

impl Listing {
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let entries = listed(folder)?;
        let part = |names: &[&str]| {
            names.iter().find_map(|part| {
                let mut folders = entries.iter().filter(|(_, path)| path.is_dir());
                folders.find(|(name, _)| name.eq_ignore_ascii_case(part))
            })
        };
        let mut skipped = Skipped::default();
        let mut notes = Vec::new();
        let (train, test) = match (part(TRAIN), part(TEST)) {
            (Some((_, train)), test) => {
                let used = [Some(train), test.map(|(_, path)| path)];
                for (name, path) in &entries {
                    if !path.is_dir() {
                        skipped.add(name);
                    } else if !used.contains(&Some(path)) {
                        notes.push(format!("the folder {name} is not used"));
                    }
                }
                if let Some((name, _)) = test.filter(|(name, _)| is_validation(name)) {
                    notes.push(format!("the folder {name} is the test set"));
                }
                let test = test.map(|(_, test)| classes(test, &mut skipped)).transpose()?;
                (classes(train, &mut skipped)?, test)
            }
            (None, _) => (classes(folder, &mut skipped)?, None),
        };
        notes.extend(skipped.note());
        Ok(Self { train, test, notes })
    }
}

fn is_validation(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("val")
}

/// The class folders in `folder`, each with at least one image.
fn classes(folder: &Path, skipped: &mut Skipped) -> Result<Vec<ClassFolder>> {
    let mut classes = Vec::new();
    for (name, path) in listed(folder)? {
        if path.is_dir() {
            let mut images = Vec::new();
            collect(&path, &mut images, skipped)?;
            classes.push((ClassFolder { name, images }, path));
        } else {
            skipped.add(&name);
        }
    }
    if classes.iter().all(|(class, _)| class.images.is_empty()) {
        let (folder, found) = (folder.to_owned(), some_files(folder, "", &[]));
        return Err(ImageSetProblem::NoImages { folder, found }.into());
    }
    if let Some((_, path)) = classes.iter().find(|(class, _)| class.images.is_empty()) {
        let (folder, found) = (path.clone(), some_files(path, "", &[]));
        return Err(ImageSetProblem::EmptyClass { folder, found }.into());
    }
    let one_class_of_classes = |(_, path): &(ClassFolder, PathBuf)| subfolders(path).len() > 1;
    if let [only] = &classes[..]
        && one_class_of_classes(only)
    {
        let (folder, paths) = (folder.to_owned(), vec![only.1.clone()]);
        return Err(ImageSetProblem::Several { folder, paths }.into());
    }
    Ok(classes.into_iter().map(|(class, _)| class).collect())
}

/// Adds the images in `folder` and its subfolders. Links to folders are not followed: they may lead
/// in circles.
fn collect(folder: &Path, images: &mut Vec<PathBuf>, skipped: &mut Skipped) -> Result<()> {
    let mut subfolders = Vec::new();
    for (name, path) in listed(folder)? {
        let is_image = path
            .extension()
            .is_some_and(|ending| ENDINGS.iter().any(|image| ending.eq_ignore_ascii_case(image)));
        if path.is_dir() && !path.is_symlink() {
            subfolders.push(path);
        } else if is_image && !path.is_dir() {
            images.push(path);
        } else {
            skipped.add(&name);
        }
    }
    subfolders.iter().try_for_each(|folder| collect(folder, images, skipped))
}

fn listed(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    Ok(entries(folder).map_err(|error| ImageSetProblem::Unreadable {
        folder: folder.to_owned(),
        reason: error.to_string(),
    })?)
}

/// Files and folders that are not images.
#[derive(Default)]
struct Skipped {
    count: usize,
    first: Option<String>,
}

impl Skipped {
    fn add(&mut self, name: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| name.to_owned());
    }

    fn note(self) -> Option<String> {
        let first = self.first?;
        Some(match self.count {
            1 => format!("{first} is not a PNG or JPEG image of a class: it is skipped"),
            count => format!(
                "{count} files or folders, such as {first}, are not PNG or JPEG images of a class: they are skipped"
            ),
        })
    }
}
