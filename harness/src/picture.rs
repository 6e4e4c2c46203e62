//! Grey images as PNG files.

use crate::{HarnessError, Result};

/// The PNG of an image of `width` pixels a row, from 0 (black) to 1 (white); each becomes a square
/// of `zoom` × `zoom`.
///
/// # Errors
/// No pixels, or a last row that is not full.
pub(crate) fn png(pixels: &[f32], width: usize, zoom: usize) -> Result<Vec<u8>> {
    let failed = |reason: &dyn ToString| HarnessError::Picture(reason.to_string());
    let (rows, zoom) = (pixels.len() / width.max(1), zoom.max(1));
    if rows == 0 || width == 0 || rows * width != pixels.len() {
        let shape = format!("{} pixels are not rows of {width}", pixels.len());
        return Err(failed(&shape));
    }
    let size = |pixels: usize| u32::try_from(pixels * zoom).map_err(|reason| failed(&reason));
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size(width)?, size(rows)?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    // What is no number becomes black.
    let grey = |pixel: &f32| (pixel * 255.0).round() as u8;
    let row = |row: &[f32]| -> Vec<u8> {
        let greys = row.iter().map(grey);
        greys.flat_map(|grey| std::iter::repeat_n(grey, zoom)).collect()
    };
    let rows = pixels.chunks(width).map(|pixels| row(pixels).repeat(zoom));
    let data: Vec<u8> = rows.flatten().collect();
    let mut writer = encoder.write_header().map_err(|reason| failed(&reason))?;
    writer.write_image_data(&data).map_err(|reason| failed(&reason))?;
    writer.finish().map_err(|reason| failed(&reason))?;
    Ok(bytes)
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
        let image = png(&[0.0, 1.0, 0.5, -3.0, f32::NAN, f32::INFINITY], 3, 2).unwrap();
        let (black, white, grey) = ([0, 0], [255, 255], [128, 128]);
        let rows = [[black, white, grey].concat(), [black, black, white].concat()];
        let expected = rows.map(|row| row.repeat(2)).concat();
        assert_eq!(decoded(&image), (6, 4, expected));
    }

    #[test]
    fn what_is_no_rectangle_is_no_picture() {
        for (pixels, width) in [(&[][..], 1), (&[0.5], 0), (&[0.5; 3], 2), (&[], 0)] {
            let error = png(pixels, width, 1).unwrap_err().to_string();
            assert!(error.contains(&pixels.len().to_string()), "{error}");
        }
    }
}
