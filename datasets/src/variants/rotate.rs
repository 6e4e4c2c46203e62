//! Rotation of an image about its centre.

use super::resampling::{Resampling, Source, pixel_at};

/// The rotations to the left and to the right.
pub(super) fn both_ways(side: usize, degrees: u32) -> [Resampling; 2] {
    [1., -1.].map(|sign| rotate(side, sign * f64::from(degrees)))
}

/// Positions are rounded to this fraction of a pixel, which hides differences in the last bit
/// between the sines of different machines.
const PARTS: i64 = 256;

/// Rotates to the left by `degrees`, with bilinear interpolation.
///
/// With x to the right and y downwards from the centre, pixel (x, y) of the result lies at
/// `(x·cos − y·sin, x·sin + y·cos)` in the original: it is the mean of the four pixels around that
/// position, each weighted by (1 − distance in x)·(1 − distance in y).
fn rotate(side: usize, degrees: f64) -> Resampling {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let centre = (side as f64 - 1.) / 2.;
    Resampling::new(side, (PARTS * PARTS) as u32, |x, y| {
        let (x, y) = (x as f64 - centre, y as f64 - centre);
        let columns = neighbours(centre + x * cosine - y * sine);
        let rows = neighbours(centre + x * sine + y * cosine);
        let pairs = rows.map(|row| columns.map(|column| (row, column)));
        pairs.into_iter().flatten().filter_map(move |(row, column)| {
            Some(Source { index: pixel_at(side, column.0, row.0)?, weight: column.1 * row.1 })
        })
    })
}

/// The pixels along an axis on both sides of a position, each with its weight out of `PARTS`.
fn neighbours(position: f64) -> [(i64, u32); 2] {
    let parts = (position * PARTS as f64).round() as i64;
    let (before, beyond) = (parts.div_euclid(PARTS), parts.rem_euclid(PARTS));
    [(before, (PARTS - beyond) as u32), (before + 1, beyond as u32)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rotated(image: &[u8], degrees: f64) -> Vec<u8> {
        rotate(image.len().isqrt(), degrees).of(image).collect()
    }

    #[test]
    fn a_quarter_turn_to_the_left_moves_pixels_exactly() {
        #[rustfmt::skip]
        let (image, left) = (
            [1, 2, 3,
             4, 5, 6,
             7, 8, 9],
            [3, 6, 9,
             2, 5, 8,
             1, 4, 7],
        );
        assert_eq!(rotated(&image, 90.), left);
        assert_eq!(rotated(&left, -90.), image);
        assert_eq!(rotated(&image, 180.), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
        assert_eq!(rotated(&image, 360.), image);
    }

    #[test]
    fn quarter_turns_map_corners_to_corners_for_even_sides_too() {
        let side = 28;
        let mut image = vec![0; side * side];
        image[side - 1] = 255;
        for (quarters, corner) in [0, side * (side - 1), side * side - 1].into_iter().enumerate() {
            let turned = rotated(&image, 90. * (quarters + 1) as f64);
            let inked: Vec<usize> = (0..side * side).filter(|&pixel| turned[pixel] > 0).collect();
            assert_eq!((inked, turned[corner]), (vec![corner], 255));
        }
    }

    /// A bar from the centre to the right of a 41 × 41 image; y downwards.
    #[test]
    fn a_bar_points_where_the_angle_says() {
        let bar = |x: i32, y: i32| (0..=18).contains(&x) && y.abs() <= 1;
        let image: Vec<u8> = (0..41 * 41)
            .map(|pixel| if bar(pixel % 41 - 20, pixel / 41 - 20) { 255 } else { 0 })
            .collect();
        for degrees in [-70_f64, 5., 15., 30., 45., 135., 250.] {
            let (mut along, mut across) = (0., 0.);
            for (pixel, ink) in (0..).zip(rotated(&image, degrees)) {
                along += f64::from(ink) * f64::from(pixel % 41 - 20);
                across -= f64::from(ink) * f64::from(pixel / 41 - 20);
            }
            let angle = across.atan2(along).to_degrees().rem_euclid(360.);
            assert!((angle - degrees.rem_euclid(360.)).abs() < 0.2, "{degrees}: {angle}");
        }
    }

    #[test]
    fn rotating_there_and_back_nearly_restores_a_smooth_image() {
        let image: Vec<u8> = (0..784)
            .map(|pixel| {
                let (x, y) = ((pixel % 28) as f64 - 16., (pixel / 28) as f64 - 12.);
                (255. * (-(x * x + y * y / 2.) / 18.).exp()) as u8
            })
            .collect();
        for degrees in [5., 10., 15., 20., 30., 45., 77.] {
            let back = rotated(&rotated(&image, degrees), -degrees);
            let off = image.iter().zip(&back).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(off.unwrap() <= 16, "{degrees}: {off:?} of 255");
        }
    }

    #[test]
    fn weights_are_those_of_linear_interpolation() {
        assert_eq!(neighbours(1.5), [(1, 128), (2, 128)]);
        assert_eq!(neighbours(-0.25), [(-1, 64), (0, 192)]);
        assert_eq!(neighbours(7. - 1e-15), [(7, 256), (8, 0)]);
    }
}
