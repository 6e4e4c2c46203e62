//! The `<svg>` element, and the shapes and texts written into it.

use std::fmt::Write;

use crate::{
    palette::INK,
    text::{Anchor, escaped},
};

/// Units of a pixel: lengths are whole tenths of a pixel, which keeps the file short.
const UNITS: i32 = 10;

/// Width of every chart, and the free space at its edges.
pub(crate) const WIDTH: i32 = 6800;
pub(crate) const MARGIN: i32 = 140;

/// A point on the canvas: right and down.
pub(crate) type At = (i32, i32);

/// An SVG under construction.
pub(crate) struct Canvas {
    svg: String,
    /// Where `y` is zero, below the upper edge.
    top: i32,
}

impl Canvas {
    /// An empty canvas; screen readers announce it as `name`.
    pub(crate) fn new(name: &str, height: i32) -> Self {
        let svg = format!(
            "<svg width=\"{}\" height=\"{}\" role=\"img\" aria-label=\"{}\" \
             viewBox=\"0 0 {WIDTH} {height}\" xmlns=\"http://www.w3.org/2000/svg\">\n",
            WIDTH / UNITS,
            (height + UNITS - 1) / UNITS,
            escaped(name),
        );
        Self { svg, top: 0 }
    }

    /// Moves the origin down to `top`.
    pub(crate) fn below(&mut self, top: i32) {
        self.top = top;
    }

    /// The complete element.
    pub(crate) fn finish(mut self) -> String {
        self.svg.push_str("</svg>\n");
        self.svg
    }

    /// A line through all of the points.
    pub(crate) fn line(&mut self, points: &[At], color: &str, width: i32) {
        let points = self.points(points);
        self.push(format_args!(
            "<polyline fill=\"none\" opacity=\"1\" stroke=\"{color}\" stroke-width=\"{width}\" \
             points=\"{points}\"/>"
        ));
    }

    /// The same, dashed.
    pub(crate) fn dashes(&mut self, points: &[At], color: &str, width: i32) {
        let points = self.points(points);
        self.push(format_args!(
            "<polyline fill=\"none\" opacity=\"1\" stroke=\"{color}\" stroke-width=\"{width}\" \
             stroke-dasharray=\"60 40\" points=\"{points}\"/>"
        ));
    }

    /// A filled polygon.
    pub(crate) fn polygon(&mut self, corners: &[At], color: &str, opacity: f64) {
        let corners = self.points(corners);
        self.push(format_args!(
            "<polygon opacity=\"{opacity}\" fill=\"{color}\" points=\"{corners}\"/>"
        ));
    }

    /// A filled rectangle between its upper left and its lower right corner.
    pub(crate) fn rectangle(&mut self, (left, top): At, (right, bottom): At, color: &str) {
        let (y, width, height) = (self.top + top, right - left, bottom - top);
        self.push(format_args!(
            "<rect x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" opacity=\"1\" \
             fill=\"{color}\" stroke=\"none\"/>"
        ));
    }

    /// A filled circle.
    pub(crate) fn circle(&mut self, (x, y): At, radius: i32, color: &str) {
        let y = self.top + y;
        self.push(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" opacity=\"1\" fill=\"{color}\" \
             stroke=\"none\" stroke-width=\"1\"/>"
        ));
    }

    /// A text in letters of `size` with its `anchor` at the point.
    pub(crate) fn text(&mut self, text: &str, size: f64, anchor: Anchor, (x, y): At) {
        if text.is_empty() {
            return;
        }
        let y = self.top + y;
        let (dy, side) = match anchor {
            Anchor::TopLeft => ("0.76em", "start"),
            Anchor::Top | Anchor::Upright => ("0.76em", "middle"),
            Anchor::Left => ("0.5ex", "start"),
            Anchor::Right => ("0.5ex", "end"),
            Anchor::Center => ("0.5ex", "middle"),
        };
        let turn = match anchor {
            Anchor::Upright => format!(" transform=\"rotate(270, {x}, {y})\""),
            _ => String::new(),
        };
        self.push(format_args!(
            "<text x=\"{x}\" y=\"{y}\" dy=\"{dy}\" text-anchor=\"{side}\" \
             font-family=\"sans-serif\" font-size=\"{size}\" opacity=\"1\" fill=\"{INK}\"{turn}>\n\
             {}\n</text>",
            escaped(text),
        ));
    }

    fn points(&self, points: &[At]) -> String {
        points.iter().map(|(x, y)| format!("{x},{} ", self.top + y)).collect()
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.svg, "{element}");
    }
}

/// The chart with a white background, for a file of its own.
pub fn on_white(svg: &str) -> String {
    svg.replacen('>', ">\n<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>", 1)
}
