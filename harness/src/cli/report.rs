//! `crosscheck report`.

use std::path::PathBuf;

use clap::Args;

use crate::{Result, record::ResultFile, report, table, terminal};

/// What `report` can be told.
#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// Result file of a comparison
    #[arg(value_name = "RESULTS.jsonl")]
    results: PathBuf,

    /// Where the page is written [default: beside the results, with the extension .html]
    #[arg(long, value_name = "FILE.html")]
    html: Option<PathBuf>,

    /// Folder that holds `mnist/` and `fashion-mnist/`, for the pictures [default: $NN_DATA, else the
    /// user's cache folder]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl ReportArguments {
    pub(super) fn run(self) -> Result<()> {
        let records = ResultFile::read(&self.results)?;
        let html = self
            .html
            .unwrap_or_else(|| self.results.with_extension("html"));
        terminal::say(&table::render(&records));
        report::write(&records, self.data_dir, &html)
    }
}
