//! Generated patches of 5 × 5 pixels, with or without an edge from dark to bright.

use classifier::{Examples, Randomness};
use rand::{Rng, RngExt};

use crate::{Dataset, DatasetName, ImageShape, Result, Source, dataset::examples_digest};

const TRAIN_ROWS: usize = 200;
const TEST_ROWS: usize = 50;
const SIDE: usize = 5;
const DARK: f32 = 0.1;
const BRIGHT: f32 = 0.9;

/// Generates the whole set from `seed`.
pub(crate) fn generate(seed: u64) -> Result<Dataset> {
    let name = DatasetName::Edges;
    let randomness = Randomness::new(seed, name.as_str(), 0);
    let train = draw(&mut randomness.generator("train"), TRAIN_ROWS)?;
    let test = draw(&mut randomness.generator("test"), TEST_ROWS)?;
    Ok(Dataset {
        name: name.to_string(),
        digest: examples_digest(&train, &test),
        train,
        test,
        class_names: name.owned_class_names(),
        columns: Vec::new(),
        image: Some(ImageShape::grey(SIDE, SIDE)),
        source: Source::Generated { seed },
        table: None,
        notes: Vec::new(),
        fallback: None,
    })
}

fn draw(generator: &mut impl Rng, rows: usize) -> Result<Examples> {
    let mut pixels = Vec::with_capacity(rows * SIDE * SIDE);
    let mut labels = Vec::with_capacity(rows);
    for _ in 0..rows {
        let (columns, label) = draw_patch(generator);
        // All five rows of a patch are equal.
        pixels.extend(columns.repeat(SIDE));
        labels.push(label);
    }
    Ok(Examples::new(pixels, SIDE * SIDE, labels, 2)?)
}

/// The columns of a patch and its label: with probability ½ an edge, dark before a cut and bright
/// after it (0); with probability ¼ each a flat patch or a reversed edge (1).
fn draw_patch(generator: &mut impl Rng) -> ([f32; SIDE], u32) {
    if generator.random_bool(0.5) {
        let cut = generator.random_range(1..=3);
        let column = |column| if column < cut { DARK } else { BRIGHT };
        return (std::array::from_fn(column), 0);
    }
    if generator.random_bool(0.5) {
        return ([generator.random_range(0.3..0.7); SIDE], 1);
    }
    ([BRIGHT, BRIGHT, DARK, DARK, DARK], 1)
}
