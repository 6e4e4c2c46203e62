//! Folders of IDX files, as a user brings them.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use datasets::{Dataset, ImageShape, Request, load};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use support::{load_path, request_path};
use tempfile::TempDir;

/// An IDX file.
fn idx(element: u8, sizes: &[u32], elements: &[u8]) -> Vec<u8> {
    let sizes: Vec<u8> = sizes.iter().flat_map(|size| size.to_be_bytes()).collect();
    [&[0, 0, element, (sizes.len() / 4) as u8][..], &sizes, elements].concat()
}

/// Images of 2 rows and 3 columns: image n has the pixels 6n, 6n + 1, …
fn images(count: u32) -> Vec<u8> {
    let pixels: Vec<u8> = (0..6 * count).map(|pixel| pixel as u8).collect();
    idx(8, &[count, 2, 3], &pixels)
}

fn labels(labels: &[u8]) -> Vec<u8> {
    idx(8, &[labels.len() as u32], labels)
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A folder `kanji` with these files.
fn folder(files: &[(&str, Vec<u8>)]) -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("kanji");
    fs::create_dir(&folder).unwrap();
    add(&folder, files);
    (parent, folder)
}

fn add(folder: &Path, files: &[(&str, Vec<u8>)]) {
    for (name, content) in files {
        fs::write(folder.join(name), content).unwrap();
    }
}

