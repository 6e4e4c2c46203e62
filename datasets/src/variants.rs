//! Test images that a classifier was not trained for: shifted, rotated, shrunk, noisy, inverted.
//!
//! Five kinds of change in graded strengths, after the corruptions of MNIST-C (Mu & Gilmer 2019,
//! <https://arxiv.org/abs/1906.02337>) and the gradation of ImageNet-C (Hendrycks & Dietterich
//! 2019, <https://arxiv.org/abs/1903.12261>):
//!
//! | kind | what becomes of an image | strengths |
//! |---|---|---|
//! | shift | moved by whole pixels: up, down, left or right, drawn per image | 1, 2, 3, 4, 6 px |
//! | rotate | turned about its centre, to the left or to the right, drawn per image | 5, 10, 15, 20, 30, 45° |
//! | shrink | scaled about its centre to a share of its side | 90, 80, 70, 60, 50 % |
//! | noise | `x + σ·z` with `z` standard normal, drawn per pixel | σ 0.1, 0.2, 0.3, 0.4, 0.5 |
//! | invert | `(1 − s)·x + s·(1 − x)` | 20, 40, 60, 80, 100 % |
//!
//! What comes in from beyond the edge is 0, the background of MNIST and Fashion-MNIST; what goes
//! beyond it is lost. The results are pixels again: multiples of 1/255 from 0 to 1. Where pixels
//! move, weights are whole numbers and sums exact, so that no rounding depends on the machine.
//!
//! What is drawn is a function of (seed, kind, row): neither of the other rows nor of the
//! strength. An image goes the same way at every strength, only further, and its noise grows but
//! keeps its pattern; so what differs from one strength to the next is the strength alone.

mod images;
mod invert;
mod kind;
mod noise;
mod resampling;
mod rotate;
mod shift;
mod shrink;

use std::{fmt, str::FromStr};

use classifier::{Examples, Randomness};
use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::{DatasetError, Result};
use images::Images;
pub use kind::VariantKind;

/// A kind of change and its strength, written `rotate-15` everywhere: kind, hyphen, strength in
/// the kind's [unit](VariantKind).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Variant {
    kind: VariantKind,
    strength: u32,
}

/// What appends an image's changed pixels, with a generator of the image's own.
type Change = Box<dyn Fn(&[u8], &mut dyn Rng, &mut Vec<u8>)>;

impl Variant {
    /// # Errors
    /// A strength outside [`VariantKind::allowed`].
    pub fn new(kind: VariantKind, strength: u32) -> Result<Self> {
        let variant = Self { kind, strength };
        match kind.allowed().contains(&strength) {
            true => Ok(variant),
            false => Err(DatasetError::UnknownVariant { name: variant.to_string() }),
        }
    }

    /// Every kind in each of its graded strengths, the mildest first.
    pub fn all() -> impl Iterator<Item = Self> {
        VariantKind::ALL.into_iter().flat_map(|kind| {
            let strengths = kind.strengths().iter();
            strengths.map(move |&strength| Self { kind, strength })
        })
    }

    /// The kind of change.
    pub fn kind(self) -> VariantKind {
        self.kind
    }

    /// Its strength, in the kind's unit.
    pub fn strength(self) -> u32 {
        self.strength
    }

    /// The variant in words, e.g. `rotate 15°` or `noise σ 0.2`.
    pub fn label(self) -> String {
        let Self { kind, strength } = self;
        match kind {
            VariantKind::Shift => format!("{kind} {strength} px"),
            VariantKind::Rotate => format!("{kind} {strength}°"),
            VariantKind::Shrink => format!("{kind} to {strength} %"),
            VariantKind::Noise => format!("{kind} σ {}", f64::from(strength) / 100.),
            VariantKind::Invert => format!("{kind} {strength} %"),
        }
    }

    /// The images of `examples`, changed; their labels as they are.
    ///
    /// Whoever wants a part of the rows takes it of the result, as what becomes of a row depends
    /// on its number.
    ///
    /// # Errors
    /// Rows that are no square images, or values outside 0 to 1.
    pub fn apply(self, examples: &Examples, seed: u64) -> Result<Examples> {
        let images = Images::of(examples)?;
        let change = self.change(images.side());
        let randomness = Randomness::new(seed, "variants", 0);
        let mut changed = Vec::with_capacity(examples.inputs().len());
        for (row, image) in images.iter().enumerate() {
            let mut generator = randomness.generator(&format!("{} of row {row}", self.kind));
            change(image, &mut generator, &mut changed);
        }
        images::examples_of(&changed, examples)
    }

    fn change(self, side: usize) -> Change {
        match self.kind {
            VariantKind::Shift => resampling::one_of(shift::all_ways(side, self.strength)),
            VariantKind::Rotate => resampling::one_of(rotate::both_ways(side, self.strength)),
            VariantKind::Shrink => resampling::one_of([shrink::to(side, self.strength)]),
            VariantKind::Noise => noise::of(self.strength),
            VariantKind::Invert => invert::by(self.strength),
        }
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{}-{}", self.kind, self.strength))
    }
}

impl FromStr for Variant {
    type Err = DatasetError;

    fn from_str(text: &str) -> Result<Self> {
        let named = |kind: &VariantKind| {
            let strength = text.strip_prefix(kind.as_str())?.strip_prefix('-')?;
            Self::new(*kind, strength.parse().ok()?).ok()
        };
        VariantKind::ALL
            .iter()
            .find_map(named)
            // One spelling per variant: neither rotate-+15 nor rotate-015.
            .filter(|variant| variant.to_string() == text)
            .ok_or_else(|| DatasetError::UnknownVariant { name: text.to_owned() })
    }
}

impl TryFrom<String> for Variant {
    type Error = DatasetError;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Variant> for String {
    fn from(variant: Variant) -> Self {
        variant.to_string()
    }
}
