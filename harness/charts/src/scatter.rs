//! Scatter charts.

use crate::{
    axes::{Axes, BOTTOM, HEIGHT, TOP},
    canvas::{At, WIDTH},
    frame::Frame,
    legend::{Key, Legend},
    marker::REACH,
    palette::INK,
    series::{Axis, Series, Shown, shown},
    text::{Anchor, SMALL, around_middle, fitted, width},
    ticks::Ticks,
};

/// The widest name beside a point.
const WIDEST: f64 = 1800.0;

/// A point for each series, with its spread as a vertical line and its name beside it, or with a
/// legend if names would cover each other; the points of the `front` are joined by dashed steps. An
/// empty `title` or `note` takes no room.
pub fn scatter(
    title: &str,
    note: &str,
    x: &Axis<'_>,
    y: &Axis<'_>,
    series: &[Series],
    front: &[(f64, f64)],
) -> String {
    let shown = shown(series, x, y);
    let mut frame =
        Frame { title, note, legend: Legend::none(), about: format!("{} by {}", y.label, x.label) };
    if shown.is_empty() {
        return frame.empty();
    }
    let mut front: Vec<(f64, f64)> =
        front.iter().copied().filter(|&(at, up)| x.scale.has(at) && y.scale.has(up)).collect();
    front.sort_by(|one, other| one.0.total_cmp(&other.0));
    let points = || shown.iter().flat_map(|series| &series.points);
    let xs: Vec<f64> = points().map(|point| point.x).chain(front.iter().map(|at| at.0)).collect();
    let ends = points().flat_map(|point| [point.low, point.high]);
    let ys: Vec<f64> = ends.chain(front.iter().map(|at| at.1)).collect();
    let axes = Axes::new(x, y, &ys, |room| Ticks::around(x.scale, &xs, room));
    let steps = steps(&axes, &front);
    let names = names(&axes, &shown, &steps);
    if names.is_none() {
        let names = shown.iter().map(|series| (series.style, series.label));
        frame.legend = Legend::new(Key::Mark, names);
    }
    frame.around(HEIGHT, |canvas| {
        axes.draw(canvas);
        canvas.dashes(&steps, INK, 10);
        for Shown { style, points, .. } in &shown {
            for point in points {
                let ends = [point.low, point.high].map(|end| axes.at(point.x, end));
                canvas.line(&ends, style.color, 20);
                style.mark(canvas, axes.at(point.x, point.y));
            }
        }
        for (text, at) in names.iter().flatten() {
            canvas.text(text, SMALL, Anchor::Left, *at);
        }
    })
}

/// The corners of the best `y` reached up to each `x`: level, then up to the next point.
fn steps(axes: &Axes<'_>, front: &[(f64, f64)]) -> Vec<At> {
    let corners = front.windows(2).flat_map(|pair| {
        let [from, to] = [pair[0], pair[1]];
        [from, (to.0, from.1), to].map(|(x, y)| axes.at(x, y))
    });
    corners.collect()
}

/// A rectangle in the picture.
struct Block {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Block {
    /// A line between two points with so much around it.
    fn line(from: At, to: At, around: i32) -> Self {
        Self {
            left: from.0.min(to.0) - around,
            top: from.1.min(to.1) - around,
            right: from.0.max(to.0) + around,
            bottom: from.1.max(to.1) + around,
        }
    }

    /// A text of that width whose left edge has its middle at a point.
    fn text((x, y): At, width: i32) -> Self {
        let (above, below) = around_middle(SMALL);
        Self { left: x, top: y - above, right: x + width, bottom: y + below }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_inside(&self, axes: &Axes<'_>) -> bool {
        self.left >= axes.left && self.right <= WIDTH && self.top >= TOP && self.bottom <= BOTTOM
    }
}

/// The name of each series beside its first point; `None` if there is no room for all.
fn names(axes: &Axes<'_>, shown: &[Shown<'_>], steps: &[At]) -> Option<Vec<(String, At)>> {
    let spreads = shown.iter().flat_map(|series| &series.points).map(|point| {
        Block::line(axes.at(point.x, point.high), axes.at(point.x, point.low), REACH + 10)
    });
    let steps = steps.windows(2).map(|step| Block::line(step[0], step[1], 0));
    let mut taken: Vec<Block> = spreads.chain(steps).collect();
    let place = |series: &Shown<'_>| {
        let first = series.points.first()?;
        let text = fitted(series.label, SMALL, WIDEST);
        let width = width(&text, SMALL).ceil() as i32;
        let (x, y) = axes.at(first.x, first.y);
        let (_, high) = axes.at(first.x, first.high);
        let (_, low) = axes.at(first.x, first.low);
        // Right of the point, left of it, above, below, and then a little further away.
        let beside = [x + 100, x - 100 - width];
        let around = [x - width / 2, x + 100, x - 100 - width];
        let near = [y, y - 80, y + 80].map(|y| beside.map(|x| (x, y)));
        let far = [high - 160, low + 180, high - 260, low + 280].map(|y| around.map(|x| (x, y)));
        let free = |at: &At| {
            let block = Block::text(*at, width);
            block.is_inside(axes) && !taken.iter().any(|other| block.meets(other))
        };
        let at = near.into_iter().flatten().chain(far.into_iter().flatten()).find(free)?;
        taken.push(Block::text(at, width));
        Some((text, at))
    };
    shown.iter().map(place).collect()
}
