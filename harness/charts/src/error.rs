//! Errors of PNG output; drawing an SVG cannot fail.

/// The largest PNG, in pixels: 256 MiB in grey, 1 GiB in colour while it is drawn.
pub(crate) const MAX_PIXELS: u64 = 1 << 28;

/// A PNG that cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChartError {
    /// The pixels of an image do not form a rectangle.
    #[error("{pixels} pixels do not fill rows of {width}: an image needs at least one full row")]
    Rows {
        /// Number of pixels.
        pixels: usize,
        /// Pixels of a row.
        width: usize,
    },
    /// The PNG would have more than 2²⁸ pixels.
    #[error(
        "a PNG of {width} × {height} pixels is too large (at most {MAX_PIXELS} pixels): \
         draw less or at a smaller zoom"
    )]
    TooLarge {
        /// Pixels of a row.
        width: u64,
        /// Number of rows.
        height: u64,
    },
    /// The text is not an SVG.
    #[cfg(feature = "png")]
    #[error("read the chart's SVG: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// The PNG encoder failed.
    #[error("encode a PNG: {0}")]
    Encode(#[from] png::EncodingError),
}

/// The result of PNG output.
pub type Result<T> = std::result::Result<T, ChartError>;

/// `width` × `height` as the size of a PNG.
///
/// # Errors
/// More than [`MAX_PIXELS`].
pub(crate) fn png_size(width: u64, height: u64) -> Result<(u32, u32)> {
    let too_large = ChartError::TooLarge { width, height };
    if width.saturating_mul(height) > MAX_PIXELS {
        return Err(too_large);
    }
    match (u32::try_from(width), u32::try_from(height)) {
        (Ok(width), Ok(height)) => Ok((width, height)),
        _ => Err(too_large),
    }
}
