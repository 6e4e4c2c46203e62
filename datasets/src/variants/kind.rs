//! The kinds of change.

use std::{fmt, ops::RangeInclusive};

/// A kind of change. Strengths are whole numbers in the unit named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariantKind {
    /// Shift by pixels; 0 is the identity.
    Shift,
    /// Rotate by degrees; 0 is the identity.
    Rotate,
    /// Scale to a percentage of the side; 100 is the identity.
    Shrink,
    /// Gaussian noise; the standard deviation is a percentage of the range from black to white, 0
    /// is the identity.
    Noise,
    /// Mix with a percentage of the negative; 0 is the identity.
    Invert,
}

impl VariantKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Shift, Self::Rotate, Self::Shrink, Self::Noise, Self::Invert];

    /// The text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::Rotate => "rotate",
            Self::Shrink => "shrink",
            Self::Noise => "noise",
            Self::Invert => "invert",
        }
    }

    /// The graded strengths, mildest first.
    pub fn strengths(self) -> &'static [u32] {
        match self {
            Self::Shift => &[1, 2, 3, 4, 6],
            Self::Rotate => &[5, 10, 15, 20, 30, 45],
            Self::Shrink => &[90, 80, 70, 60, 50],
            Self::Noise => &[10, 20, 30, 40, 50],
            // 50 is left out: it turns every image into a uniform grey.
            Self::Invert => &[20, 40, 60, 80, 100],
        }
    }

    /// The range of valid strengths.
    pub fn allowed(self) -> RangeInclusive<u32> {
        match self {
            Self::Shift | Self::Noise | Self::Invert => 0..=100,
            Self::Rotate => 0..=360,
            Self::Shrink => 1..=100,
        }
    }
}

impl fmt::Display for VariantKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
