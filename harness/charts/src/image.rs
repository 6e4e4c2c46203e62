//! Images as PNG files.

use png::ColorType;

use crate::error::{ChartError, Result, png_size};

/// The PNG of a grey image: pixels row by row, `width` a row, from 0 (black) to 1 (white; NaN is
/// black), each drawn as a square of `zoom` × `zoom`.
///
/// # Errors
/// No pixels, a last row that is not full, or a PNG of more than 2²⁸ pixels.
pub fn grey_png(pixels: &[f32], width: usize, zoom: usize) -> Result<Vec<u8>> {
    encode(pixels.as_chunks::<1>().0, ColorType::Grayscale, width, zoom)
}

/// The PNG of an image of red, green and blue; like [`grey_png`] otherwise.
///
/// # Errors
/// Those of [`grey_png`].
pub fn rgb_png(pixels: &[[f32; 3]], width: usize, zoom: usize) -> Result<Vec<u8>> {
    encode(pixels, ColorType::Rgb, width, zoom)
}

fn encode<const CHANNELS: usize>(
    pixels: &[[f32; CHANNELS]],
    colour: ColorType,
    width: usize,
    zoom: usize,
) -> Result<Vec<u8>> {
    if pixels.is_empty() || width == 0 || !pixels.len().is_multiple_of(width) {
        return Err(ChartError::Rows { pixels: pixels.len(), width });
    }
    let zoom = zoom.max(1);
    let zoomed = |count: usize| (count as u64).saturating_mul(zoom as u64);
    let (columns, rows) = png_size(zoomed(width), zoomed(pixels.len() / width))?;
    let bytes = |pixel: &[f32; CHANNELS]| pixel.map(|value| (value * 255.0).round() as u8);
    let data: Vec<u8> = pixels
        .chunks(width)
        .map(|row| {
            row.iter().flat_map(|pixel| std::iter::repeat_n(bytes(pixel), zoom)).flatten().collect()
        })
        .flat_map(|row: Vec<u8>| row.repeat(zoom))
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, columns, rows);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        (info.width, info.height, data)
    }

    #[test]
    fn every_pixel_becomes_a_square() {
        let image = grey_png(&[0.0, 1.0, 0.5, -3.0, f32::NAN, f32::INFINITY], 3, 2).unwrap();
        let (black, white, grey) = ([0, 0], [255, 255], [128, 128]);
        let rows = [[black, white, grey].concat(), [black, black, white].concat()];
        let expected = rows.map(|row| row.repeat(2)).concat();
        assert_eq!(decoded(&image), (6, 4, expected));
    }

    #[test]
    fn colours_are_kept_apart() {
        let image = rgb_png(&[[1.0, 0.0, 0.5], [0.0, 1.0, 0.0]], 1, 1).unwrap();
        assert_eq!(decoded(&image), (1, 2, vec![255, 0, 128, 0, 255, 0]));
    }

    #[test]
    fn an_image_without_full_rows_is_an_error() {
        for (pixels, width) in [(&[][..], 1), (&[0.5], 0), (&[0.5; 3], 2), (&[], 0)] {
            let error = grey_png(pixels, width, 1).unwrap_err().to_string();
            assert!(error.contains(&pixels.len().to_string()), "{error}");
        }
    }

    #[test]
    fn a_zoom_that_would_fill_the_memory_is_an_error() {
        for zoom in [1 << 15, usize::MAX] {
            let error = grey_png(&[0.5], 1, zoom).unwrap_err().to_string();
            assert!(error.contains(&zoom.to_string()), "{error}");
        }
    }
}
