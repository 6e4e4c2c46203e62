//! Variants of test images: changes, invariants, and reproducibility on every machine.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod support;

use std::sync::LazyLock;

use classifier::Examples;
use datasets::{DatasetName, ImageShape, Places, Result, Variant, VariantKind};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use support::{load_from, named, real_data};

/// The first 200 generated test digits.
static DIGITS: LazyLock<Examples> = LazyLock::new(|| {
    let digits = load_from(Places::default(), DatasetName::SyntheticDigits).unwrap();
    first_rows(&digits.test, 200)
});

fn first_rows(examples: &Examples, rows: usize) -> Examples {
    let inputs = examples.inputs()[..rows * examples.width()].to_vec();
    let labels = examples.labels()[..rows].to_vec();
    Examples::new(inputs, examples.width(), labels, examples.classes()).unwrap()
}

/// `rows` copies of an image of one grey level, n/255.
fn flat(grey: u8, side: usize, rows: usize) -> Examples {
    let inputs = vec![f32::from(grey) / 255.; rows * side * side];
    Examples::new(inputs, side * side, vec![0; rows], 1).unwrap()
}

fn variant(name: &str) -> Variant {
    name.parse().unwrap()
}

/// The changed images of `examples`, which are square and grey.
fn apply(variant: Variant, examples: &Examples, seed: u64) -> Result<Examples> {
    let side = examples.width().isqrt();
    variant.apply(examples, Some(ImageShape::grey(side, side)), seed)
}

fn images(examples: &Examples) -> impl Iterator<Item = &[f32]> {
    examples.inputs().chunks_exact(examples.width())
}

/// The sum of each image, and its centre of mass in pixels right of and below the centre.
fn masses(examples: &Examples) -> Vec<(f64, [f64; 2])> {
    let side = examples.width().isqrt();
    let mass = |image: &[f32]| {
        let (mut sum, mut right, mut down) = (0., 0., 0.);
        for (pixel, &ink) in image.iter().enumerate() {
            let ink = f64::from(ink);
            sum += ink;
            right += ink * ((pixel % side) as f64 - (side as f64 - 1.) / 2.);
            down += ink * ((pixel / side) as f64 - (side as f64 - 1.) / 2.);
        }
        (sum, [right / sum, down / sum])
    };
    images(examples).map(mass).collect()
}

#[test]
fn every_variant_reads_back_as_text_and_as_json() {
    let names: Vec<String> = Variant::all().map(|variant| variant.to_string()).collect();
    assert_eq!(names.len(), 26);
    assert_eq!(names[..6].join(" "), "shift-1 shift-2 shift-3 shift-4 shift-6 rotate-5");
    for (name, variant) in names.iter().zip(Variant::all()) {
        assert_eq!(name.parse::<Variant>().unwrap(), variant);
        assert_eq!(Variant::new(variant.kind(), variant.strength()).unwrap(), variant);
        let json = serde_json::to_string(&variant).unwrap();
        assert_eq!(json, format!("{name:?}"));
        assert_eq!(serde_json::from_str::<Variant>(&json).unwrap(), variant);
    }
}

#[test]
fn labels_hold_strengths_with_their_units() {
    let names = ["shift-2", "rotate-15", "shrink-80", "noise-20", "invert-100"];
    assert_eq!(
        names.map(|name| variant(name).label()),
        ["shift 2 px", "rotate 15°", "shrink to 80 %", "noise σ 0.2", "invert 100 %"]
    );
}

#[test]
fn the_error_for_an_unknown_variant_lists_the_valid_ones() {
    for name in
        ["shrink-0", "rotate-361", "noise--1", "rotate-015", "rotate-+5", "blur-2", "shift", ""]
    {
        assert_eq!(
            name.parse::<Variant>().unwrap_err().to_string(),
            format!(
                "there is no variant {name:?}: choose shift-0 to shift-100, rotate-0 to rotate-360, \
                 shrink-1 to shrink-100, noise-0 to noise-100, or invert-0 to invert-100"
            )
        );
    }
    let error = Variant::new(VariantKind::Invert, 101).unwrap_err();
    assert!(error.to_string().starts_with("there is no variant \"invert-101\""));
}

#[test]
fn rows_that_are_not_images_are_an_error_with_their_numbers() {
    let xor = load_from(Places::default(), DatasetName::Xor).unwrap();
    assert_eq!(
        variant("shift-1").apply(&xor.test, xor.image, 1).unwrap_err().to_string(),
        "variants need square grey images, but the rows are not images: \
         choose mnist, fashion-mnist, synthetic-digits or edges, or images of your own"
    );
    for image in [ImageShape { channels: 3, height: 1, width: 1 }, ImageShape::grey(1, 3)] {
        let row = Examples::new(vec![0.; 3], 3, vec![0], 1).unwrap();
        let error = variant("shift-1").apply(&row, Some(image), 1).unwrap_err().to_string();
        assert!(error.contains(&format!("but the images have {image}:")), "{error}");
    }
    let columns = vec![0., 0.5, 1., 0., 0.2, -0.3, 1., 0.];
    let table = Examples::new(columns, 4, vec![0, 1], 2).unwrap();
    assert_eq!(
        apply(variant("shift-1"), &table, 1).unwrap_err().to_string(),
        "variants need pixels from 0 to 1, but row 1, column 1 is -0.3: \
         choose mnist, fashion-mnist, synthetic-digits or edges"
    );
}

