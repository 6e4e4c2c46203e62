//! A chart as PNG, drawn from its SVG with the fonts of this machine.

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use super::on_white;
use crate::{HarnessError, Result};

/// Pixels for each of the SVG's.
const ZOOM: f32 = 2.0;

/// Finding all fonts takes longer than drawing.
static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_system_fonts();
    // The first of these that there is, else any.
    let known = ["Arial", "Helvetica", "Liberation Sans", "DejaVu Sans", "Noto Sans"];
    let names = |face: &usvg::fontdb::FaceInfo| face.families.first().map(|name| name.0.clone());
    let all: Vec<String> = fonts.faces().filter_map(names).collect();
    let best = known.into_iter().find(|name| all.iter().any(|other| other == name));
    if let Some(family) = best.or(all.first().map(String::as_str)) {
        fonts.set_sans_serif_family(family);
    }
    Arc::new(fonts)
});

/// The PNG of a chart, on white. Where there are no fonts, it has no letters.
pub(crate) fn png(svg: &str) -> Result<Vec<u8>> {
    let failed = |reason: String| HarnessError::Picture(reason);
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&on_white(svg), &options).map_err(|e| failed(e.to_string()))?;
    let size = tree.size().to_int_size().scale_by(ZOOM);
    let pixels = size.and_then(|size| tiny_skia::Pixmap::new(size.width(), size.height()));
    let mut pixels = pixels.ok_or_else(|| failed("the chart is too large for a PNG".to_owned()))?;
    let zoom = tiny_skia::Transform::from_scale(ZOOM, ZOOM);
    resvg::render(&tree, zoom, &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| failed(e.to_string()))
}
