//! What is around every chart: its head with title, note and legend, and the `<svg>` itself.

use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{
    legend::Legend,
    text::{TEXT, TITLE, attribute, fitted, letters},
};
use crate::{HarnessError, Result};

/// Units in a pixel. plotters draws in whole numbers, so all lengths here are tenths of a pixel.
const FINE: u32 = 10;

/// Width of every chart, and what is free at its edges.
pub(super) const WIDTH: u32 = 6800;
pub(super) const MARGIN: i32 = 140;

/// Where plotters draws.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// What plotters answers there.
pub(super) type Drawn<T = ()> = std::result::Result<
    T,
    DrawingAreaErrorKind<<SVGBackend<'static> as DrawingBackend>::ErrorType>,
>;

/// A chart without its inside.
pub(super) struct Frame<'a> {
    /// Empty, and no room is kept for it; so with the note and the legend.
    pub(super) title: &'a str,
    pub(super) note: &'a str,
    pub(super) legend: Legend,
    /// What a reader who cannot see it is told where there is no title.
    pub(super) about: String,
}

impl Frame<'_> {
    /// The chart whose inside is so high, drawn by `draw`.
    pub(super) fn around(
        &self,
        height: u32,
        draw: impl FnOnce(&Area<'_>) -> Drawn,
    ) -> Result<String> {
        let mut svg = String::new();
        let size = self
            .paint(&mut svg, height, draw)
            .map_err(|error| HarnessError::Picture(error.to_string()))?;
        let name = match self.title {
            "" => &self.about,
            title => title,
        };
        let tag = |(width, height)| format!("<svg width=\"{width}\" height=\"{height}\" ");
        let pixels = tag((size.0.div_ceil(FINE), size.1.div_ceil(FINE)));
        let named = format!("{pixels}role=\"img\" aria-label=\"{}\" ", attribute(name));
        Ok(svg.replacen(&tag(size), &named, 1))
    }

    /// The chart of nothing.
    pub(super) fn empty(&self) -> Result<String> {
        self.around(800, |area| {
            let middle = letters(TEXT).pos(Pos::new(HPos::Center, VPos::Center));
            area.draw_text("no values to draw", &middle, (WIDTH as i32 / 2, 360))
        })
    }

    /// Draws everything, and says how large that is.
    fn paint(
        &self,
        svg: &mut String,
        height: u32,
        draw: impl FnOnce(&Area<'_>) -> Drawn,
    ) -> Drawn<(u32, u32)> {
        let line = |text: &str, height: i32| if text.is_empty() { 0 } else { height };
        let note_top = MARGIN + line(self.title, 300);
        let legend_top = note_top + line(self.note, 240);
        let head = (legend_top + self.legend.height() + 40) as u32;
        let size = (WIDTH, head + height);
        let area = SVGBackend::with_string(svg, size).into_drawing_area();
        let (above, inside) = area.split_vertically(head);
        for (text, size, top) in [(self.title, TITLE, MARGIN), (self.note, TEXT, note_top)] {
            if !text.is_empty() {
                let text = fitted(text, size, f64::from(WIDTH) - 2.0 * f64::from(MARGIN));
                above.draw_text(&text, &letters(size), (MARGIN, top))?;
            }
        }
        self.legend.draw(&above, legend_top)?;
        draw(&inside)?;
        area.present()?;
        Ok(size)
    }
}

/// The chart on white, for a file that is looked at by itself.
pub(crate) fn on_white(svg: &str) -> String {
    svg.replacen('>', ">\n<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>", 1)
}
