//! Resampling: every pixel of the result is a weighted mean of pixels of the original.

use rand::RngExt;

use super::Change;

/// The integer weights of a resampling; pixels beyond the edge count as 0.
pub(super) struct Resampling {
    /// The sources of every pixel of the result, row-major.
    sources: Vec<Vec<Source>>,
    /// The sum of a pixel's weights, including those beyond the edge.
    whole: u32,
}

/// A pixel of the original and its weight.
pub(super) struct Source {
    pub(super) index: usize,
    pub(super) weight: u32,
}

impl Resampling {
    /// A resampling in which pixel (x, y) of the `side × side` result has the given sources.
    pub(super) fn new<S: IntoIterator<Item = Source>>(
        side: usize,
        whole: u32,
        sources: impl Fn(usize, usize) -> S,
    ) -> Self {
        let pixels = (0..side * side).map(|index| (index % side, index / side));
        Self { sources: pixels.map(|(x, y)| sources(x, y).into_iter().collect()).collect(), whole }
    }

    /// The resampled image, rounded to the nearest pixel values.
    pub(super) fn of<'a>(&'a self, image: &'a [u8]) -> impl Iterator<Item = u8> + 'a {
        self.sources.iter().map(move |sources| {
            let weighted = |source: &Source| source.weight * u32::from(image[source.index]);
            let sum: u32 = sources.iter().map(weighted).sum();
            ((sum + self.whole / 2) / self.whole) as u8
        })
    }
}

/// Changes each image by one of `resamplings`, all equally likely.
pub(super) fn one_of<const N: usize>(resamplings: [Resampling; N]) -> Change {
    Box::new(move |image, generator, changed| {
        let chosen = &resamplings[generator.random_range(0..N as u32) as usize];
        changed.extend(chosen.of(image));
    })
}

/// The index of pixel (x, y) in a `side × side` image; `None` beyond the edge.
pub(super) fn pixel_at(side: usize, x: i64, y: i64) -> Option<usize> {
    let inside = |along: i64| usize::try_from(along).ok().filter(|&along| along < side);
    Some(inside(y)? * side + inside(x)?)
}
