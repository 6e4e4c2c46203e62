//! The shape of images.

use std::fmt;

/// The shape of a data set's images. A row holds one channel after the other, each row by row:
/// `[channels, height, width]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ImageShape {
    /// 1 for grey images, 3 for red, green and blue.
    pub channels: usize,
    /// Pixels from top to bottom.
    pub height: usize,
    /// Pixels from left to right.
    pub width: usize,
}

impl ImageShape {
    /// Grey images of this height and width.
    pub const fn grey(height: usize, width: usize) -> Self {
        Self { channels: 1, height, width }
    }

    /// Pixels of an image.
    pub const fn pixels(self) -> usize {
        self.height * self.width
    }

    /// Inputs of a row: a value for each pixel and channel.
    pub const fn inputs(self) -> usize {
        self.channels * self.pixels()
    }

    /// Red, green and blue of a pixel of the image in `row`; equal if the image is grey.
    pub fn rgb(self, row: &[f32], pixel: usize) -> [f32; 3] {
        let channel = |channel: usize| row[channel.min(self.channels - 1) * self.pixels() + pixel];
        [channel(0), channel(1), channel(2)]
    }
}

/// Width × height, as image viewers show it.
impl fmt::Display for ImageShape {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} × {} pixels", self.width, self.height)?;
        match self.channels {
            1 => Ok(()),
            channels => write!(formatter, " in {channels} channels"),
        }
    }
}
