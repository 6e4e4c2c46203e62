//! One point for each series, with its name beside it.

use plotters::{
    element::DashedPathElement,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{
    Axis, Series, Shown,
    frame::{Frame, WIDTH},
    legend::{Key, Legend},
    palette::INK_COLOR,
    plane::{BOTTOM, HEIGHT, LEFT, Plane, TOP},
    shown,
    text::{SMALL, fitted, letters, width},
    ticks::Ticks,
};
use crate::Result;

/// The widest name beside a point.
const WIDEST: f64 = 1800.0;

/// A point for each series, with its spread as an upright line and its name beside it, or above the
/// chart where names would cover each other; the points of the `front` joined by dashed steps.
pub(crate) fn scatter(
    title: &str,
    note: &str,
    x: &Axis<'_>,
    y: &Axis<'_>,
    series: &[Series],
    front: &[(f64, f64)],
) -> Result<String> {
    let shown = shown(series, x, y);
    let mut frame =
        Frame { title, note, legend: Legend::none(), about: format!("{} by {}", y.label, x.label) };
    if shown.is_empty() {
        return frame.empty();
    }
    let front = front.iter().filter(|at| x.scale.has(at.0) && y.scale.has(at.1));
    let mut front: Vec<_> = front.copied().collect();
    front.sort_by(|one, other| one.0.total_cmp(&other.0));
    let points = || shown.iter().flat_map(|series| &series.points);
    let across = points().map(|point| point.x).chain(front.iter().map(|at| at.0));
    let ends = points().flat_map(|point| [point.low, point.high]);
    let ends = ends.chain(front.iter().map(|at| at.1));
    let plane = Plane::new((x, Ticks::around(x.scale, across)), (y, Ticks::around(y.scale, ends)));
    let front = steps(&plane, &front);
    let labels = labels(&plane, &shown, &front);
    if labels.is_none() {
        let names = shown.iter().map(|series| (series.style, series.label));
        frame.legend = Legend::new(Key::Mark, names);
    }
    frame.around(HEIGHT, |area| {
        plane.draw(area)?;
        let dashed = INK_COLOR.stroke_width(10);
        let corners = front.iter().copied();
        area.draw(&DashedPathElement::new(corners, 60, 40, dashed))?;
        for Shown { style, points, .. } in &shown {
            for point in points {
                let ends = [point.low, point.high].map(|end| plane.at(point.x, end));
                area.draw(&PathElement::new(ends, style.color.stroke_width(20)))?;
                style.mark(area, plane.at(point.x, point.y))?;
            }
        }
        for Label { text, x, y, .. } in labels.iter().flatten() {
            let style = letters(SMALL).pos(Pos::new(HPos::Left, VPos::Center));
            area.draw_text(text, &style, (*x, *y))?;
        }
        Ok(())
    })
}

/// The corners of what is reached up to each `x`: level, then up to the next point.
fn steps(plane: &Plane<'_>, front: &[(f64, f64)]) -> Vec<(i32, i32)> {
    let corners = front.windows(2).flat_map(|pair| {
        let [from, to] = [pair[0], pair[1]];
        [from, (to.0, from.1), to].map(|(x, y)| plane.at(x, y))
    });
    corners.collect()
}

/// A name and the rectangle that it takes: `half` is half its height.
struct Label {
    text: String,
    x: i32,
    y: i32,
    width: i32,
    half: i32,
}

impl Label {
    /// What else takes room: a line between two points with so much around it.
    fn nameless(from: (i32, i32), to: (i32, i32), around: i32) -> Self {
        Self {
            text: String::new(),
            x: from.0.min(to.0) - around,
            y: (from.1 + to.1) / 2,
            width: (from.0 - to.0).abs() + 2 * around,
            half: (from.1 - to.1).abs() / 2 + around,
        }
    }

    fn is_clear_of(&self, others: &[Self]) -> bool {
        let apart = |other: &Self| {
            self.x + self.width <= other.x
                || other.x + other.width <= self.x
                || (self.y - other.y).abs() >= self.half + other.half
        };
        others.iter().all(apart)
    }

    fn is_inside(&self) -> bool {
        let (across, down) = (LEFT..WIDTH as i32 - self.width, TOP + self.half..BOTTOM - self.half);
        across.contains(&self.x) && down.contains(&self.y)
    }
}

/// The name of each series beside its first point; nothing where there is no room for all.
fn labels(plane: &Plane<'_>, shown: &[Shown<'_>], front: &[(i32, i32)]) -> Option<Vec<Label>> {
    let points = shown.iter().flat_map(|series| &series.points);
    let spread = points.map(|point| {
        let ends = [point.high, point.low].map(|end| plane.at(point.x, end));
        Label::nameless(ends[0], ends[1], 70)
    });
    let steps = front.windows(2).map(|step| Label::nameless(step[0], step[1], 0));
    let mut taken: Vec<Label> = spread.chain(steps).collect();
    let nameless = taken.len();
    for series in shown {
        let first = series.points.first()?;
        let text = fitted(series.label, SMALL, WIDEST);
        let width = width(&text, SMALL).ceil() as i32;
        let (x, y) = plane.at(first.x, first.y);
        let [above, below] = [first.high, first.low].map(|end| plane.at(first.x, end).1);
        let (above, below) = (above - 160, below + 160);
        // Right of the point, left of it, above, below, and then a little further away.
        let across = [x + 100, x - 100 - width];
        let around = [x - width / 2, x + 100, x - 100 - width];
        let near = [y, y - 80, y + 80].map(|y| across.map(|x| (x, y)));
        let far = [above, below, above - 100, below + 100].map(|y| around.map(|x| (x, y)));
        let places = near.as_flattened().iter().chain(far.as_flattened());
        let mut labels = places.map(|&(x, y)| Label { text: text.clone(), x, y, width, half: 80 });
        let label = labels.find(|label| label.is_inside() && label.is_clear_of(&taken))?;
        taken.push(label);
    }
    Some(taken.split_off(nameless))
}
