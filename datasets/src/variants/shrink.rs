//! Scaling of an image about its centre.

use super::resampling::{Resampling, Source};

/// Scales to `percent` of the side by area averaging: a pixel of the result is the mean of the
/// original's pixels under it, each weighted by the area covered.
///
/// Every pixel contributes, however small the result, and up to rounding the sum of all pixels
/// scales with the square of the side.
pub(super) fn to(side: usize, percent: u32) -> Resampling {
    Resampling::new(side, WHOLE * WHOLE, |x, y| {
        let columns = covered(side, percent, x);
        let rows = covered(side, percent, y);
        rows.into_iter().flat_map(move |(row, height)| {
            let in_row = move |&(column, width): &(usize, u32)| Source {
                index: row * side + column,
                weight: width * height,
            };
            columns.iter().map(in_row).collect::<Vec<_>>()
        })
    })
}

/// The length of a pixel of the result along an axis, in the unit of [`covered`].
const WHOLE: u32 = 200;

/// The pixels of the original that pixel `at` of the result covers along an axis, each with the
/// covered length.
///
/// The unit is 1 / (2 · percent) of a pixel of the original: in it half a side and the edges of all
/// pixels are whole numbers, so the weights are exact.
fn covered(side: usize, percent: u32, at: usize) -> Vec<(usize, u32)> {
    let (pixel, side_length) = (2 * i64::from(percent), side as i64);
    let from = side_length * i64::from(percent) + (2 * at as i64 - side_length) * 100;
    let to = from + i64::from(WHOLE);
    let overlap = |index: i64| to.min((index + 1) * pixel) - from.max(index * pixel);
    (0..side)
        .map(|index| (index, overlap(index as i64)))
        .filter(|&(_, overlap)| overlap > 0)
        .map(|(index, overlap)| (index, overlap as u32))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_side_averages_blocks_of_four_pixels() {
        #[rustfmt::skip]
        let image = [
            10, 20,   0,   4,
            30, 40,   0,   4,
             0,  0, 255, 255,
             0,  0, 255, 255,
        ];
        #[rustfmt::skip]
        let half = [
            0,  0,   0, 0,
            0, 25,   2, 0,
            0,  0, 255, 0,
            0,  0,   0, 0,
        ];
        assert_eq!(to(4, 50).of(&image).collect::<Vec<u8>>(), half);
    }

    #[test]
    fn a_white_image_becomes_a_white_square_with_partly_covered_edges_in_grey() {
        // 28 · 0.9 = 25.2 pixels: 24 full ones, and 0.6 of one on either side.
        let image: Vec<u8> = to(28, 90).of(&[255; 784]).collect();
        let middle = &image[14 * 28..15 * 28];
        assert_eq!(middle[..3], [0, 153, 255]);
        assert_eq!(middle[25..], [255, 255, 153, 0][1..]);
        assert!(middle[2..26].iter().all(|&pixel| pixel == 255));
        assert_eq!(image[28 + 1], 92); // 0.6² · 255
    }

    #[test]
    fn one_percent_averages_the_whole_image_into_a_dot() {
        // 0.28 pixels of width: 0.14² = 0.0196 of each of the four around the centre.
        let image: Vec<u8> = to(28, 1).of(&[255; 784]).collect();
        let inked: Vec<usize> = (0..784).filter(|&pixel| image[pixel] > 0).collect();
        assert_eq!(inked, [377, 378, 405, 406]);
        assert_eq!(image[377], 5);
    }
}
