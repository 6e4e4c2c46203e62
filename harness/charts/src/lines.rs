//! Line charts.

use crate::{
    axes::{Axes, HEIGHT},
    canvas::{At, Canvas},
    frame::Frame,
    legend::{Key, Legend},
    series::{Axis, Point, Series, Shown, shown},
    ticks::Ticks,
};

/// A line with more points than these has markers at about as many of them.
const MARKERS: usize = 24;
/// From this many points on, the spread is a band.
const BAND: usize = 4;

/// One line with markers for each series, its spread as a translucent band or, with fewer than four
/// points, as vertical lines; the legend is above. An empty `title` or `note` takes no room.
pub fn lines(title: &str, note: &str, x: &Axis<'_>, y: &Axis<'_>, series: &[Series]) -> String {
    let shown = shown(series, x, y);
    let frame = Frame {
        title,
        note,
        legend: Legend::new(Key::Line, shown.iter().map(|series| (series.style, series.label))),
        about: format!("{} by {}", y.label, x.label),
    };
    if shown.is_empty() {
        return frame.empty();
    }
    let points = || shown.iter().flat_map(|series| &series.points);
    let xs: Vec<f64> = points().map(|point| point.x).collect();
    let ys: Vec<f64> = points().flat_map(|point| [point.low, point.high]).collect();
    let axes = Axes::new(x, y, &ys, |room| Ticks::along(x.scale, &xs, room));
    frame.around(HEIGHT, |canvas| {
        axes.draw(canvas);
        for series in &shown {
            spread(canvas, &axes, series);
        }
        for Shown { style, points, .. } in &shown {
            let line: Vec<At> = points.iter().map(|point| axes.at(point.x, point.y)).collect();
            canvas.line(&line, style.color, 20);
            for &point in line.iter().step_by(line.len() / MARKERS + 1) {
                style.mark(canvas, point);
            }
        }
    })
}

/// Draws the spread from the lowest to the highest repetition.
fn spread(canvas: &mut Canvas, axes: &Axes<'_>, Shown { style, points, .. }: &Shown<'_>) {
    if !points.iter().any(Point::spreads) {
        return;
    }
    let high = points.iter().map(|point| axes.at(point.x, point.high));
    let low = points.iter().map(|point| axes.at(point.x, point.low));
    if points.len() >= BAND {
        let band: Vec<At> = high.chain(low.rev()).collect();
        canvas.polygon(&band, style.color, 0.18);
    } else {
        for (high, low) in high.zip(low) {
            canvas.line(&[high, low], style.color, 20);
        }
    }
}
