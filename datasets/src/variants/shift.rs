//! Shift of an image by whole pixels.

use super::resampling::{Resampling, Source, pixel_at};

/// The shifts up, down, left and right; diagonal shifts would cover a larger distance.
pub(super) fn all_ways(side: usize, pixels: u32) -> [Resampling; 4] {
    let far = i64::from(pixels);
    [(0, -far), (0, far), (-far, 0), (far, 0)].map(|by| shift(side, by))
}

/// Shifts by pixels to the right and down.
fn shift(side: usize, (right, down): (i64, i64)) -> Resampling {
    Resampling::new(side, 1, |x, y| {
        let index = pixel_at(side, x as i64 - right, y as i64 - down);
        index.map(|index| Source { index, weight: 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_move_exactly_and_the_background_comes_in() {
        #[rustfmt::skip]
        let image = [
            1, 2, 3,
            4, 5, 6,
            7, 8, 9,
        ];
        let [up, down, left, right] =
            all_ways(3, 1).map(|moved| moved.of(&image).collect::<Vec<u8>>());
        assert_eq!(up, [4, 5, 6, 7, 8, 9, 0, 0, 0]);
        assert_eq!(down, [0, 0, 0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(left, [2, 3, 0, 5, 6, 0, 8, 9, 0]);
        assert_eq!(right, [0, 1, 2, 0, 4, 5, 0, 7, 8]);
    }

    #[test]
    fn shifting_by_the_side_or_more_leaves_only_background() {
        for pixels in [3, 4, 100] {
            for moved in all_ways(3, pixels) {
                assert!(moved.of(&[255; 9]).all(|pixel| pixel == 0));
            }
        }
    }
}
