//! One line for each series.

use plotters::prelude::*;

use super::{
    Axis, Point, Series, Shown,
    frame::{Area, Drawn, Frame},
    legend::{Key, Legend},
    plane::{HEIGHT, Plane},
    shown,
    ticks::Ticks,
};
use crate::Result;

/// A line with more points than these has markers at about as many of them.
const MARKERS: usize = 24;
/// Fewer points than these have upright lines for their spread, others a band.
const BAND: usize = 4;

/// One line with markers for each series, its spread as a translucent band or, of few points, as
/// upright lines; the names stand above.
pub(crate) fn lines(
    title: &str,
    note: &str,
    x: &Axis<'_>,
    y: &Axis<'_>,
    series: &[Series],
) -> Result<String> {
    let shown = shown(series, x, y);
    let names = shown.iter().map(|series| (series.style, series.label));
    let frame = Frame {
        title,
        note,
        legend: Legend::new(Key::Line, names),
        about: format!("{} by {}", y.label, x.label),
    };
    if shown.is_empty() {
        return frame.empty();
    }
    let points = || shown.iter().flat_map(|series| &series.points);
    let ends = points().flat_map(|point| [point.low, point.high]);
    let plane = Plane::new(
        (x, Ticks::along(x.scale, points().map(|point| point.x))),
        (y, Ticks::around(y.scale, ends)),
    );
    frame.around(HEIGHT, |area| {
        plane.draw(area)?;
        for series in &shown {
            spread(area, &plane, series)?;
        }
        for series in &shown {
            let line: Vec<_> = series.points.iter().map(|it| plane.at(it.x, it.y)).collect();
            let style = series.style.color.stroke_width(20);
            area.draw(&PathElement::new(line.clone(), style))?;
            for &point in line.iter().step_by(line.len() / MARKERS + 1) {
                series.style.mark(area, point)?;
            }
        }
        Ok(())
    })
}

/// From the lowest to the highest of the repetitions.
fn spread(area: &Area<'_>, plane: &Plane<'_>, Shown { style, points, .. }: &Shown<'_>) -> Drawn {
    if !points.iter().any(Point::spreads) {
        return Ok(());
    }
    let high = points.iter().map(|point| plane.at(point.x, point.high));
    let low = points.iter().map(|point| plane.at(point.x, point.low));
    if points.len() >= BAND {
        let around: Vec<_> = high.chain(low.rev()).collect();
        return area.draw(&Polygon::new(around, style.color.mix(0.18).filled()));
    }
    for ends in high.zip(low) {
        area.draw(&PathElement::new([ends.0, ends.1], style.color.stroke_width(20)))?;
    }
    Ok(())
}
