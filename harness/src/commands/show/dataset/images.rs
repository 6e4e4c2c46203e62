//! Images of a data set: some of each class in letters, more on a sheet.

use datasets::Dataset;

/// The training images of a data set, by class.
pub(super) struct Images<'a> {
    dataset: &'a Dataset,
    pub(super) side: usize,
}

/// Images of each class in letters and on the sheet, and the gap in pixels on the sheet.
const IN_TEXT: usize = 5;
const ON_SHEET: usize = 16;
const GAP: usize = 1;
/// The most lines of an image; a letter is twice as high as wide.
const LINES: usize = 7;
/// From black to white.
const SHADES: &[u8] = b" .:-=+*#%@";

impl<'a> Images<'a> {
    /// `None` unless the rows are square images.
    pub(super) fn of(dataset: &'a Dataset) -> Option<Self> {
        let width = dataset.train.width();
        let side = width.isqrt();
        let square = side * side == width && side > 2 && dataset.columns.is_empty();
        square.then_some(Self { dataset, side })
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
            let lines = self.side.min(LINES);
            let line = |line: usize| {
                let parts: Vec<&str> = images.iter().map(|image| image[line].as_str()).collect();
                parts.join("  ").trim_end().to_owned()
            };
            let lines: Vec<String> = (0..lines).map(line).collect();
            format!("{name}\n{}", lines.join("\n"))
        };
        let classes = self.dataset.class_names.iter().enumerate().map(class);
        classes.collect::<Vec<_>>().join("\n")
    }

    /// An image in letters, each as bright as the mean of its pixels.
    fn letters(&self, image: &[f32]) -> Vec<String> {
        let lines = self.side.min(LINES);
        let columns = 2 * lines;
        // With fewer pixels than letters, several letters show the same pixel.
        let behind = |at: usize, of: usize| {
            let start = at * self.side / of;
            start..((at + 1) * self.side / of).max(start + 1)
        };
        let letter = |line: usize, column: usize| {
            let rows = behind(line, lines);
            let pixels: Vec<f32> = rows
                .flat_map(|row| behind(column, columns).map(move |at| row * self.side + at))
                .map(|at| image[at])
                .collect();
            let mean = pixels.iter().sum::<f32>() / pixels.len() as f32;
            let shade = (mean * SHADES.len() as f32) as usize;
            char::from(SHADES[shade.min(SHADES.len() - 1)])
        };
        let line = |line| (0..columns).map(|column| letter(line, column)).collect();
        (0..lines).map(line).collect()
    }

    /// A row of images for each class on grey: the pixels, and the width in pixels.
    pub(super) fn sheet(&self) -> (Vec<f32>, usize) {
        let cell = self.side + GAP;
        let classes = self.dataset.class_names.len();
        let (width, height) = (ON_SHEET * cell + GAP, classes * cell + GAP);
        let mut sheet = vec![0.5; width * height];
        for class in 0..classes {
            for (index, image) in self.first(class, ON_SHEET).enumerate() {
                let corner = (class * cell + GAP) * width + index * cell + GAP;
                for (row, pixels) in image.chunks(self.side).enumerate() {
                    sheet[corner + row * width..][..self.side].copy_from_slice(pixels);
                }
            }
        }
        (sheet, width)
    }
}
