//! `crosscheck report`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    Result, quote,
    record::ResultFile,
    report,
    table::{self, Format},
    versus,
};

/// More files than this would run out of letters.
const MOST_FILES: usize = 26;

const EXAMPLES: &str = "\
Examples:
  crosscheck report crosscheck-results/FILE.jsonl            # the table again, and a page
  crosscheck report --format csv FILE.jsonl > results.csv    # numbers for a spreadsheet
  crosscheck report laptop.jsonl server.jsonl                # side by side, with ratios
  crosscheck report --update README.md                       # tables between markers:
                                                             # <!-- results: FILE.jsonl -->
                                                             # <!-- /results -->";

/// What `report` can be told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReportArguments {
    /// Result file of a comparison; several are compared with the first: two machines, two versions
    #[arg(value_name = "RESULTS.jsonl", required_unless_present = "update", num_args = 1..=MOST_FILES)]
    results: Vec<PathBuf>,

    /// How the table is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Where the page for the browser is written, with the records of all files [default: for one file
    /// in the format text beside it, with the extension .html; else none]
    #[arg(long, value_name = "FILE.html")]
    html: Option<PathBuf>,

    /// Write what result files say into this Markdown file, each between a line
    /// `<!-- results: FILE.jsonl -->`, the file seen from this one's folder, and a line
    /// `<!-- /results -->`
    #[arg(long, value_name = "FILE.md", conflicts_with_all = ["results", "format", "html"])]
    update: Option<PathBuf>,

    /// Folder that holds `mnist/` and `fashion-mnist/`, for the pictures [default: $NN_DATA, else the
    /// user's cache folder]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl ReportArguments {
    pub(super) fn run(self) -> Result<()> {
        if let Some(markdown) = &self.update {
            return quote::update(markdown);
        }
        let files: Result<Vec<_>> = self.results.iter().map(|it| ResultFile::read(it)).collect();
        let files = files?;
        match &files[..] {
            [records] => table::say(records, self.format)?,
            _ => versus::versus(&self.results, &files, self.format)?,
        }
        let data_dir = self.data_dir.clone();
        if let Some(html) = self.page() {
            report::write(&files.concat(), data_dir, &html)?;
        }
        Ok(())
    }

    /// Where the page goes.
    fn page(self) -> Option<PathBuf> {
        let beside = match (&self.results[..], self.format) {
            ([results], Format::Text) => Some(results.with_extension("html")),
            _ => None,
        };
        self.html.or(beside)
    }
}
