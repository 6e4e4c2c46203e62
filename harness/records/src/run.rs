//! Runs of which some cells have no record.

use std::fmt;

use crate::Record;

/// A run that was interrupted, or still goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    /// Start of the run.
    pub started: String,
    /// Its records.
    pub records: u64,
    /// Its cells, over all comparisons.
    pub cells: u64,
}

/// The incomplete runs among those that left these records, in their order. Records of older versions
/// do not tell.
pub fn incomplete(records: &[Record]) -> Vec<Incomplete> {
    let mut runs: Vec<(&Record, u64)> = Vec::new();
    for record in records {
        let run = |record: &Record| {
            let provenance = &record.provenance;
            (provenance.started.clone(), provenance.command.clone(), provenance.cells)
        };
        match runs.iter_mut().rev().find(|(first, _)| run(first) == run(record)) {
            Some((_, count)) => *count += 1,
            None => runs.push((record, 1)),
        }
    }
    let incomplete = runs.into_iter().filter_map(|(first, records)| {
        let cells = first.provenance.cells.filter(|&cells| cells > records)?;
        Some(Incomplete { started: first.provenance.started.clone(), records, cells })
    });
    incomplete.collect()
}

impl fmt::Display for Incomplete {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { started, records, cells } = self;
        write!(formatter, "incomplete: {records} of {cells} cells of the run of {started}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_with_fewer_records_than_cells_is_incomplete() {
        let file = include_str!("../../../results/default-mnist.jsonl");
        let older: Record = serde_json::from_str(file.lines().next().unwrap()).unwrap();
        let of = |started: &str, cells| {
            let mut record = older.clone();
            record.provenance.started = started.to_owned();
            record.provenance.cells = Some(cells);
            record
        };
        let records = [of("a", 2), of("b", 3), of("a", 2), of("b", 3), older.clone()];
        let lines: Vec<String> = incomplete(&records).iter().map(Incomplete::to_string).collect();
        assert_eq!(lines, ["incomplete: 2 of 3 cells of the run of b"]);
    }
}
