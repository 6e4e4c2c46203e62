//! Mixes an image with its negative (Hosseini et al. 2017, <https://arxiv.org/abs/1703.06857>).

use super::Change;

/// `(1 − s)·x + s·(1 − x)` with `s` in percent: the contrast is multiplied by `1 − 2s`, which is 0
/// at 50 %, and 100 % gives the negative.
pub(super) fn by(percent: u32) -> Change {
    Box::new(move |image, _, changed| {
        changed.extend(image.iter().map(|&pixel| mixed(pixel, percent)));
    })
}

fn mixed(pixel: u8, percent: u32) -> u8 {
    let hundredfold = (100 - percent) * u32::from(pixel) + percent * u32::from(255 - pixel);
    ((hundredfold + 50) / 100) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_falls_to_0_at_50_percent_and_rises_inverted() {
        let black_and_white = |percent| (mixed(0, percent), mixed(255, percent));
        assert_eq!(black_and_white(0), (0, 255));
        assert_eq!(black_and_white(20), (51, 204));
        assert_eq!(black_and_white(50), (128, 128));
        assert_eq!(black_and_white(80), (204, 51));
        assert_eq!(black_and_white(100), (255, 0));
        assert!((0..=255).all(|pixel| mixed(mixed(pixel, 100), 100) == pixel));
    }
}
