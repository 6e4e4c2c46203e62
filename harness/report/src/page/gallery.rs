//! Test images with their predictions: the most confident mistakes of each contender, and the images
//! on which the contenders disagree.

use base64::{Engine, prelude::BASE64_STANDARD};
use classifier::Examples;
use datasets::{Dataset, ImageShape};
use records::{Classified, Comparison, Disagreement, Mistake, disagreements, rows_in_common};

use crate::{Result, thousands};

/// Mistakes and correctly classified images of each contender; disagreements.
const MISTAKES: usize = 12;
const CORRECT: usize = 4;
const DISAGREEMENTS: usize = 16;
/// The most predictions in a caption.
const MOST_NAMED: usize = 4;

/// Images under a title.
#[derive(Debug)]
pub(super) struct Gallery {
    pub(super) title: String,
    pub(super) tiles: Vec<Tile>,
}

/// An image with its predictions.
#[derive(Debug)]
pub(super) struct Tile {
    /// The image as a `data:` address.
    pub(super) source: String,
    /// The text alternative.
    pub(super) alternative: String,
    /// The lines below it.
    pub(super) caption: Vec<String>,
    pub(super) answer: Answer,
}

/// The result on an image.
#[derive(Debug, Clone, Copy)]
pub(super) enum Answer {
    Correct,
    Wrong,
    /// The contenders disagree.
    Divided,
}

impl Answer {
    /// The CSS class and the mark.
    pub(super) fn signs(self) -> (&'static str, &'static str) {
        match self {
            Self::Correct => ("right", "✓"),
            Self::Wrong => ("wrong", "✗"),
            Self::Divided => ("divided", ""),
        }
    }
}

/// The galleries of a comparison whose data set is at hand.
pub(super) fn galleries(comparison: &Comparison<'_>, datasets: &[Dataset]) -> Result<Vec<Gallery>> {
    let digest = &comparison.workload.digest;
    let dataset = datasets.iter().find(|dataset| dataset.digest == *digest);
    let Some(images) = dataset.and_then(Images::new) else {
        return Ok(Vec::new());
    };
    let first = comparison.answered().filter_map(|contender| contender.ok.first());
    let contenders: Vec<Classified<'_>> =
        first.filter_map(|record| Classified::new(record)).collect();
    let galleries = contenders.iter().map(|contender| mistakes(contender, &images));
    let mut galleries: Vec<Gallery> = galleries.collect::<Result<_>>()?;
    galleries.extend(differing(&contenders, &images)?);
    galleries.retain(|gallery| !gallery.tiles.is_empty());
    Ok(galleries)
}

/// The most confident mistakes, and some images classified correctly.
fn mistakes(contender: &Classified<'_>, images: &Images<'_>) -> Result<Gallery> {
    let record = contender.record;
    let confidences = &record.quality.mistake_confidences;
    let confidence = |index: usize| confidences.get(index).copied();
    let mut mistakes: Vec<(Option<f32>, usize, &Mistake)> = contender
        .mistakes()
        .enumerate()
        .map(|(index, (row, mistake))| (confidence(index), row, mistake))
        .collect();
    // A stable sort: without confidences the rows keep their order.
    mistakes.sort_by(|(a, ..), (b, ..)| b.unwrap_or(0.0).total_cmp(&a.unwrap_or(0.0)));
    let order = if confidences.is_empty() { "" } else { ", the most confident first" };
    let title = format!(
        "{}: {} of {} wrong{order}",
        record.contender.id,
        thousands(mistakes.len()),
        thousands(record.quality.total),
    );
    let wrong = mistakes.iter().take(MISTAKES).map(|(confidence, row, mistake)| {
        let [label, predicted] =
            [mistake.label, mistake.predicted].map(|class| record.class_name(class));
        let percent = confidence.map(|confidence| format!("{:.0} %", 100.0 * confidence));
        let caption = vec![format!("{label} → {predicted}"), percent.unwrap_or_default()];
        images.tile(*row, format!("{label}, predicted {predicted}"), caption, Answer::Wrong)
    });
    let correct = contender.correct_rows().take(CORRECT).map(|row| {
        let label = images.examples.labels().get(row).copied();
        let label = record.class_name(label.unwrap_or_default());
        images.tile(row, format!("{label}, classified correctly"), vec![label], Answer::Correct)
    });
    let tiles: Result<Vec<Tile>> = wrong.chain(correct).collect();
    Ok(Gallery { title, tiles: tiles? })
}

/// The images with different predictions.
fn differing(contenders: &[Classified<'_>], images: &Images<'_>) -> Result<Option<Gallery>> {
    let [first, _, ..] = contenders else { return Ok(None) };
    let rows = disagreements(contenders);
    let title = format!(
        "The contenders disagree on {} of {} images",
        thousands(rows.len()),
        thousands(rows_in_common(contenders)),
    );
    let tile = |Disagreement { row, label, classes }: &Disagreement| {
        let predictions = contenders.iter().zip(classes).filter_map(|(contender, class)| {
            let class = contender.record.class_name((*class)?);
            Some(format!("{}: {class}", contender.record.contender.id))
        });
        let predictions: Vec<String> = predictions.collect();
        let label = first.record.class_name(*label);
        let alternative = format!("{label}; {}", predictions.join(", "));
        let more = predictions.len().saturating_sub(MOST_NAMED);
        let mut caption = vec![format!("label {label}")];
        caption.extend(predictions.into_iter().take(MOST_NAMED));
        if more > 0 {
            caption.push(format!("and {more} more"));
        }
        images.tile(*row, alternative, caption, Answer::Divided)
    };
    let tiles: Result<Vec<Tile>> = rows.iter().take(DISAGREEMENTS).map(tile).collect();
    Ok(Some(Gallery { title, tiles: tiles? }))
}

/// Test examples that are images.
struct Images<'a> {
    examples: &'a Examples,
    shape: ImageShape,
}

impl<'a> Images<'a> {
    /// `None` if the rows are not images.
    fn new(dataset: &'a Dataset) -> Option<Self> {
        Some(Self { examples: &dataset.test, shape: dataset.image? })
    }

    fn tile(&self, row: usize, what: String, caption: Vec<String>, answer: Answer) -> Result<Tile> {
        let width = self.examples.width();
        let image = self.examples.inputs().get(row * width..(row + 1) * width).unwrap_or_default();
        let png = if self.shape.channels == 1 || image.is_empty() {
            charts::grey_png(image, self.shape.width, 1)?
        } else {
            let pixels = (0..self.shape.pixels()).map(|pixel| self.shape.rgb(image, pixel));
            charts::rgb_png(&pixels.collect::<Vec<_>>(), self.shape.width, 1)?
        };
        Ok(Tile {
            source: format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png)),
            alternative: format!("test image {row}: {what}"),
            caption,
            answer,
        })
    }
}
