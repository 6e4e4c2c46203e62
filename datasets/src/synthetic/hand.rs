//! Random variation between digits of the same class.

use rand::{Rng, RngExt};

use super::{
    glyphs::{GLYPHS, Glyph, Point},
    pen::{Canvas, SIDE},
};

/// Draws one digit and appends its `SIDE × SIDE` pixels to `pixels`.
///
/// Only +, −, ×, ÷ and √ are used, which IEEE 754 rounds identically on every machine: the same
/// generator gives the same pixels everywhere.
pub(super) fn draw_digit(digit: usize, generator: &mut impl Rng, pixels: &mut Vec<u8>) {
    let styles = GLYPHS[digit];
    let glyph = styles[generator.random_range(0..styles.len())];
    let affine = Affine::draw(generator);
    let radius = generator.random_range(0.8..1.7);
    let brightness = generator.random_range(190.0..255.0);
    let mut canvas = Canvas::new();
    for stroke in jittered(glyph, generator) {
        let stroke: Vec<Point> = stroke.iter().map(|&point| affine.place(point)).collect();
        canvas.draw_curve(&stroke, radius);
    }
    pixels.extend(canvas.ink().iter().map(|ink| {
        let noise = generator.random_range(-NOISE..NOISE);
        (ink * brightness + noise).clamp(0., 255.) as u8
    }));
}

/// The largest displacement of a control point, in glyph units.
const JITTER: f32 = 0.22;

/// The largest change of a pixel, out of 255.
const NOISE: f32 = 16.;

/// The strokes of `glyph` with every point displaced; coinciding points move together.
fn jittered(glyph: Glyph, generator: &mut impl Rng) -> Vec<Vec<Point>> {
    let mut moved: Vec<(Point, Point)> = Vec::new();
    let mut place = |point: Point| {
        if let Some(&(_, to)) = moved.iter().find(|(from, _)| *from == point) {
            return to;
        }
        let to = (point.0 + JITTER * bell(generator), point.1 + JITTER * bell(generator));
        moved.push((point, to));
        to
    };
    glyph.iter().map(|stroke| stroke.iter().map(|&point| place(point)).collect()).collect()
}

/// A number between −1 and 1 with a bell-shaped density: the sum of three uniform numbers.
fn bell(generator: &mut impl Rng) -> f32 {
    (0..3).map(|_| generator.random_range(-1. / 3.0..1. / 3.)).sum()
}

/// An affine map from glyph units to pixels.
struct Affine {
    x: [f32; 3],
    y: [f32; 3],
}

impl Affine {
    fn draw(generator: &mut impl Rng) -> Self {
        let height = 8.5 + 2. * bell(generator);
        let width = height * (1. + 0.4 * bell(generator));
        let shear = 0.6 * bell(generator);
        // The tangent of half the angle gives sine and cosine without library functions.
        let half = 0.28 * bell(generator);
        let scale = 1. + half * half;
        let (sine, cosine) = (2. * half / scale, (1. - half * half) / scale);
        let centre = SIDE as f32 / 2.;
        Self {
            x: [
                cosine * width,
                -sine * height - cosine * width * shear,
                centre + 3.5 * bell(generator),
            ],
            y: [
                sine * width,
                cosine * height - sine * width * shear,
                centre + 3.5 * bell(generator),
            ],
        }
    }

    fn place(&self, (x, y): Point) -> Point {
        let row = |row: &[f32; 3]| row[0] * x + row[1] * y + row[2];
        (row(&self.x), row(&self.y))
    }
}
