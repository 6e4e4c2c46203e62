//! Properties of the rows of edges and XOR.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use classifier::Examples;
use datasets::{Dataset, DatasetName, Places, Request, Source, load};
use support::load_from;

fn edges(seed: u64) -> Dataset {
    let request = Request {
        dataset: Some(DatasetName::Edges.into()),
        table: datasets::TableOptions::default(),
        transposed: false,
        places: Places::default(),
        seed,
    };
    load(&request, &mut ()).unwrap()
}

/// A label, and the columns of a patch whose rows are all equal.
type Patch = (u32, [f32; 5]);

fn patches(examples: &Examples) -> Vec<Patch> {
    let patches = examples.inputs().chunks(25).zip(examples.labels());
    patches
        .map(|(pixels, &label)| {
            assert!(pixels.chunks(5).all(|row| row == &pixels[..5]));
            (label, pixels[..5].try_into().unwrap())
        })
        .collect()
}

const REVERSED: [f32; 5] = [0.9, 0.9, 0.1, 0.1, 0.1];

/// The first bright column, if all columns before it are dark and all later ones bright.
fn cut(columns: [f32; 5]) -> Option<usize> {
    (1..=3).find(|&cut| {
        let expected = |column| if column < cut { 0.1 } else { 0.9 };
        columns == std::array::from_fn(expected)
    })
}

#[test]
fn every_patch_follows_the_rule_of_its_label() {
    let edges = edges(1);
    for (examples, rows) in [(&edges.train, 200), (&edges.test, 50)] {
        let shape = (examples.rows(), examples.width(), examples.classes());
        assert_eq!(shape, (rows, 25, 2));
        for (label, columns) in patches(examples) {
            let flat = columns == [columns[0]; 5] && (0.3..0.7).contains(&columns[0]);
            let no_edge = flat || columns == REVERSED;
            assert!(if label == 0 { cut(columns).is_some() } else { no_edge });
        }
    }
    assert_eq!(edges.name, "edges");
    assert_eq!(edges.class_names, ["edge", "no edge"]);
    assert_eq!(edges.source, Source::Generated { seed: 1 });
}

#[test]
fn half_are_edges_a_third_with_each_cut_and_half_of_the_others_are_flat() {
    let all: Vec<_> = (1..=20).flat_map(|seed| patches(&edges(seed).train)).collect();
    let fraction = |kind: &dyn Fn(&Patch) -> bool| {
        all.iter().filter(|patch| kind(patch)).count() as f64 / all.len() as f64
    };
    // The standard error of a fraction of one half is 0.008 for 4,000 draws.
    assert!((fraction(&|patch| patch.0 == 0) - 0.5).abs() < 0.03);
    assert!((fraction(&|patch| patch.1 == REVERSED) - 0.25).abs() < 0.03);
    for column in 1..=3 {
        let of_cut = fraction(&|patch| cut(patch.1) == Some(column));
        assert!((of_cut - 1. / 6.).abs() < 0.03, "{column}: {of_cut}");
    }
    let greys: Vec<f32> = all
        .iter()
        .filter(|(_, columns)| columns[0] == columns[4])
        .map(|(_, columns)| columns[0])
        .collect();
    let mean = greys.iter().sum::<f32>() / greys.len() as f32;
    assert!((mean - 0.5).abs() < 0.02, "{mean}");
}

#[test]
fn the_same_seed_gives_the_same_edges_on_every_machine() {
    let (first, second, other) = (edges(1), edges(1), edges(2));
    assert!(first.train == second.train && first.test == second.test);
    assert_ne!(first.digest, other.digest);
    assert_ne!(first.train.inputs()[..50 * 25], *first.test.inputs());
    assert_eq!(first.digest, "7d6b8243c8528397f053f5456f03cac094886b5dff6b37a8dfbd88114364957c");
}

#[test]
fn xor_has_the_same_four_rows_for_training_and_testing() {
    let xor = load_from(Places::default(), DatasetName::Xor).unwrap();
    for examples in [&xor.train, &xor.test] {
        assert_eq!(examples.inputs(), [0., 0., 0., 1., 1., 0., 1., 1.]);
        assert_eq!(examples.labels(), [0, 1, 1, 0]);
        assert_eq!((examples.width(), examples.classes()), (2, 2));
    }
    assert_eq!(xor.class_names, ["0", "1"]);
    assert_eq!(xor.source, Source::BuiltIn);
}
