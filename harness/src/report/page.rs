//! The page itself.

use askama::Template;
use datasets::Dataset;

use crate::{HarnessError, Result, chart, record::Record};

use super::{
    activations, agreement,
    comparison::{Comparison, comparisons},
    confusion::{self, Matrix},
    figures::{self, Figure},
    growth, neighbours,
    predictions::{self, Gallery},
    provenance, ranking,
    table::Table,
    variants, verdict,
};

/// `templates/report.html` and what it shows.
#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    title: String,
    /// The charts' neutral colours, which the style replaces.
    ink: &'static str,
    grid: &'static str,
    sections: Vec<Section>,
    growth: Vec<Figure>,
    activations: Vec<Figure>,
    facts: Vec<(&'static str, String)>,
    commands: Vec<String>,
}

/// A comparison, `templates/section.html`.
struct Section {
    title: String,
    held: String,
    /// What the reader should doubt.
    warning: Option<String>,
    verdict: Vec<String>,
    ranking: Table,
    remarks: Vec<String>,
    figures: Vec<Figure>,
    gradients: Option<Table>,
    gradients_caption: String,
    matrices: Vec<Matrix>,
    galleries: Vec<Gallery>,
    neighbours: Vec<Figure>,
    variants: Vec<Figure>,
}

/// The whole page as text.
pub(super) fn render(records: &[Record], datasets: &[Dataset]) -> Result<String> {
    let comparisons = comparisons(records);
    let sections = comparisons.iter().map(|it| Section::of(it, datasets));
    let page = Page {
        title: title(&comparisons),
        ink: chart::INK,
        grid: chart::GRID,
        sections: sections.collect::<Result<_>>()?,
        growth: growth::figures(records)?,
        activations: activations::figures()?,
        facts: provenance::facts(records),
        commands: provenance::commands(records),
    };
    page.render()
        .map_err(|error| HarnessError::Usage(format!("the report cannot be written: {error}")))
}

fn title(comparisons: &[Comparison<'_>]) -> String {
    match comparisons {
        [] => "crosscheck: how time and memory grow".to_owned(),
        [one] => format!("crosscheck: {}", one.title()),
        several => format!("crosscheck: {} comparisons", several.len()),
    }
}

impl Section {
    fn of(comparison: &Comparison<'_>, datasets: &[Dataset]) -> Result<Self> {
        let mut figures = Vec::new();
        figures.extend(figures::accuracy_and_time(comparison)?);
        figures.extend(figures::epochs(comparison)?);
        figures.extend(figures::time_split(comparison)?);
        let (ranking, remarks) = ranking::ranking(comparison);
        Ok(Self {
            title: comparison.title(),
            held: comparison.held(),
            warning: comparison
                .workload
                .fallback
                .as_ref()
                .map(|reason| format!("{reason}: these are generated digits, not MNIST.")),
            verdict: verdict::sentences(comparison),
            ranking,
            remarks,
            figures,
            gradients: agreement::heat_map(comparison),
            gradients_caption: agreement::caption(),
            matrices: confusion::matrices(comparison),
            galleries: predictions::galleries(comparison, datasets)?,
            neighbours: neighbours::figures(comparison)?,
            variants: variants::figures(comparison)?,
        })
    }
}
