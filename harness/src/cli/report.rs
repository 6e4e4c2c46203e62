//! `crosscheck report`.

use std::path::PathBuf;

use clap::Args;

use ::report::Format;

use crate::{Result, commands::report};

/// One letter per file.
const MOST_FILES: usize = 26;

const EXAMPLES: &str = "\
Examples:
  crosscheck report crosscheck-results/FILE.jsonl            # table and page
  crosscheck report --format csv FILE.jsonl > results.csv    # numbers for a spreadsheet
  crosscheck report laptop.jsonl server.jsonl                # side by side, with ratios
  crosscheck report --update README.md                       # tables between markers:
                                                             # <!-- results: FILE.jsonl -->
                                                             # <!-- /results -->";

/// Arguments of `report`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReportArguments {
    /// Result file of a comparison; several are compared with the first: two machines, two versions
    #[arg(value_name = "RESULTS.jsonl", required_unless_present = "update", num_args = 1..=MOST_FILES)]
    results: Vec<PathBuf>,

    /// Format of the table: text, markdown, csv or json
    #[arg(long, default_value = "text")]
    format: Format,

    /// File for the page, with the records of all files [default: for one file in the format text
    /// beside it, with the extension .html; else none]
    #[arg(long, value_name = "FILE.html")]
    html: Option<PathBuf>,

    /// Update a Markdown file: tables between a line `<!-- results: FILE.jsonl -->` and a line
    /// `<!-- /results -->`, charts of lines `<!-- ranking: FILE.jsonl CHART.svg -->`; paths are relative
    /// to the Markdown file
    #[arg(long, value_name = "FILE.md", conflicts_with_all = ["results", "format", "html"])]
    update: Option<PathBuf>,

    /// Folder that holds `mnist/` and `fashion-mnist/`, for the images [default: $NN_DATA, else the
    /// user's cache folder]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl ReportArguments {
    pub(super) fn run(self) -> Result<()> {
        match &self.update {
            Some(markdown) => report::update(markdown),
            None => {
                let html = self.page();
                report::report(&self.results, self.format, html.as_deref(), self.data_dir)
            }
        }
    }

    /// The file for the page; `None` without one.
    fn page(&self) -> Option<PathBuf> {
        let beside = match (&self.results[..], self.format) {
            ([results], Format::Text) => Some(results.with_extension("html")),
            _ => None,
        };
        self.html.clone().or(beside)
    }
}
