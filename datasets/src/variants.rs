//! Test images unlike the training images: shifted, rotated, shrunk, noisy, inverted.
//!
//! Five kinds of change in graded strengths, after the corruptions of MNIST-C (Mu & Gilmer 2019,
//! <https://arxiv.org/abs/1906.02337>) and the gradation of ImageNet-C (Hendrycks & Dietterich
//! 2019, <https://arxiv.org/abs/1903.12261>):
//!
//! | kind | change | strengths |
//! |---|---|---|
//! | shift | by whole pixels; up, down, left or right drawn per image | 1, 2, 3, 4, 6 px |
//! | rotate | about the centre; left or right drawn per image | 5, 10, 15, 20, 30, 45° |
//! | shrink | about the centre to a fraction of the side | 90, 80, 70, 60, 50 % |
//! | noise | `x + σ·z` with `z` standard normal, drawn per pixel | σ 0.1, 0.2, 0.3, 0.4, 0.5 |
//! | invert | `(1 − s)·x + s·(1 − x)` | 20, 40, 60, 80, 100 % |
//!
//! Pixels beyond the edge are 0, the background of MNIST and Fashion-MNIST. Results are rounded to
//! multiples of 1/255 from 0 to 1. Shifts, rotations and scalings use integer weights, so the sums
//! are exact and identical on every machine.
//!
//! Random draws depend only on (seed, kind, row), not on other rows or the strength. An image moves
//! in the same direction at every strength, and its noise keeps its pattern: two strengths differ
//! in nothing else.

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

use crate::{DatasetError, ImageShape, Result};
use images::Images;
pub use kind::VariantKind;

/// A kind of change and its strength. The text form is kind, hyphen, strength in the kind's
/// [unit](VariantKind), for example `rotate-15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Variant {
    kind: VariantKind,
    strength: u32,
}

/// Appends an image's changed pixels; takes the image and its own random generator.
type Change = Box<dyn Fn(&[u8], &mut dyn Rng, &mut Vec<u8>)>;

impl Variant {
    /// # Errors
    /// A strength outside [`VariantKind::allowed`].
    pub fn new(kind: VariantKind, strength: u32) -> Result<Self> {
        let variant = Self { kind, strength };
        if kind.allowed().contains(&strength) {
            return Ok(variant);
        }
        Err(DatasetError::UnknownVariant { name: variant.to_string() })
    }

    /// Every kind in each of its graded strengths, mildest first.
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

    /// The strength, in the kind's unit.
    pub fn strength(self) -> u32 {
        self.strength
    }

    /// The variant with its unit, for example `rotate 15°` or `noise σ 0.2`.
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

    /// The changed images of `examples` with the same labels.
    ///
    /// The change of a row depends on its index. To change a subset of the rows, take the subset of
    /// the result.
    ///
    /// # Errors
    /// Images of another shape than `image`, or that are not square and grey; values outside 0 to 1.
    pub fn apply(
        self,
        examples: &Examples,
        image: Option<ImageShape>,
        seed: u64,
    ) -> Result<Examples> {
        let images = Images::of(examples, image)?;
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
            // One spelling per variant: rotate-+15 and rotate-015 are rejected.
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
