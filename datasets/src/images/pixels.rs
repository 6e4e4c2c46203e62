//! Decodes PNG and JPEG files with the `image` crate.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use crate::{FileProblem, ImageShape, content, decode::open};

/// The largest file in bytes, and the most pixels of an image.
const MOST_BYTES: usize = 256 << 20;
const MOST_PIXELS: u64 = 1 << 26;

/// Size and colours of an image.
pub(super) struct Header {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Whether the image has red, green and blue, be they equal.
    pub(super) colour: bool,
    /// Whether the image has transparency.
    pub(super) alpha: bool,
}

/// Reads the header of the file at `path`.
pub(super) fn header(path: &Path) -> Result<Header, FileProblem> {
    let decoder = decoder(path)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(FileProblem::Image(format!(
            "{width} × {height} pixels are more than the limit of {MOST_PIXELS}"
        )));
    }
    let colour = decoder.color_type();
    Ok(Header {
        width: width as usize,
        height: height as usize,
        colour: colour.has_color(),
        alpha: colour.has_alpha(),
    })
}

/// Decodes the file at `path` into `row`, one channel after the other, from 0 to 1.
pub(super) fn decode(path: &Path, shape: ImageShape, row: &mut [f32]) -> Result<(), FileProblem> {
    let image = DynamicImage::from_decoder(decoder(path)?).map_err(damaged)?;
    // 8 bits become 16 without loss: 257 v / 65535 = v / 255.
    let values = if shape.channels == 1 {
        image.into_luma16().into_raw()
    } else {
        image.into_rgb16().into_raw()
    };
    if values.len() != row.len() {
        return Err(FileProblem::Image("it changed while it was read".to_owned()));
    }
    for (index, value) in values.into_iter().enumerate() {
        let (pixel, channel) = (index / shape.channels, index % shape.channels);
        row[channel * shape.pixels() + pixel] = f32::from(value) / 65535.;
    }
    Ok(())
}

fn decoder(path: &Path) -> Result<impl ImageDecoder + use<>, FileProblem> {
    let (file, bytes) = open(path)?;
    if bytes > MOST_BYTES as u64 {
        return Err(FileProblem::TooLarge { limit: MOST_BYTES });
    }
    let mut file = BufReader::new(file);
    let start = file.fill_buf().map_err(|error| FileProblem::Unreadable(error.to_string()))?;
    let format = image::guess_format(start).ok();
    let Some(format @ (ImageFormat::Png | ImageFormat::Jpeg)) = format else {
        let format = content::recognise(start);
        return Err(FileProblem::Foreign(format.unwrap_or("neither a PNG nor a JPEG image")));
    };
    ImageReader::<BufReader<File>>::with_format(file, format).into_decoder().map_err(damaged)
}

fn damaged(error: ImageError) -> FileProblem {
    // The decoders' messages may have several lines.
    let reason = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    FileProblem::Image(reason)
}
