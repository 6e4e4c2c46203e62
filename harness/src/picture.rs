//! A grey picture as PNG.

use crate::{HarnessError, Result};

/// Temporary.
pub(crate) fn png(pixels: &[f32], width: usize, _zoom: usize) -> Result<Vec<u8>> {
    let wrong = |error: png::EncodingError| HarnessError::Chart(error.to_string());
    let mut bytes = Vec::new();
    let height = pixels.len() / width.max(1);
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().map_err(wrong)?;
    let pixels: Vec<u8> = pixels
        .iter()
        .map(|x| (x.clamp(0.0, 1.0) * 255.0).round() as u8)
        .collect();
    writer.write_image_data(&pixels).map_err(wrong)?;
    drop(writer);
    Ok(bytes)
}
