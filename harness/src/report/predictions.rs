//! Test images with what they were taken for: the most confident mistakes of each contender, and
//! the images that the contenders disagree on.

use base64::{Engine, prelude::BASE64_STANDARD};
use classifier::Examples;
use datasets::Dataset;

use crate::{
    Result,
    answers::{self, Answers, class_name, test_row},
    picture,
    record::{Mistake, Record},
    table::with_thousands,
};

use super::comparison::Comparison;

/// Mistakes and, for comparison, right answers of each contender; disagreements.
const MISTAKES: usize = 12;
const RIGHT: usize = 4;
const DISAGREEMENTS: usize = 16;
/// Classes that a caption has room for.
const MOST_NAMED: usize = 4;

/// Images under a title.
#[derive(Debug)]
pub(super) struct Gallery {
    pub(super) title: String,
    pub(super) tiles: Vec<Tile>,
}

/// An image and what it was taken for.
#[derive(Debug)]
pub(super) struct Tile {
    /// The image as a `data:` address.
    pub(super) source: String,
    /// What a screen reader says in its place.
    pub(super) alternative: String,
    /// What stands below it.
    pub(super) caption: Vec<String>,
    pub(super) answer: Answer,
}

/// What the contenders made of an image.
#[derive(Debug, Clone, Copy)]
pub(super) enum Answer {
    Right,
    Wrong,
    /// Not all said the same.
    Divided,
}

impl Answer {
    /// In words, for the style, and as a mark.
    pub(super) fn signs(self) -> (&'static str, &'static str) {
        match self {
            Self::Right => ("right", "✓"),
            Self::Wrong => ("wrong", "✗"),
            Self::Divided => ("divided", ""),
        }
    }
}

/// The galleries of a comparison whose images are at hand.
pub(super) fn galleries(comparison: &Comparison<'_>, datasets: &[Dataset]) -> Result<Vec<Gallery>> {
    let digest = &comparison.workload.digest;
    let dataset = datasets.iter().find(|it| it.digest == *digest);
    let Some(images) = dataset.and_then(|it| Images::of(&it.test)) else {
        return Ok(Vec::new());
    };
    let first = comparison.answered().filter_map(|it| it.ok.first());
    let answers: Vec<Answers<'_>> = first.filter_map(|record| Answers::of(record)).collect();
    let galleries = answers.iter().map(|answers| mistakes(answers, &images));
    let mut galleries: Vec<Gallery> = galleries.collect::<Result<_>>()?;
    galleries.extend(disagreements(&answers, &images)?);
    galleries.retain(|gallery| !gallery.tiles.is_empty());
    Ok(galleries)
}

/// The most confident mistakes first, then some that are right.
fn mistakes(answers: &Answers<'_>, images: &Images<'_>) -> Result<Gallery> {
    let record = answers.record;
    let quality = &record.quality;
    let confidence = |index: usize| quality.mistake_confidences.get(index).copied();
    let mistakes = quality.mistakes.iter().flatten().enumerate();
    let mut mistakes: Vec<(Option<f32>, &Mistake)> =
        mistakes.map(|(index, mistake)| (confidence(index), mistake)).collect();
    // Stable: without confidences they stay in the order of the test set.
    mistakes.sort_by(|(a, _), (b, _)| b.unwrap_or(0.0).total_cmp(&a.unwrap_or(0.0)));
    let title = format!(
        "{}: {} of {} wrong{}",
        record.contender.id,
        with_thousands(mistakes.len()),
        with_thousands(quality.total),
        if quality.mistake_confidences.is_empty() { "" } else { ", the most confident first" },
    );
    let wrong = mistakes.into_iter().take(MISTAKES).map(|(confidence, mistake)| {
        let [label, predicted] =
            [mistake.label, mistake.predicted].map(|class| class_name(record, class));
        let sure = confidence.map(|it| format!("{:.0} %", 100.0 * it));
        let caption = vec![format!("{label} → {predicted}"), sure.unwrap_or_default()];
        let row = test_row(record, mistake.row as usize);
        images.tile(row, format!("{label} taken for {predicted}"), caption, Answer::Wrong)
    });
    let right = answers.rows_right().take(RIGHT).map(|row| {
        let label = images.examples.labels().get(row).copied();
        let label = class_name(record, label.unwrap_or_default());
        images.tile(row, format!("{label}, recognised"), vec![label], Answer::Right)
    });
    let tiles: Result<Vec<Tile>> = wrong.chain(right).collect();
    Ok(Gallery { title, tiles: tiles? })
}

fn disagreements(answers: &[Answers<'_>], images: &Images<'_>) -> Result<Option<Gallery>> {
    if answers.len() < 2 {
        return Ok(None);
    }
    let all = answers::disagreements(answers);
    let title = format!(
        "The contenders disagree on {} of {} images",
        with_thousands(all.len()),
        with_thousands(answers::asked_of_several(answers)),
    );
    let tile = |it: &answers::Disagreement| {
        let said = |(answers, class): (&Answers<'_>, &Option<u32>)| {
            let class = class_name(answers.record, (*class)?);
            Some(format!("{}: {class}", answers.record.contender.id))
        };
        let record: &Record = answers[0].record;
        let label = class_name(record, it.label);
        let said: Vec<String> = answers.iter().zip(&it.classes).filter_map(said).collect();
        let alternative = format!("{label}; {}", said.join(", "));
        let more = said.len().saturating_sub(MOST_NAMED);
        let label = [format!("is {label}")].into_iter();
        let mut caption: Vec<String> = label.chain(said).take(MOST_NAMED + 1).collect();
        if more > 0 {
            caption.push(format!("and {more} more"));
        }
        images.tile(it.row, alternative, caption, Answer::Divided)
    };
    let tiles: Result<Vec<Tile>> = all.iter().take(DISAGREEMENTS).map(tile).collect();
    Ok(Some(Gallery { title, tiles: tiles? }))
}

/// Test examples that are square images.
struct Images<'a> {
    examples: &'a Examples,
    side: usize,
}

impl<'a> Images<'a> {
    fn of(examples: &'a Examples) -> Option<Self> {
        let side = examples.width().isqrt();
        (side > 1 && side * side == examples.width()).then_some(Self { examples, side })
    }

    fn tile(&self, row: usize, what: String, caption: Vec<String>, answer: Answer) -> Result<Tile> {
        let width = self.examples.width();
        let pixels = self.examples.inputs().get(row * width..(row + 1) * width);
        let png = picture::png(pixels.unwrap_or_default(), self.side, 1)?;
        Ok(Tile {
            source: format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png)),
            alternative: format!("test image {row}: {what}"),
            caption,
            answer,
        })
    }
}
