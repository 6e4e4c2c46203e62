//! Converts examples to square images of pixels from 0 to 255, and back.

use classifier::Examples;

use crate::{DatasetError, ImageShape, Result};

/// Square images of the same size.
pub(super) struct Images {
    side: usize,
    pixels: Vec<u8>,
}

impl Images {
    /// The inputs of `examples`, rounded to multiples of 1/255.
    pub(super) fn of(examples: &Examples, image: Option<ImageShape>) -> Result<Self> {
        let width = examples.width();
        let side = match image {
            Some(ImageShape { channels: 1, height, width: side })
                if height == side && side * side == width =>
            {
                side
            }
            _ => return Err(DatasetError::NotSquare { image }),
        };
        let inputs = examples.inputs();
        if let Some(index) = inputs.iter().position(|input| !(0. ..=1.).contains(input)) {
            return Err(DatasetError::NotPixel {
                row: index / width,
                column: index % width,
                value: inputs[index],
            });
        }
        // A cast truncates; adding ½ rounds to nearest.
        let pixels = inputs.iter().map(|input| (input * 255. + 0.5) as u8);
        Ok(Self { side, pixels: pixels.collect() })
    }

    /// Pixels on a side.
    pub(super) fn side(&self) -> usize {
        self.side
    }

    /// The pixels of each image, row-major.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.side * self.side)
    }
}

/// `pixels` with the labels of `original`.
pub(super) fn examples_of(pixels: &[u8], original: &Examples) -> Result<Examples> {
    let inputs = pixels.iter().map(|&pixel| f32::from(pixel) / 255.);
    Ok(Examples::new(
        inputs.collect(),
        original.width(),
        original.labels().to_vec(),
        original.classes(),
    )?)
}
