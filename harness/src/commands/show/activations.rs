//! Activations and their derivatives as curves, computed by the layers that train.
//!
//! Softmax is left out: each of its outputs depends on a whole row.

use std::path::Path;

use charts::{Axis, Point, Scale, Series};
use from_scratch::layers::{Layer, LeakyRelu, Mode, Relu, Sigmoid, Tanh};
use ndarray::Array2;
use report::terminal;
use textplots::{Chart, Plot, Shape};

use super::save_chart;
use crate::Result;

/// An activation from −[`END`] to [`END`].
struct Curve {
    /// The name in an experiment file.
    id: &'static str,
    name: &'static str,
    /// `y = …`, and its derivative, `y′ = …`.
    formula: &'static str,
    derivative: &'static str,
    /// `(x, y, y′)`.
    points: Vec<(f64, f64, f64)>,
}

const END: f64 = 6.0;
const STEPS: i32 = 120;

/// All activations that are functions of one number.
fn curves() -> Vec<Curve> {
    let curve = |id, name, formula, derivative, layer| Curve {
        id,
        name,
        formula,
        derivative,
        points: points(layer),
    };
    vec![
        curve("relu", "ReLU", "y = max(x, 0)", "y′ = 1 above 0, 0 elsewhere", &mut Relu),
        curve(
            "leaky-relu",
            "LeakyReLU, slope 0.1",
            "y = x above 0, 0.1·x elsewhere",
            "y′ = 1 above 0, 0.1 elsewhere",
            &mut LeakyRelu { slope: 0.1 },
        ),
        curve("sigmoid", "Sigmoid", "y = 1 / (1 + e⁻ˣ)", "y′ = y·(1 − y)", &mut Sigmoid),
        curve("tanh", "Tanh", "y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)", "y′ = 1 − y²", &mut Tanh),
    ]
}

/// Forward of each `x`, and backward with `dy` = 1, which gives the derivative.
fn points(layer: &mut dyn Layer<f64>) -> Vec<(f64, f64, f64)> {
    let mut xs: Vec<f64> =
        (0..=STEPS).map(|step| (f64::from(2 * step) / f64::from(STEPS) - 1.0) * END).collect();
    // Just above 0, where some derivatives jump.
    xs.insert(STEPS as usize / 2 + 1, 1e-9);
    let x = Array2::from_shape_fn((xs.len(), 1), |(row, _)| xs[row]);
    let mut y = Array2::zeros(x.raw_dim());
    let mut dx = y.clone();
    layer.forward(x.view(), y.view_mut(), Mode::Training);
    let dy = Array2::ones(x.raw_dim());
    layer.backward(x.view(), y.view(), dy.view(), Some(dx.view_mut()));
    let values = xs.into_iter().zip(y).zip(dx);
    values.map(|((x, y), slope)| (x, y, slope)).collect()
}

impl Curve {
    /// Both curves as SVG.
    fn chart(&self) -> String {
        let series = |label: &str, value: fn(&(f64, f64, f64)) -> f64| Series {
            label: label.to_owned(),
            points: self
                .points
                .iter()
                .map(|point| Point {
                    x: point.0,
                    y: value(point),
                    low: value(point),
                    high: value(point),
                })
                .collect(),
        };
        let axis = |label| Axis { label, scale: Scale::Linear };
        let both =
            [series(self.formula, |point| point.1), series(self.derivative, |point| point.2)];
        charts::lines(self.name, "", &axis("x"), &axis("y and y′"), &both)
    }

    /// Both curves side by side, for a terminal of 80 columns.
    fn plot(&self) -> String {
        let curves = [
            plot(self.points.iter().map(|&(x, y, _)| (x, y))),
            plot(self.points.iter().map(|&(x, _, slope)| (x, slope))),
        ];
        let titles = format!("{:<COLUMN$}{}", self.formula, self.derivative);
        let rows = curves[0].lines().zip(curves[1].lines());
        let rows = rows.map(|(left, right)| format!("{left:<COLUMN$}{right}"));
        let rows: Vec<String> = rows.map(|row| row.trim_end().to_owned()).collect();
        format!("{}\n{titles}\n{}\n", self.name, rows.join("\n"))
    }
}

/// Columns of a plot with its labels, and its dots: 2 × 4 per character.
const COLUMN: usize = 40;
const DOTS: (u32, u32) = (64, 32);

fn plot(points: impl Iterator<Item = (f64, f64)>) -> String {
    let points: Vec<(f32, f32)> = points.map(|(x, y)| (x as f32, y as f32)).collect();
    let ys = || points.iter().map(|point| point.1);
    // The axis y = 0 is always visible.
    let (low, high) = (ys().fold(0.0, f32::min), ys().fold(1.0, f32::max));
    let (left, right) = (-END as f32, END as f32);
    let mut chart = Chart::new_with_y_range(DOTS.0, DOTS.1, left, right, low, high);
    let line = Shape::Lines(&points);
    let chart = chart.lineplot(&line);
    chart.axis();
    chart.figures();
    chart.to_string()
}

/// Prints every activation, and writes its chart to the folder.
///
/// # Errors
/// Files that cannot be written.
pub fn show(out: Option<&Path>) -> Result<()> {
    for curve in curves() {
        terminal::say(&curve.plot());
        if let Some(folder) = out {
            save_chart(folder, curve.id, &curve.chart())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layers_give_the_values_and_slopes_of_the_textbook() {
        let known = [
            ("relu", [(-6.0, 0.0, 0.0), (0.0, 0.0, 0.0), (6.0, 6.0, 1.0)]),
            ("leaky-relu", [(-6.0, -0.6, 0.1), (0.0, 0.0, 0.1), (6.0, 6.0, 1.0)]),
            (
                "sigmoid",
                [
                    (-6.0, 0.002_472_623, 0.002_466_509),
                    (0.0, 0.5, 0.25),
                    (6.0, 0.997_527_377, 0.002_466_509),
                ],
            ),
            (
                "tanh",
                [
                    (-6.0, -0.999_987_712, 0.000_024_577),
                    (0.0, 0.0, 1.0),
                    (6.0, 0.999_987_712, 0.000_024_577),
                ],
            ),
        ];
        let curves = curves();
        assert_eq!(curves.len(), known.len());
        for (curve, (id, points)) in curves.iter().zip(known) {
            assert_eq!(curve.id, id);
            for (x, y, slope) in points {
                let at = |point: &&(f64, f64, f64)| (point.0 - x).abs() < 1e-12;
                let point = curve.points.iter().find(at).unwrap();
                assert!(
                    (point.1 - y).abs() < 1e-8 && (point.2 - slope).abs() < 1e-8,
                    "{id} at {x}"
                );
            }
            assert!(curve.chart().contains(curve.name));
        }
    }
}
