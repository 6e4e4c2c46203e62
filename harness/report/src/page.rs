//! The page of a result file: one HTML file that needs no network and no script.
//!
//! Each section is there if its data are; the templates in `templates/` escape and lay them out.

mod figures;
mod gallery;
mod gradients;
mod provenance;
mod verdict;

use std::path::{Path, PathBuf};

use askama::Template;
use datasets::{Dataset, DatasetChoice, Places, Request, TableOptions};
use records::{Comparison, Record, ResultFile, Study, studies};

use crate::{
    Figure, ReportError, Result, Table, confusion, curves, knn,
    ranking::{Columns, ranking},
    remarks,
    text::incomplete,
    title, variants,
};
use gallery::Gallery;

/// `templates/report.html` and its data.
#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    title: String,
    /// The neutral colours of the charts, which the style replaces.
    ink: &'static str,
    grid: &'static str,
    /// Runs of which some cells have no record.
    incomplete: Vec<String>,
    sections: Vec<Section>,
    facts: Vec<(&'static str, String)>,
    commands: Vec<String>,
}

/// A study, `templates/section.html`.
struct Section {
    title: String,
    held: String,
    warning: Option<String>,
    verdict: Vec<String>,
    /// `None` for a sweep of costs alone.
    ranking: Option<Table>,
    legend: &'static str,
    remarks: Vec<String>,
    sweep: Vec<Figure>,
    figures: Vec<Figure>,
    gradients: Option<Table>,
    gradients_caption: String,
    matrices: Vec<(String, Table)>,
    galleries: Vec<Gallery>,
    neighbours: Vec<Figure>,
    variants: Vec<Figure>,
}

/// Writes the page of records to `path`, with images of misclassified examples if the data set is
/// on this machine, found by its name or as `request` says.
///
/// # Errors
/// An image that cannot be drawn, a file that cannot be written.
pub fn write(records: &[Record], request: &Request, path: &Path) -> Result<()> {
    let page = render(records, &local_datasets(records, request))?;
    std::fs::write(path, page).map_err(ReportError::file("write", path))
}

/// Writes the page of a result file beside it, as `FILE.html`; its path.
///
/// # Errors
/// A file that cannot be read, and the errors of [`write`](fn@write).
pub fn write_beside(results: &Path, request: &Request) -> Result<PathBuf> {
    let path = results.with_extension("html");
    write(&ResultFile::read_whole_lines(results)?.records, request, &path)?;
    Ok(path)
}

/// The page as text.
///
/// # Errors
/// An image that cannot be drawn.
pub fn render(records: &[Record], datasets: &[Dataset]) -> Result<String> {
    let studies = studies(records);
    let sections = studies.iter().map(|study| Section::new(study, datasets));
    let page = Page {
        title: match &studies[..] {
            [study] => format!("crosscheck: {}", study.name()),
            studies => format!("crosscheck: {} comparisons", studies.len()),
        },
        ink: charts::INK,
        grid: charts::GRID,
        incomplete: incomplete(records),
        sections: sections.collect::<Result<_>>()?,
        facts: provenance::facts(records),
        commands: provenance::commands(records),
    };
    page.render().map_err(ReportError::format("the page"))
}

impl Section {
    fn new(study: &Study<'_>, datasets: &[Dataset]) -> Result<Self> {
        let mut section = Self::of_study(study);
        if let Some(comparison) = study.base() {
            section.add_details(comparison, datasets)?;
        }
        Ok(section)
    }

    /// Title, ranking and the curves of a sweep.
    fn of_study(study: &Study<'_>) -> Self {
        let caption = "The band reaches from the lowest to the highest repetition.";
        let curves = curves::of_study(study);
        let fallback = study.comparisons.iter().find_map(|it| it.workload.fallback.as_ref());
        Self {
            title: study.name(),
            held: title(study),
            warning: fallback
                .map(|reason| format!("{reason}: these are generated digits, not MNIST.")),
            verdict: Vec::new(),
            ranking: study.base().map(|_| ranking(study, Columns::All)),
            legend: remarks::LEGEND,
            remarks: remarks::remarks(study),
            sweep: curves.iter().map(|curves| curves.figure(caption)).collect(),
            figures: Vec::new(),
            gradients: None,
            gradients_caption: gradients::caption(),
            matrices: Vec::new(),
            galleries: Vec::new(),
            neighbours: Vec::new(),
            variants: Vec::new(),
        }
    }

    /// The charts, matrices and images of a comparison; of a sweep, those of its base.
    fn add_details(&mut self, comparison: &Comparison<'_>, datasets: &[Dataset]) -> Result<()> {
        self.verdict = verdict::sentences(comparison);
        self.figures.extend(figures::accuracy_and_time(comparison));
        self.figures.extend(figures::epochs(comparison));
        self.figures.extend(figures::time_split(comparison));
        self.gradients = gradients::heat_map(comparison);
        let matrices = confusion::readable(comparison).into_iter();
        self.matrices =
            matrices.map(|record| (confusion::title(record), confusion::table(record))).collect();
        self.galleries = gallery::galleries(comparison, datasets)?;
        let records = comparison.answered().flat_map(|contender| &contender.ok);
        if let Some(sweep) = records.filter_map(|record| record.knn_sweep.as_ref()).next() {
            self.neighbours.push(knn::settings(sweep).figure(knn::VOTES));
            self.neighbours.extend(knn::growth(sweep).map(|curves| curves.figure(knn::SCAN)));
        }
        self.variants = variants::figures(comparison);
        Ok(())
    }
}

/// The data sets of `request` and of the records that are on this machine; nothing is downloaded.
fn local_datasets(records: &[Record], request: &Request) -> Vec<Dataset> {
    let places = Places { mirrors: Vec::new(), ..request.places.clone() };
    let named = records.iter().filter_map(|Record { workload, .. }| {
        let dataset = Some(DatasetChoice::Named(workload.dataset.parse().ok()?));
        let (places, seed) = (places.clone(), workload.seed);
        Some(Request { dataset, table: TableOptions::default(), transposed: false, places, seed })
    });
    let own = Some(request).filter(|own| matches!(own.dataset, Some(DatasetChoice::Path(_))));
    let mut wanted: Vec<Request> = Vec::new();
    for request in own.cloned().into_iter().chain(named) {
        if !wanted.contains(&request) {
            wanted.push(request);
        }
    }
    wanted.iter().filter_map(|request| datasets::load(request, &mut ()).ok()).collect()
}
