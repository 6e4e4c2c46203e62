//! The head of every chart: title, note and legend.

use crate::{
    canvas::{Canvas, MARGIN, WIDTH},
    legend::Legend,
    text::{Anchor, TEXT, TITLE, fitted},
};

/// A chart without its content.
pub(crate) struct Frame<'a> {
    /// An empty title takes no room; likewise note and legend.
    pub(crate) title: &'a str,
    pub(crate) note: &'a str,
    pub(crate) legend: Legend,
    /// Announced by screen readers if there is no title.
    pub(crate) about: String,
}

impl Frame<'_> {
    /// The chart whose content has that height and is drawn by `draw`.
    pub(crate) fn around(&self, height: i32, draw: impl FnOnce(&mut Canvas)) -> String {
        let line = |text: &str, height: i32| if text.is_empty() { 0 } else { height };
        let note_top = MARGIN + line(self.title, 300);
        let legend_top = note_top + line(self.note, 240);
        let head = legend_top + self.legend.height() + 40;
        let name = if self.title.is_empty() { &self.about } else { self.title };
        let mut canvas = Canvas::new(name, head + height);
        for (text, size, top) in [(self.title, TITLE, MARGIN), (self.note, TEXT, note_top)] {
            let text = fitted(text, size, f64::from(WIDTH - 2 * MARGIN));
            canvas.text(&text, size, Anchor::TopLeft, (MARGIN, top));
        }
        self.legend.draw(&mut canvas, legend_top);
        canvas.below(head);
        draw(&mut canvas);
        canvas.finish()
    }

    /// The chart without values.
    pub(crate) fn empty(&self) -> String {
        self.around(800, |canvas| {
            canvas.text("no values to draw", TEXT, Anchor::Center, (WIDTH / 2, 360));
        })
    }
}