#[test]
fn the_identity_strength_of_every_kind_changes_nothing() {
    for name in ["shift-0", "rotate-0", "rotate-360", "shrink-100", "noise-0", "invert-0"] {
        assert_eq!(apply(variant(name), &DIGITS, 1).unwrap(), *DIGITS, "{name}");
    }
}

#[test]
fn every_listed_variant_changes_every_image_and_no_label() {
    for variant in Variant::all() {
        let changed = apply(variant, &DIGITS, 1).unwrap();
        assert_eq!(changed.labels(), DIGITS.labels());
        assert_eq!(changed.classes(), DIGITS.classes());
        let pairs = images(&changed).zip(images(&DIGITS));
        assert!(pairs.into_iter().all(|(new, old)| new != old), "{variant}");
    }
}

#[test]
fn the_change_of_a_row_does_not_depend_on_later_rows() {
    for variant in Variant::all() {
        let all = apply(variant, &DIGITS, 1).unwrap();
        let few = apply(variant, &first_rows(&DIGITS, 7), 1).unwrap();
        assert_eq!(few, first_rows(&all, 7), "{variant}");
    }
}

#[test]
fn only_the_randomly_drawn_variants_depend_on_the_seed() {
    for (name, drawn) in [
        ("shift-2", true),
        ("rotate-15", true),
        ("noise-20", true),
        ("shrink-80", false),
        ("invert-20", false),
    ] {
        let [first, second, other] =
            [1, 1, 2].map(|seed| apply(variant(name), &DIGITS, seed).unwrap());
        assert_eq!(first, second);
        assert_eq!(first != other, drawn, "{name}");
    }
}

#[test]
fn all_four_shift_directions_are_equally_frequent_and_the_same_at_every_strength() {
    // A dot in the centre of 13 × 13 pixels.
    let mut inputs = vec![0.; 169];
    inputs[6 * 13 + 6] = 1.;
    let dots = Examples::new(inputs.repeat(4000), 169, vec![0; 4000], 1).unwrap();
    let went = |pixels: u32| {
        let shifted = apply(Variant::new(VariantKind::Shift, pixels).unwrap(), &dots, 1).unwrap();
        let far = f64::from(pixels);
        let way = |(ink, [right, down]): (f64, [f64; 2])| {
            assert_eq!(ink, 1.);
            [right / far, down / far]
        };
        masses(&shifted).into_iter().map(way).collect::<Vec<_>>()
    };
    let ways = went(1);
    assert_eq!(ways, went(6));
    // The standard deviation of the number of successes at ¼ is 27 for 4,000 draws.
    for way in [[0., -1.], [0., 1.], [-1., 0.], [1., 0.]] {
        let count = ways.iter().filter(|&&went| went == way).count();
        assert!((900..1100).contains(&count), "{way:?}: {count}");
    }
}

#[test]
fn half_of_the_images_rotate_left_and_half_right_in_the_same_direction_at_every_strength() {
    // A dot right of the centre of 13 × 13 pixels moves up or down.
    let mut inputs = vec![0.; 169];
    inputs[6 * 13 + 11] = 1.;
    let dots = Examples::new(inputs.repeat(4000), 169, vec![0; 4000], 1).unwrap();
    let went_up = |name: &str| {
        let masses = masses(&apply(variant(name), &dots, 1).unwrap());
        let up = masses.into_iter().map(|(_, [_, down])| down < 0.);
        up.collect::<Vec<_>>()
    };
    let ways = went_up("rotate-5");
    assert_eq!(ways, went_up("rotate-45"));
    let left = ways.iter().filter(|&&up| up).count();
    assert!((1850..2150).contains(&left), "{left}");
}

#[test]
fn shrinking_scales_the_centre_of_mass_with_the_side_and_the_ink_with_its_square() {
    let before = masses(&DIGITS);
    for percent in [100, 90, 80, 75, 70, 60, 50, 33] {
        let scale = f64::from(percent) / 100.;
        let shrunk = Variant::new(VariantKind::Shrink, percent).unwrap();
        let after = masses(&apply(shrunk, &DIGITS, 1).unwrap());
        for ((ink, middle), (ink_after, middle_after)) in before.iter().zip(after) {
            assert!((ink_after / (ink * scale * scale) - 1.).abs() < 0.02, "{percent} %");
            for (middle, after) in middle.iter().zip(middle_after) {
                assert!((after - middle * scale).abs() < 0.1, "{percent} %: {middle} to {after}");
            }
        }
    }
}

