//! Which changes there are.

use std::{fmt, ops::RangeInclusive};

/// A kind of change; strengths are whole numbers in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariantKind {
    /// Moved by that many pixels; 0 changes nothing.
    Shift,
    /// Turned by that many degrees; 0 changes nothing.
    Rotate,
    /// Scaled to that many percent of its side; 100 changes nothing.
    Shrink,
    /// Gaussian noise whose deviation is that many percent of the range from black to white; 0
    /// changes nothing.
    Noise,
    /// Mixed with its negative, of which that many percent are taken; 0 changes nothing.
    Invert,
}

impl VariantKind {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Shift, Self::Rotate, Self::Shrink, Self::Noise, Self::Invert];

    /// The name as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::Rotate => "rotate",
            Self::Shrink => "shrink",
            Self::Noise => "noise",
            Self::Invert => "invert",
        }
    }

    /// The graded strengths, the mildest first.
    pub fn strengths(self) -> &'static [u32] {
        match self {
            Self::Shift => &[1, 2, 3, 4, 6],
            Self::Rotate => &[5, 10, 15, 20, 30, 45],
            Self::Shrink => &[90, 80, 70, 60, 50],
            Self::Noise => &[10, 20, 30, 40, 50],
            // Not 50: that leaves an even grey, of which nobody can tell anything.
            Self::Invert => &[20, 40, 60, 80, 100],
        }
    }

    /// The strengths that make sense.
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
