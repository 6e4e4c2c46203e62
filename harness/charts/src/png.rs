//! A chart as PNG, drawn from its SVG with the fonts of the system.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use crate::{
    canvas::on_white,
    error::{ChartError, Result, png_size},
};

/// Pixels of the PNG for each pixel of the SVG.
const ZOOM: f32 = 2.0;

/// Loaded once, because finding all fonts takes longer than drawing.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let families: Vec<String> =
        fonts.faces().filter_map(|face| Some(face.families.first()?.0.clone())).collect();
    // The first of these that is installed, else any font.
    let usual = ["Arial", "Helvetica", "Liberation Sans", "DejaVu Sans", "Noto Sans"];
    let installed = usual.into_iter().find(|usual| families.iter().any(|family| family == usual));
    if let Some(family) = installed.or(families.first().map(String::as_str)) {
        fonts.set_sans_serif_family(family);
    }
    Arc::new(fonts)
});

/// The PNG of a chart at twice its size in pixels, on white; without letters if the system has no
/// fonts.
///
/// # Errors
/// A text that is not SVG, or a PNG of more than 2²⁸ pixels.
pub fn png(svg: &str) -> Result<Vec<u8>> {
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(&on_white(svg), &options)?;
    let pixels = |length: f32| (length * ZOOM).ceil() as u64;
    let (width, height) = (pixels(tree.size().width()), pixels(tree.size().height()));
    let (columns, rows) = png_size(width, height)?;
    let mut pixmap = Pixmap::new(columns, rows).ok_or(ChartError::TooLarge { width, height })?;
    resvg::render(&tree, Transform::from_scale(ZOOM, ZOOM), &mut pixmap.as_mut());
    Ok(pixmap.encode_png()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(side: f64) -> String {
        format!(
            "<svg width=\"{side}\" height=\"{side}\" xmlns=\"http://www.w3.org/2000/svg\"></svg>"
        )
    }

    #[test]
    fn the_png_is_white_and_has_twice_the_pixels_of_the_svg() {
        let file = png(&square(3.0)).unwrap();
        let pixels = Pixmap::decode_png(&file).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (6, 6));
        assert!(pixels.data().iter().all(|&byte| byte == 255));
    }

    #[test]
    fn a_text_that_is_no_svg_and_a_picture_that_would_fill_the_memory_are_errors() {
        assert!(matches!(png("no svg"), Err(ChartError::Svg(_))));
        assert!(matches!(png(&square(1e9)), Err(ChartError::TooLarge { .. })));
    }
}