fn small() -> [(&'static str, Vec<u8>); 4] {
    [
        ("train-images-idx3-ubyte", images(3)),
        ("train-labels-idx1-ubyte", labels(&[7, 2, 7])),
        ("t10k-images-idx3-ubyte", images(2)),
        ("t10k-labels-idx1-ubyte", labels(&[2, 7])),
    ]
}

fn error(path: &Path) -> String {
    let error = load_path(path).unwrap_err().to_string();
    assert_eq!(error.lines().count(), 1, "{error}");
    error.replace(&path.display().to_string(), "DIR")
}

fn load_transposed(path: &Path) -> datasets::Result<Dataset> {
    load(&Request { transposed: true, ..request_path(path) }, &mut ())
}

#[test]
fn any_size_and_any_labels_are_read() {
    let (_parent, folder) = folder(&small());
    let dataset = load_path(&folder).unwrap();
    assert_eq!(dataset.name, "kanji");
    assert_eq!(dataset.image, Some(ImageShape::grey(2, 3)));
    assert_eq!(dataset.class_names, ["2", "7"]);
    assert_eq!(dataset.train.labels(), [1, 0, 1]);
    assert_eq!(dataset.test.labels(), [0, 1]);
    let first: Vec<f32> = (0..6).map(|pixel| pixel as f32 / 255.).collect();
    assert_eq!(dataset.test.inputs()[..6], first);
    assert_eq!(dataset.notes, [""; 0]);
}

#[test]
fn transposed_images_come_out_upright() {
    let (_parent, folder) = folder(&small());
    let dataset = load_transposed(&folder).unwrap();
    assert_eq!(dataset.image, Some(ImageShape::grey(3, 2)));
    let upright = [0, 3, 1, 4, 2, 5].map(|pixel| pixel as f32 / 255.);
    assert_eq!(dataset.train.inputs()[..6], upright);
    assert_ne!(dataset.digest, load_path(&folder).unwrap().digest);
}

#[test]
fn the_digest_is_of_the_content_not_of_names_and_compression() {
    let (_parent, plain) = folder(&small());
    let renamed = small().map(|(name, content)| {
        (
            format!("mine-{}.gz", name.replace("t10k", "test").replace("-idx", ".idx")),
            gzip(&content),
        )
    });
    let renamed: Vec<_> = renamed.iter().map(|(name, file)| (&name[..], file.clone())).collect();
    let (_other_parent, packed) = folder(&renamed);
    let (plain, packed) = (load_path(&plain).unwrap(), load_path(&packed).unwrap());
    assert!(plain.train == packed.train && plain.test == packed.test);
    assert_eq!(plain.digest, packed.digest);
    assert_eq!(packed.name, "mine");
}

#[test]
fn several_sets_in_a_folder_are_chosen_by_their_prefix() {
    let named = |set: &str| small().map(|(name, file)| (format!("emnist-{set}-{name}"), file));
    let files: Vec<_> = ["letters", "digits"].into_iter().flat_map(named).collect();
    let files: Vec<_> = files.iter().map(|(name, file)| (&name[..], file.clone())).collect();
    let (_parent, folder) = folder(&files);
    assert_eq!(
        error(&folder),
        "DIR is not one data set: choose --dataset DIR/emnist-digits or \
         --dataset DIR/emnist-letters"
    );
    let letters = load_path(&folder.join("emnist-letters")).unwrap();
    assert_eq!(letters.name, "emnist-letters");
    let hint = "EMNIST's files hold transposed images: --transposed turns them upright";
    assert_eq!(letters.notes, [hint]);
    assert_eq!(load_transposed(&folder.join("emnist-letters")).unwrap().notes, [""; 0]);
}

#[test]
fn torchvisions_folder_is_found_and_its_subfolders_are_offered() {
    let (parent, folder) = folder(&[]);
    fs::create_dir(folder.join("raw")).unwrap();
    add(&folder.join("raw"), &small());
    assert_eq!(load_path(&folder).unwrap().name, "kanji");
    assert_eq!(load_path(&folder.join("raw")).unwrap().name, "kanji");
    let words = "DIR is not one data set: choose --dataset DIR/kanji/raw";
    assert_eq!(error(parent.path()), words);
}

#[test]
fn the_first_column_of_extended_labels_is_the_class() {
    let row = |class: i32| [class, 4, 2100, 0, 30, 9, 0, 0].map(i32::to_be_bytes).concat();
    let extended = |classes: &[i32]| {
        let rows: Vec<u8> = classes.iter().flat_map(|&class| row(class)).collect();
        idx(0x0c, &[classes.len() as u32, 8], &rows)
    };
    let (_parent, folder) = folder(&[
        ("qmnist-train-images-idx3-ubyte.gz", gzip(&images(3))),
        ("qmnist-train-labels-idx2-int.gz", gzip(&extended(&[5, 0, 4]))),
        ("qmnist-train-labels.tsv.gz", gzip(b"5\t4")),
        ("qmnist-test-images-idx3-ubyte.gz", gzip(&images(2))),
        ("qmnist-test-labels-idx2-int.gz", gzip(&extended(&[4, 5]))),
    ]);
    let qmnist = load_path(&folder).unwrap();
    assert_eq!(qmnist.class_names, ["0", "4", "5"]);
    assert_eq!(qmnist.train.labels(), [2, 0, 1]);
    assert_eq!(qmnist.notes, ["no test row has class \"0\", which is therefore not tested"]);
}

#[test]
fn without_test_files_a_fifth_is_drawn() {
    let all: Vec<u8> = (0..20).map(|row| row % 2).collect();
    let files =
        [("train-images-idx3-ubyte", images(20)), ("train-labels-idx1-ubyte", labels(&all))];
    let (_parent, folder) = folder(&files);
    let dataset = load_path(&folder).unwrap();
    assert_eq!((dataset.train.rows(), dataset.test.rows()), (16, 4));
    assert_eq!(dataset.test.labels().iter().sum::<u32>(), 2);
    let (_parent, renamed) = self::folder(&[
        ("b-train-images-idx3-ubyte", images(20)),
        ("b-train-labels-idx1-ubyte", labels(&all)),
    ]);
    assert!(load_path(&renamed).unwrap().test == dataset.test);
}

#[test]
fn every_defect_is_one_line_with_its_numbers() {
    let damaged = |name: &str, content: Vec<u8>| {
        let (parent, folder) = folder(&small());
        fs::write(folder.join(name), content).unwrap();
        (parent, error(&folder)).1
    };
    let [(train_images, _), (train_labels, _), (test_images, _), _] = small();
    for (name, content, message) in [
        (
            train_labels,
            labels(&[1, 2]),
            "DIR/train-images-idx3-ubyte holds 3 images, but DIR/train-labels-idx1-ubyte 2 labels: \
             they do not belong together",
        ),
        (
            test_images,
            idx(8, &[2, 3, 2], &[0; 12]),
            "DIR/t10k-images-idx3-ubyte has 2 × 3 pixels, but DIR/train-images-idx3-ubyte has \
             3 × 2: resize them to one size",
        ),
        (
            train_images,
            images(3)[..20].to_vec(),
            "DIR/train-images-idx3-ubyte announces 3 × 2 × 3 elements of 1 byte, but 4 bytes follow \
             the header: it is truncated or damaged",
        ),
        (
            train_images,
            b"<html>".to_vec(),
            "DIR/train-images-idx3-ubyte is a web page: download the file itself",
        ),
        (
            train_images,
            labels(&[1, 2, 3]),
            "DIR/train-images-idx3-ubyte holds elements of type 0x08 in the sizes [3], expected \
             images: unsigned bytes (type 0x08) in 3 dimensions",
        ),
        (
            train_images,
            idx(8, &[0, 2, 3], &[]),
            "DIR/train-images-idx3-ubyte holds elements of type \
             0x08 in the sizes [0, 2, 3], expected images: unsigned bytes (type 0x08) in 3 dimensions",
        ),
    ] {
        assert_eq!(damaged(name, content), message);
    }
    let truncated = damaged(train_images, gzip(&images(3))[..20].to_vec());
    let words = "DIR/train-images-idx3-ubyte cannot be read (its gzip data are damaged: ";
    assert!(truncated.starts_with(words), "{truncated}");
    let (_parent, only) = folder(&small()[..3]);
    assert_eq!(
        error(&only),
        "DIR has no test labels: expected a file such as t10k-labels-idx1-ubyte (it has \
         train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte)"
    );
    let one_class = small().map(|(name, file)| {
        (name, if name.contains("labels") { labels(&[4, 4, 4][..file.len() - 8]) } else { file })
    });
    let (_parent, one_class) = folder(&one_class);
    assert_eq!(
        error(&one_class),
        "DIR has images of one class only, \"4\": at least two classes are needed"
    );
}

#[test]
fn a_transposed_data_set_is_a_folder_of_idx_files() {
    let request = Request { dataset: None, ..request_path(Path::new("")) };
    let error = load(&Request { transposed: true, ..request }, &mut ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "--transposed is for folders of IDX files, but the data set is mnist: omit it"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_files_never_panic(
        files in proptest::array::uniform4((
            any::<bool>(),
            prop_oneof![Just(vec![]), (0..5_u8).prop_map(|sizes| vec![0, 0, 8, sizes])],
            proptest::collection::vec(0..3_u8, 0..40),
        )),
    ) {
        let files = small().map(|(name, _)| name).into_iter().zip(files);
        let files: Vec<_> = files
            .map(|(name, (packed, head, rest))| {
                let content = [head, rest].concat();
                (name, if packed { gzip(&content) } else { content })
            })
            .collect();
        let (_parent, folder) = folder(&files);
        let _ = load_path(&folder).is_ok();
    }
}
