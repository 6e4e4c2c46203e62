//! Generated digits: randomly varied pen strokes, a function of the seed.

mod glyphs;
mod hand;
mod pen;

use classifier::Randomness;

use crate::{
    Dataset, DatasetName, ImageShape, Result, Source,
    dataset::{image_examples, sha256_hex},
};

const TRAIN_ROWS: usize = 12_000;
const TEST_ROWS: usize = 2_000;

/// Generates the whole set from `seed`.
pub(crate) fn generate(seed: u64) -> Result<Dataset> {
    let name = DatasetName::SyntheticDigits;
    let randomness = Randomness::new(seed, name.as_str(), 0);
    let (train_pixels, train_labels) = draw(&randomness, "train", TRAIN_ROWS);
    let (test_pixels, test_labels) = draw(&randomness, "test", TEST_ROWS);
    let image = ImageShape::grey(pen::SIDE, pen::SIDE);
    let examples = |pixels: &[u8], labels: &[u8]| {
        let labels = labels.iter().map(|&label| u32::from(label)).collect();
        image_examples(pixels, image, labels, name.class_names().len())
    };
    Ok(Dataset {
        name: name.to_string(),
        train: examples(&train_pixels, &train_labels)?,
        test: examples(&test_pixels, &test_labels)?,
        class_names: name.owned_class_names(),
        columns: Vec::new(),
        image: Some(image),
        digest: sha256_hex([&train_pixels, &train_labels, &test_pixels, &test_labels]),
        source: Source::Generated { seed },
        table: None,
        notes: Vec::new(),
        fallback: None,
    })
}

/// Pixels and labels of `rows` digits; the classes alternate, so that every prefix is balanced.
fn draw(randomness: &Randomness, split: &str, rows: usize) -> (Vec<u8>, Vec<u8>) {
    let mut generator = randomness.generator(split);
    let mut pixels = Vec::with_capacity(rows * pen::SIDE * pen::SIDE);
    let labels: Vec<u8> = (0..rows).map(|row| (row % 10) as u8).collect();
    for &label in &labels {
        hand::draw_digit(usize::from(label), &mut generator, &mut pixels);
    }
    (pixels, labels)
}
