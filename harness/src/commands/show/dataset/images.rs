//! Images of a data set: some of each class in letters, more on a sheet.

use datasets::{Dataset, ImageShape};

use crate::Result;

/// The training images of a data set, by class.
pub(super) struct Images<'a> {
    dataset: &'a Dataset,
    shape: ImageShape,
}

/// Images of each class in letters and on the sheet, and the gap in pixels on the sheet.
const IN_TEXT: usize = 5;
const ON_SHEET: usize = 16;
const GAP: usize = 1;
/// The most lines and letters of an image; a letter is twice as high as wide.
const LINES: usize = 7;
const LETTERS: usize = 4 * LINES;
/// From black to white.
const SHADES: &[u8] = b" .:-=+*#%@";
/// The sheet is zoomed up to this width; a side of more pixels than the largest is cut.
const WIDTH: usize = 960;
const LARGEST: usize = 1 << 14;

impl<'a> Images<'a> {
    /// `None` if the rows are not images.
    pub(super) fn of(dataset: &'a Dataset) -> Option<Self> {
        Some(Self { dataset, shape: dataset.image? })
    }

    /// The first images of a class.
    fn first(&self, class: usize, count: usize) -> impl Iterator<Item = &'a [f32]> {
        let train = &self.dataset.train;
        let images = train.inputs().chunks(train.width()).zip(train.labels());
        let of_class = images.filter(move |(_, label)| **label as usize == class);
        of_class.map(|(image, _)| image).take(count)
    }

    /// The first images of each class in letters.
    pub(super) fn text(&self) -> String {
        let class = |(class, name): (usize, &String)| {
            let images: Vec<_> = self.first(class, IN_TEXT).map(|it| self.letters(it)).collect();
            let line = |line: usize| {
                let parts: Vec<&str> = images.iter().map(|image| image[line].as_str()).collect();
                parts.join("  ").trim_end().to_owned()
            };
            let lines: Vec<String> = (0..self.lines()).map(line).collect();
            format!("{name}\n{}", lines.join("\n"))
        };
        let classes = self.dataset.class_names.iter().enumerate().map(class);
        classes.collect::<Vec<_>>().join("\n")
    }

    fn lines(&self) -> usize {
        self.shape.height.min(LINES)
    }

    /// An image in letters, each as bright as the mean of its pixels.
    fn letters(&self, image: &[f32]) -> Vec<String> {
        let ImageShape { height, width, .. } = self.shape;
        let lines = self.lines();
        let columns = (2 * lines * width / height).clamp(1, LETTERS);
        // With fewer pixels than letters, several letters show the same pixel.
        let behind = |at: usize, of: usize, side: usize| {
            let start = at * side / of;
            start..((at + 1) * side / of).max(start + 1)
        };
        let letter = |line: usize, column: usize| {
            let rows = behind(line, lines, height);
            let values: Vec<f32> = rows
                .flat_map(|row| behind(column, columns, width).map(move |at| row * width + at))
                .flat_map(|pixel| self.shape.rgb(image, pixel))
                .collect();
            // In f64 the mean of equal values is that value.
            let sum: f64 = values.iter().map(|&value| f64::from(value)).sum();
            let mean = (sum / values.len() as f64) as f32;
            let shade = (mean * SHADES.len() as f32) as usize;
            char::from(SHADES[shade.min(SHADES.len() - 1)])
        };
        let line = |line| (0..columns).map(|column| letter(line, column)).collect();
        (0..lines).map(line).collect()
    }

    /// A row of images for each class on grey, as PNG.
    ///
    /// # Errors
    /// An image that is too large for a PNG.
    pub(super) fn sheet(&self) -> Result<Vec<u8>> {
        let ImageShape { channels, height, width } = self.shape;
        let (across, down) = (width + GAP, height + GAP);
        let images = ON_SHEET.min(LARGEST / across).max(1);
        let classes = self.dataset.class_names.len().min(LARGEST / down).max(1);
        let sheet_width = images * across + GAP;
        let mut sheet = vec![[0.5; 3]; sheet_width * (classes * down + GAP)];
        for class in 0..classes {
            for (index, image) in self.first(class, images).enumerate() {
                let corner = (class * down + GAP) * sheet_width + index * across + GAP;
                for pixel in 0..self.shape.pixels() {
                    let at = corner + pixel / width * sheet_width + pixel % width;
                    sheet[at] = self.shape.rgb(image, pixel);
                }
            }
        }
        let zoom = WIDTH / sheet_width;
        Ok(if channels == 1 {
            let grey: Vec<f32> = sheet.iter().map(|[grey, ..]| *grey).collect();
            charts::grey_png(&grey, sheet_width, zoom)?
        } else {
            charts::rgb_png(&sheet, sheet_width, zoom)?
        })
    }
}
