//! Every defect of a data directory has its own message, and none leads to generated digits.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use std::{fs, path::Path};

use proptest::prelude::*;
use support::{FILES, copy_of_mnist, decompress, error_of, gz, load_from, named, real_data};

const IMAGES: &str = FILES[2];
const LABELS: &str = FILES[3];

/// The error after `damage` to a copy of MNIST's folder.
fn error_after(damage: impl Fn(&Path)) -> Option<String> {
    let copy = copy_of_mnist(&real_data()?);
    damage(&copy.path().join("mnist"));
    let unnamed = load_from(named(copy.path()), None).unwrap_err();
    let error = error_of(named(copy.path()));
    assert_eq!(unnamed.to_string(), error);
    assert_eq!(error.lines().count(), 1, "{error}");
    Some(error.replace(&copy.path().display().to_string(), "DIR"))
}

fn flip(path: &Path, byte: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[byte] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_missing_file_is_reported_with_its_plain_and_compressed_names() {
    let error = error_after(|folder| fs::remove_file(gz(folder, LABELS)).unwrap());
    let Some(error) = error else { return };
    assert_eq!(
        error,
        "neither DIR/mnist/t10k-labels-idx1-ubyte nor DIR/mnist/t10k-labels-idx1-ubyte.gz exists, \
         and --data-dir restricts the search to its folder: put the files of mnist there, or omit \
         --data-dir to download them"
    );
}

#[test]
fn a_missing_data_directory_is_an_error_even_without_a_data_set_name() {
    let error = load_from(named(Path::new("/nowhere")), None).unwrap_err();
    let start = "neither /nowhere/mnist/train-images-idx3-ubyte nor ";
    assert!(error.to_string().starts_with(start), "{error}");
}

#[test]
fn the_error_for_a_truncated_gzip_file_tells_the_decompressed_length() {
    let error = error_after(|folder| {
        let bytes = fs::read(gz(folder, IMAGES)).unwrap();
        fs::write(gz(folder, IMAGES), &bytes[..bytes.len() / 2]).unwrap();
    });
    let Some(error) = error else { return };
    let start = "DIR/mnist/t10k-images-idx3-ubyte.gz is truncated or damaged after ";
    assert!(error.starts_with(start), "{error}");
    assert!(error.contains(" of 7840016 decompressed bytes "), "{error}");
    assert!(error.contains("replace it, or omit --data-dir"), "{error}");
}

#[test]
fn a_flipped_byte_in_a_compressed_file_is_detected() {
    let error = error_after(|folder| flip(&gz(folder, IMAGES), 1_000_000));
    let Some(error) = error else { return };
    assert!(error.contains("t10k-images-idx3-ubyte.gz "), "{error}");
}

#[test]
fn a_flipped_byte_in_a_plain_file_is_a_wrong_checksum() {
    let error = error_after(|folder| {
        decompress(folder, LABELS);
        flip(&folder.join(LABELS), 5000);
    });
    let Some(error) = error else { return };
    let start = "DIR/mnist/t10k-labels-idx1-ubyte has the wrong content: SHA-256 ";
    assert!(error.starts_with(start), "{error}");
    let expected = "expected ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2: ";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn the_error_for_a_truncated_plain_file_tells_both_sizes() {
    let error = error_after(|folder| {
        decompress(folder, LABELS);
        let bytes = fs::read(folder.join(LABELS)).unwrap();
        fs::write(folder.join(LABELS), &bytes[..5000]).unwrap();
    });
    let Some(error) = error else { return };
    let words = "has the wrong content (5000 bytes, expected 10008): ";
    assert!(error.contains(words), "{error}");
}

#[test]
fn swapped_files_are_recognized() {
    let error = error_after(|folder| {
        fs::copy(gz(folder, FILES[1]), gz(folder, LABELS)).unwrap();
    });
    let Some(error) = error else { return };
    let words = "has the wrong content (this is train-labels-idx1-ubyte of mnist; are two files \
                 swapped?): ";
    assert!(error.contains(words), "{error}");

    let error = error_after(|folder| {
        let fashion = real_data().unwrap().join("fashion-mnist");
        fs::write(gz(folder, LABELS), fs::read(gz(&fashion, LABELS)).unwrap()).unwrap();
    });
    let words = "(this is t10k-labels-idx1-ubyte of fashion-mnist; are two files swapped?)";
    assert!(error.unwrap().contains(words));
}

#[test]
fn a_plain_file_under_a_compressed_name_and_a_compressed_one_under_a_plain_name_are_read() {
    let Some(data) = real_data() else { return };
    let copy = copy_of_mnist(&data);
    let folder = copy.path().join("mnist");
    decompress(&folder, LABELS);
    fs::rename(folder.join(LABELS), gz(&folder, LABELS)).unwrap();
    fs::rename(gz(&folder, FILES[1]), folder.join(FILES[1])).unwrap();
    let mnist = load_from(named(copy.path()), None).unwrap();
    assert_eq!((mnist.train.labels()[0], mnist.test.labels()[0]), (5, 7));
}

#[test]
fn other_files_under_the_name_are_told_by_their_format() {
    for (content, words) in [
        (&b"<!DOCTYPE html><html>"[..], "is a web page: download the file itself"),
        (b"PK\x03\x04...", "is a ZIP archive: unpack it"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:ba89\n",
            "is a Git LFS pointer, not the file: `git lfs pull` fetches it",
        ),
        (b"", "is empty"),
    ] {
        let error = error_after(|folder| fs::write(gz(folder, LABELS), content).unwrap());
        let Some(error) = error else { return };
        let start = format!("DIR/mnist/t10k-labels-idx1-ubyte.gz {words}: replace it");
        assert!(error.starts_with(&start), "{error}");
    }
}

#[test]
fn the_error_for_a_missing_file_names_the_files_in_its_place() {
    let error = error_after(|folder| {
        fs::remove_file(gz(folder, LABELS)).unwrap();
        fs::write(folder.join("t10k-labels.zip"), "PK\x03\x04").unwrap();
    });
    let Some(error) = error else { return };
    let words = "exists (the folder has t10k-labels.zip, a ZIP archive: unpack it), and ";
    assert!(error.contains(words), "{error}");
}

#[test]
fn a_folder_in_place_of_a_file_cannot_be_read() {
    let error = error_after(|folder| {
        fs::remove_file(gz(folder, LABELS)).unwrap();
        fs::create_dir(folder.join(LABELS)).unwrap();
    });
    let Some(error) = error else { return };
    let start = "DIR/mnist/t10k-labels-idx1-ubyte cannot be read (it is not a file): ";
    assert!(error.starts_with(start), "{error}");
}

#[test]
fn a_folder_beside_a_file_does_not_hide_it() {
    let Some(data) = real_data() else { return };
    let copy = copy_of_mnist(&data);
    fs::create_dir(copy.path().join("mnist").join(LABELS)).unwrap();
    assert!(load_from(named(copy.path()), None).is_ok());
}

fn arbitrary_content() -> impl Strategy<Value = Vec<u8>> {
    let gzip_head = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let idx_head = vec![0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28];
    let head = prop_oneof![Just(vec![]), Just(gzip_head), Just(idx_head)];
    let rest = proptest::collection::vec(any::<u8>(), 0..300);
    (head, rest).prop_map(|(head, rest)| [head, rest].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_files_are_an_error_and_never_a_panic(
        files in proptest::array::uniform4((any::<bool>(), arbitrary_content()))
    ) {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("mnist");
        fs::create_dir(&folder).unwrap();
        for (file, (compressed, content)) in FILES.iter().zip(files) {
            let path = if compressed { gz(&folder, file) } else { folder.join(file) };
            fs::write(path, content).unwrap();
        }
        prop_assert!(load_from(named(parent.path()), None).is_err());
    }
}
