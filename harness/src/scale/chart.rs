//! The curves of an axis as SVG files, both scales logarithmic.

mod legend;
mod palette;
mod ticks;

use std::path::{Path, PathBuf};

use plotters::prelude::*;

use super::{
    Axis,
    curve::{Curve, curves},
    measure::Measure,
};
use crate::{HarnessError, Result, record::Record};
use palette::{Style, style};
use ticks::Ticks;

const SIZE: (u32, u32) = (800, 520);
/// Height of title and legend, and where they and the chart begin on the left.
const HEAD: u32 = 96;
const LEFT: i32 = 92;
const MARGIN: i32 = 12;
const FONT: &str = "sans-serif";
/// Lines that only help the eye.
const FAINT: RGBColor = RGBColor(225, 225, 225);
const DARK: RGBColor = RGBColor(60, 60, 60);

/// What plotters answers on a drawing area of SVG.
type Drawn<T = ()> = std::result::Result<
    T,
    DrawingAreaErrorKind<<SVGBackend<'static> as DrawingBackend>::ErrorType>,
>;

/// Writes `AXIS-MEASURE.svg` for each measure that there is, and says where.
pub(super) fn write(axis: Axis, records: &[Record], folder: &Path) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(HarnessError::file("create folder", folder))?;
    let mut written = Vec::new();
    for measure in Measure::ALL {
        let curves = curves(axis, measure, records);
        if curves.is_empty() {
            continue;
        }
        let path = folder.join(format!("{axis}-{}.svg", measure.name()));
        let mut svg = String::new();
        draw(&mut svg, axis, measure, &curves).map_err(HarnessError::file("draw", &path))?;
        std::fs::write(&path, svg).map_err(HarnessError::file("write", &path))?;
        written.push(path);
    }
    Ok(written)
}

fn draw(svg: &mut String, axis: Axis, measure: Measure, curves: &[Curve<'_>]) -> Drawn {
    let (unit, factor) = measure.unit();
    let points = || curves.iter().flat_map(|curve| &curve.points);
    let x = Ticks::at(points().map(|point| point.at));
    let y = Ticks::around(points().flat_map(|point| [point.low / factor, point.high / factor]));

    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let (head, body) = area.split_vertically(HEAD);
    let held = points().next().map(|point| axis.held(point.record));
    let title = format!("{} by {axis}", measure.title());
    head.draw_text(&title, &text(26, &BLACK), (LEFT, 14))?;
    head.draw_text(&held.unwrap_or_default(), &text(18, &DARK), (LEFT, 44))?;
    legend::draw(&head, curves, (LEFT, 80))?;

    let mut chart = ChartBuilder::on(&body)
        .margin_left(MARGIN)
        .margin_right(24)
        .margin_top(6)
        .margin_bottom(8)
        .x_label_area_size(52)
        .y_label_area_size(LEFT - MARGIN)
        .build_cartesian_2d(
            x.range.log_scale().with_key_points(x.labelled),
            y.range.log_scale().with_key_points(y.labelled),
        )?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT)
        .axis_style(DARK)
        .x_desc(axis.label())
        .y_desc(format!("{} ({unit})", measure.title().to_lowercase()))
        .axis_desc_style((FONT, 18).into_font().color(&BLACK))
        .label_style((FONT, 17).into_font().color(&BLACK))
        .x_label_formatter(&|value| ticks::told(*value))
        .y_label_formatter(&|value| ticks::told(*value))
        .draw()?;
    for (index, curve) in curves.iter().enumerate() {
        let Style { color, marker } = style(index);
        let line = curve.points.iter();
        let line = line.map(|point| (point.at as f64, point.median / factor));
        chart.draw_series(LineSeries::new(line.clone(), color.stroke_width(2)))?;
        // From the lowest to the highest of the repetitions.
        chart.draw_series(curve.points.iter().map(|point| {
            let ends = [point.low, point.high].map(|end| (point.at as f64, end / factor));
            PathElement::new(ends.to_vec(), color.stroke_width(1))
        }))?;
        for at in line {
            marker.draw(&area, chart.backend_coord(&at), color)?;
        }
    }
    area.present()
}

fn text(size: i32, color: &RGBColor) -> TextStyle<'static> {
    (FONT, size).into_font().color(color)
}
