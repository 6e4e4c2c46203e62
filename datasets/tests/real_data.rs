//! Known properties of the real files.

#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use std::fs;

use datasets::{Dataset, DatasetName, Source, availability};
use support::{FILES, copy_of_mnist, decompress, gz, load_from, load_path, named, real_data};

fn class_counts(labels: &[u32]) -> [usize; 10] {
    let mut counts = [0; 10];
    for &label in labels {
        counts[label as usize] += 1;
    }
    counts
}

fn assert_sizes(dataset: &Dataset) {
    assert_eq!((dataset.train.rows(), dataset.test.rows()), (60_000, 10_000));
    for examples in [&dataset.train, &dataset.test] {
        assert_eq!((examples.width(), examples.classes()), (784, 10));
        let inputs = examples.inputs();
        assert!(inputs.iter().all(|input| (0. ..=1.).contains(input)));
    }
    assert_eq!(dataset.class_names.len(), 10);
    assert_eq!(dataset.fallback, None);
}

#[test]
fn mnist_begins_with_5_0_4_1_9_and_has_its_known_class_counts() {
    let Some(data) = real_data() else { return };
    let mnist = load_from(named(&data), DatasetName::Mnist).unwrap();
    assert_sizes(&mnist);
    assert_eq!(mnist.train.labels()[..5], [5, 0, 4, 1, 9]);
    assert_eq!(mnist.test.labels()[..5], [7, 2, 1, 0, 4]);
    assert_eq!(
        class_counts(mnist.train.labels()),
        [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    );
    assert_eq!(
        class_counts(mnist.test.labels()),
        [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    );
    // The mean by which MNIST is usually normalized: 0.1307.
    let inputs = mnist.train.inputs();
    let mean = inputs.iter().map(|&input| f64::from(input)).sum::<f64>() / inputs.len() as f64;
    assert!((mean - 0.1307).abs() < 5e-5, "{mean}");
    assert_eq!(mnist.source, Source::DataDir(data.join("mnist")));
    assert_eq!(mnist.digest, "c65580678af93f1ea48c2c0d01d543ec89307c6b8a0eb7ca542d7c18c5f4c681");
}

#[test]
fn fashion_mnist_has_equally_many_images_of_each_class() {
    let Some(data) = real_data() else { return };
    let fashion = load_from(named(&data), DatasetName::FashionMnist).unwrap();
    assert_sizes(&fashion);
    assert_eq!(fashion.train.labels()[..5], [9, 0, 0, 3, 0]);
    assert_eq!(class_counts(fashion.train.labels()), [6000; 10]);
    assert_eq!(class_counts(fashion.test.labels()), [1000; 10]);
    assert_eq!(fashion.class_names[9], "Ankle boot");
}

#[test]
fn plain_and_compressed_files_give_the_same_data_set() {
    let Some(data) = real_data() else { return };
    let compressed = load_from(named(&data), DatasetName::Mnist).unwrap();
    let copy = copy_of_mnist(&data);
    for file in FILES {
        decompress(&copy.path().join("mnist"), file);
    }
    let plain = load_from(named(copy.path()), DatasetName::Mnist).unwrap();
    assert!(plain.train == compressed.train && plain.test == compressed.test);
    assert_eq!(plain.digest, compressed.digest);
}

#[test]
fn the_usual_layouts_and_names_are_found() {
    let Some(data) = real_data() else { return };
    let dotted = |file: &str| file.replace("-idx", ".idx");
    let names = |file: &str| {
        [
            ("MNIST/raw", format!("{file}.gz")),
            ("raw", dotted(file)),
            (".", dotted(file) + ".gz"),
            // Unpacked into a folder of the same name, as some programs do.
            ("mnist", format!("{file}/{file}")),
        ]
    };
    for layout in 0..4 {
        let copy = tempfile::tempdir().unwrap();
        for file in FILES {
            let (folder, name) = &names(file)[layout];
            let path = copy.path().join(folder).join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::copy(gz(&data.join("mnist"), file), path).unwrap();
        }
        let mnist = load_from(named(copy.path()), DatasetName::Mnist).unwrap();
        assert_eq!(mnist.train.labels()[..5], [5, 0, 4, 1, 9], "{layout}");
        let places = named(copy.path());
        let found = availability(DatasetName::Mnist, &places).to_string();
        assert!(found.starts_with("found in "), "{found}");
    }
}

#[test]
fn a_folder_with_the_files_of_mnist_is_a_data_set_of_its_own() {
    let Some(data) = real_data() else { return };
    let mnist = load_from(named(&data), DatasetName::Mnist).unwrap();
    let own = load_path(&data.join("mnist")).unwrap();
    assert!(own.train == mnist.train && own.test == mnist.test);
    assert_eq!(
        (own.name, own.class_names, own.image),
        (mnist.name, mnist.class_names, mnist.image)
    );
}

#[test]
fn the_default_data_set_is_mnist() {
    let Some(data) = real_data() else { return };
    let dataset = load_from(named(&data), None).unwrap();
    assert_eq!(dataset.name, "mnist");
    assert_eq!(dataset.fallback, None);
}
