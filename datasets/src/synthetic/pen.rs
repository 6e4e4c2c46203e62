//! Antialiased strokes on a 28 × 28 canvas.

use super::glyphs::Point;

/// Pixels on a side.
pub(super) const SIDE: usize = 28;

/// Line segments between two control points.
const PIECES: usize = 8;

/// The ink per pixel, from 0 (none) to 1 (full).
pub(super) struct Canvas {
    ink: [f32; SIDE * SIDE],
}

impl Canvas {
    /// An empty canvas.
    pub(super) fn new() -> Self {
        Self { ink: [0.; SIDE * SIDE] }
    }

    /// The ink of every pixel, row-major.
    pub(super) fn ink(&self) -> &[f32] {
        &self.ink
    }

    /// Draws a smooth curve through `points` with a round pen; all lengths are in pixels.
    pub(super) fn draw_curve(&mut self, points: &[Point], radius: f32) {
        let last = points.len() - 1;
        let closed = points[0] == points[last];
        let before = |index: usize| match index {
            0 if closed => points[last - 1],
            _ => points[index.saturating_sub(1)],
        };
        let after = |index: usize| match index + 2 {
            next if next <= last => points[next],
            _ if closed => points[1],
            _ => points[last],
        };
        for index in 0..last {
            let span = [before(index), points[index], points[index + 1], after(index)];
            let mut from = span[1];
            for piece in 1..=PIECES {
                let to = on_spline(span, piece as f32 / PIECES as f32);
                self.draw_line(from, to, radius);
                from = to;
            }
        }
    }

    fn draw_line(&mut self, from: Point, to: Point, radius: f32) {
        // The ink is the fraction of the pixel that the pen covers, approximated as linear.
        let reach = radius + 0.5;
        for y in pixels_between(from.1.min(to.1) - reach, from.1.max(to.1) + reach) {
            for x in pixels_between(from.0.min(to.0) - reach, from.0.max(to.0) + reach) {
                let centre = (x as f32 + 0.5, y as f32 + 0.5);
                let ink = (reach - distance(centre, from, to)).clamp(0., 1.);
                let pixel = &mut self.ink[y * SIDE + x];
                *pixel = pixel.max(ink);
            }
        }
    }
}

fn pixels_between(low: f32, high: f32) -> std::ops::Range<usize> {
    // A cast from float to integer saturates, which clips at the canvas.
    (low.floor() as usize).min(SIDE)..(high.ceil() as usize).min(SIDE)
}

/// The Catmull-Rom spline from the second point to the third, at `t` in 0 to 1.
fn on_spline([a, b, c, d]: [Point; 4], t: f32) -> Point {
    let along = |a: f32, b: f32, c: f32, d: f32| {
        let linear = c - a;
        let square = 2. * a - 5. * b + 4. * c - d;
        let cube = 3. * (b - c) + d - a;
        b + 0.5 * t * (linear + t * (square + t * cube))
    };
    (along(a.0, b.0, c.0, d.0), along(a.1, b.1, c.1, d.1))
}

/// The distance from `point` to the line segment between `from` and `to`.
fn distance(point: Point, from: Point, to: Point) -> f32 {
    let line = (to.0 - from.0, to.1 - from.1);
    let offset = (point.0 - from.0, point.1 - from.1);
    let length_squared = line.0 * line.0 + line.1 * line.1;
    let along = if length_squared > 0. {
        ((offset.0 * line.0 + offset.1 * line.1) / length_squared).clamp(0., 1.)
    } else {
        0.
    };
    let rest = (offset.0 - along * line.0, offset.1 - along * line.1);
    (rest.0 * rest.0 + rest.1 * rest.1).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_inks_what_the_pen_covers_and_nothing_else() {
        let mut canvas = Canvas::new();
        canvas.draw_line((4., 10.), (20., 10.), 1.);
        let column: Vec<f32> = (7..13).map(|y| canvas.ink[y * SIDE + 12]).collect();
        assert_eq!(column, [0., 0., 1., 1., 0., 0.]);
    }

    #[test]
    fn a_curve_passes_through_its_control_points() {
        let mut canvas = Canvas::new();
        let points = [(3.5, 3.5), (20.5, 8.5), (6.5, 24.5)];
        canvas.draw_curve(&points, 1.);
        for (x, y) in points {
            assert_eq!(canvas.ink[y as usize * SIDE + x as usize], 1.);
        }
    }

    #[test]
    fn lines_off_the_canvas_leave_no_ink() {
        let mut canvas = Canvas::new();
        canvas.draw_line((-50., -50.), (-40., 300.), 2.);
        canvas.draw_line((500., 5.), (600., 5.), 2.);
        assert!(canvas.ink.iter().all(|&ink| ink == 0.));
    }
}
