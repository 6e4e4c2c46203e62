//! The cells of one command, over all its comparisons.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use records::{Provenance, Record, ResultFile};
use report::terminal;

use super::provenance;
use crate::{HarnessError, Result, cell::interrupt};

/// A run: its size, its provenance and the records of its finished cells.
pub struct Session {
    cells: u64,
    start: Instant,
    provenance: Provenance,
    records: Vec<Record>,
    /// The records that the result file held before.
    before: Vec<Record>,
    /// Whether one of them was repeated, which is said once.
    repeats: bool,
}

impl Session {
    /// Begins a run of a number of cells, which signals interrupt from now on, with its result file.
    ///
    /// # Errors
    /// A file that exists and is not a result file.
    pub fn begin(out: &Path, cells: u64) -> Result<Self> {
        if out.extension().is_some_and(|extension| extension == "html") {
            return Err(HarnessError::Usage(format!(
                "--out {}: the page of the results would take the place of the results: use another \
                 extension, such as .jsonl",
                out.display()
            )));
        }
        for note in ResultFile::mend(out)? {
            terminal::note(&format!("note: {note}"));
        }
        interrupt::begin(cells);
        // A new or empty file has no records.
        let before = ResultFile::read_whole_lines(out).map_or(Vec::new(), |lines| lines.records);
        Ok(Self {
            cells,
            start: Instant::now(),
            provenance: provenance::of_run(cells),
            records: Vec::new(),
            before,
            repeats: false,
        })
    }

    /// Cells of the run.
    pub fn cells(&self) -> u64 {
        self.cells
    }

    /// Time since the beginning.
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Machine, build and command.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The records of the finished cells, in their order.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Appends the record of a finished cell to `file`, and keeps it.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(super) fn keep(&mut self, record: Record, file: &mut ResultFile) -> Result<&Record> {
        if !self.repeats && self.before.iter().any(|known| record.repeats(known)) {
            self.repeats = true;
            terminal::note(&format!(
                "note: the result file already holds repetition {} of {} for the same work: tables and \
                 page count the first one alone (--seed draws other initial weights, --out names another \
                 file)",
                record.workload.repetition + 1,
                record.contender.id
            ));
        }
        let _whole = interrupt::while_writing();
        file.append(&record)?;
        interrupt::count_cell();
        Ok(self.records.push_mut(record))
    }
}