#[test]
fn noise_differs_between_rows_and_grows_with_the_strength_in_the_same_pattern() {
    let grey = flat(128, 28, 50);
    let weak = apply(variant("noise-5"), &grey, 1).unwrap();
    let strong = apply(variant("noise-10"), &grey, 1).unwrap();
    let rows: Vec<&[f32]> = images(&weak).collect();
    for (row, image) in rows.iter().enumerate() {
        assert!(rows[..row].iter().all(|other| other != image));
    }
    let middle = 128. / 255.;
    for (weak, strong) in weak.inputs().iter().zip(strong.inputs()) {
        // Each value is rounded by at most half of 1/255.
        let off = (strong - middle) - 2. * (weak - middle);
        assert!(off.abs() < 1.6 / 255., "{weak} and {strong}");
    }
}

#[test]
fn full_inversion_is_the_negative_and_applied_twice_the_identity() {
    let inverted = apply(variant("invert-100"), &DIGITS, 1).unwrap();
    let pairs = inverted.inputs().iter().zip(DIGITS.inputs());
    assert!(pairs.into_iter().all(|(new, old)| (new + old - 1.).abs() < 1e-6));
    assert_eq!(apply(variant("invert-100"), &inverted, 1).unwrap(), *DIGITS);
    // At 50 % every pixel is the same grey.
    let grey = apply(variant("invert-50"), &DIGITS, 1).unwrap();
    assert!(grey.inputs().iter().all(|&pixel| pixel == 128. / 255.));
}

fn any_variant() -> impl Strategy<Value = Variant> {
    prop::sample::select(&VariantKind::ALL[..])
        .prop_flat_map(|kind| (Just(kind), kind.allowed()))
        .prop_map(|(kind, strength)| Variant::new(kind, strength).unwrap())
}

fn any_images() -> impl Strategy<Value = Examples> {
    (1_usize..10, 1_usize..4).prop_flat_map(|(side, rows)| {
        let inputs = prop::collection::vec(0_f32..=1., rows * side * side);
        inputs.prop_map(move |inputs| Examples::new(inputs, side * side, vec![0; rows], 1).unwrap())
    })
}

proptest! {
    #[test]
    fn results_of_every_variant_are_multiples_of_1_255_from_0_to_1(
        variant in any_variant(),
        examples in any_images(),
        seed: u64,
    ) {
        let changed = apply(variant, &examples, seed).unwrap();
        prop_assert_eq!(changed.inputs().len(), examples.inputs().len());
        for &input in changed.inputs() {
            prop_assert!((0. ..=1.).contains(&input));
            prop_assert_eq!((input * 255.).round() / 255., input);
        }
    }

    /// A result's pixel is a mean of the original's pixels and the background.
    #[test]
    fn resampled_images_are_never_brighter_than_the_original(
        kind in prop::sample::select(&[VariantKind::Shift, VariantKind::Rotate, VariantKind::Shrink][..]),
        strength in 1_u32..=100,
        grey: u8,
    ) {
        let changed = apply(Variant::new(kind, strength).unwrap(), &flat(grey, 9, 2), 1).unwrap();
        let brightest = changed.inputs().iter().copied().fold(0., f32::max);
        prop_assert!(brightest <= f32::from(grey) / 255.);
    }
}

/// The SHA-256 of the images of several variants as bytes.
fn digest(variants: impl IntoIterator<Item = Variant>, examples: &Examples) -> String {
    let mut hash = Sha256::new();
    for variant in variants {
        let changed = apply(variant, examples, 1).unwrap();
        let pixels = changed.inputs().iter().map(|input| (input * 255.).round() as u8);
        hash.update(pixels.collect::<Vec<u8>>());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_variants_of_generated_digits_are_these_on_every_machine() {
    assert_eq!(
        digest(Variant::all(), &DIGITS),
        "6ad7fc228bfdae2b5046da7046b3aa77e4a66625d4e50a5e2e7ccb8bc0a621b8"
    );
}

#[test]
fn the_variants_of_mnist_are_these_on_every_machine() {
    let Some(data) = real_data() else { return };
    let mnist = load_from(named(&data), DatasetName::Mnist).unwrap();
    for (name, expected) in [
        ("shift-2", "9203afd7f8e4675cc08583ba3ec529e1af8876384d5541da5185293633cf9ca2"),
        ("rotate-15", "7240bd63bbd0e1806bd6dda9d84571346add56d8f5ec7968641c7dc3e8544f55"),
        ("rotate-45", "ee952aff811eb737a7352c604e32c462e86627fc42fa0fed02df4d9a3a65ea33"),
        ("shrink-80", "4b99e400d15eeb817f7ba2c1358ff3f4a658773c6af4e71c05f6c1782cfe67a8"),
        ("noise-20", "7720940976cca2c7a7a41c9b503a661cce0eb755ea4b9607f6a5a9173b346496"),
        ("invert-40", "cd3931913d6f1fbda6361f8fe8f5a67339161babf5ee036f77683961ec3e7169"),
    ] {
        assert_eq!(digest([variant(name)], &mnist.test), expected, "{name}");
    }
}
