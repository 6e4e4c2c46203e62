//! `crosscheck compare`: every contender on the same work, one process at a time.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use datasets::{Dataset, Places, Request};

use crate::{
    HarnessError, Result,
    experiment::Experiment,
    interrupt,
    progress::{CellBars, DownloadBar},
    protocol::Cell,
    provenance::Provenance,
    record::{Identity, Quality, Record, ResultFile, SCHEMA_VERSION, Timings, WorkloadRecord},
    registry::{self, Build, REFERENCE},
    supervisor::{self, CellRun, Limits, Outcome},
    table, terminal,
    witness::Witness,
    workload::{Settings, Workload},
};

/// What to compare, and how.
pub struct Comparison {
    /// Data, model, training; its sweep is not looked at.
    pub experiment: Experiment,
    /// Which setting of a sweep this is.
    pub setting: Option<String>,
    /// Who takes part, in this order.
    pub contestants: Vec<Contestant>,
    /// Seed, threads, limits.
    pub settings: Settings,
    /// How often every contender runs.
    pub repetitions: u32,
    /// Longest time for one cell.
    pub timeout: Duration,
    /// Where the data are looked for first.
    pub data_dir: Option<PathBuf>,
    /// The result file.
    pub out: PathBuf,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contestant {
    /// Id of the contender.
    pub id: String,
    /// Program and arguments that run one of its cells.
    pub program: Vec<String>,
    /// Whether it classifies only `--knn-queries` test images.
    pub limited_queries: bool,
}

impl Contestant {
    /// A contender of this binary, which runs its cells by calling itself.
    pub fn own(contender: &registry::Contender) -> Result<Self> {
        let program = std::env::current_exe();
        let program = program.map_err(HarnessError::file("find", "the running program"))?;
        Ok(Self {
            id: contender.id.to_owned(),
            program: vec![program.to_string_lossy().into_owned(), "cell".to_owned()],
            limited_queries: matches!(
                contender.built.as_ref().map(|built| built.build),
                Some(Build::Neighbours(_))
            ),
        })
    }
}

/// Runs the comparisons, prints one table of them all and leaves the records in the result file.
///
/// With `confusion` the confusion matrix of every contender follows.
///
/// # Errors
/// Those of [`run`] and [`all_fine`].
pub fn compare(comparisons: &[Comparison], confusion: bool) -> Result<()> {
    let mut records = Vec::new();
    for comparison in comparisons {
        if !interrupt::stopped() {
            records.extend(run(comparison)?);
        }
    }
    terminal::say(&table::render(&records));
    if confusion {
        table::confusion::say(&records);
    }
    if let Some(comparison) = comparisons.first() {
        terminal::note(&format!("Results: {}", comparison.out.display()));
    }
    all_fine(&records)
}

/// Runs the comparison and leaves the records in the result file.
///
/// # Errors
/// Before the first cell: data that cannot be had, a model that does not fit them, a result file
/// that cannot be written.
pub fn run(comparison: &Comparison) -> Result<Vec<Record>> {
    comparison.experiment.check()?;
    let request = Request {
        dataset: comparison.experiment.dataset.clone(),
        label: comparison.experiment.label.clone(),
        places: Places::of_this_machine(comparison.data_dir.clone()),
        seed: comparison.settings.seed,
    };
    let dataset = datasets::load(&request, &mut DownloadBar::default())?;
    if comparison
        .contestants
        .iter()
        .any(|contestant| contestant.limited_queries)
    {
        comparison.experiment.knn.check(dataset.train.rows())?;
    }
    let workload = Workload::new(&comparison.experiment, &dataset, comparison.settings)?;
    let mut file = ResultFile::open(&comparison.out)?;
    announce(comparison, &dataset);
    run_all(comparison, &dataset, &workload, &mut file)
}

/// [`HarnessError::CellsFailed`] when a cell failed, timed out or diverged.
pub fn all_fine(records: &[Record]) -> Result<()> {
    let fine = |record: &&Record| matches!(record.outcome, Outcome::Ok | Outcome::Skipped { .. });
    match records.len() - records.iter().filter(fine).count() {
        0 => Ok(()),
        failed => Err(HarnessError::CellsFailed {
            failed,
            cells: records.len(),
        }),
    }
}

/// Says what is about to run, and what the reader should doubt.
fn announce(comparison: &Comparison, dataset: &Dataset) {
    let Experiment {
        model, training, ..
    } = &comparison.experiment;
    if let Some(reason) = &dataset.fallback {
        terminal::note(&format!(
            "note: MNIST is not to be had, so these are generated digits. {reason}"
        ));
    }
    if cfg!(debug_assertions) {
        terminal::note("note: a debug build's times mean nothing: use `cargo run --release`");
    }
    if let Some(setting) = &comparison.setting {
        terminal::say(setting);
    }
    terminal::say(&format!(
        "{}: {} train, {} test ({})\n\
         classes {}\n\
         model {} ({} parameters); epochs {}, batch {}, seed {}, threads {}, repetitions {}\n",
        dataset.name,
        dataset.train.rows(),
        dataset.test.rows(),
        dataset.source,
        dataset.class_names.join(", "),
        model.widths(),
        model.parameter_count(),
        training.epochs,
        training.batch,
        comparison.settings.seed,
        comparison.settings.threads,
        comparison.repetitions,
    ));
}

/// All cells, repetition by repetition (A B C A B C).
fn run_all(
    comparison: &Comparison,
    dataset: &Dataset,
    workload: &Workload<'_>,
    file: &mut ResultFile,
) -> Result<Vec<Record>> {
    let limits = Limits {
        timeout: comparison.timeout,
        stop: interrupt::stop(),
    };
    let provenance = Provenance::of_this_run();
    let cells = u64::from(comparison.repetitions) * comparison.contestants.len() as u64;
    let mut bars = CellBars::new(cells);
    let mut records = Vec::new();
    for repetition in 0..comparison.repetitions {
        workload.begin_repetition(repetition)?;
        let mut reference = None;
        for contestant in &comparison.contestants {
            if interrupt::stopped() {
                return Ok(records);
            }
            let limited = contestant.limited_queries;
            let cell = workload.cell(&contestant.id, repetition, limited)?;
            bars.begin(&cell, comparison.repetitions);
            let run = supervisor::run_cell(&contestant.program, &cell, &limits, |message| {
                bars.show(&cell, message);
            });
            bars.end();
            let labels = workload.labels(limited)?;
            let mut record = record(&cell, run, dataset, &labels, &mut reference, &provenance);
            record.workload.setting.clone_from(&comparison.setting);
            file.append(&record)?;
            records.push(record);
        }
    }
    Ok(records)
}

/// Sums a cell up. The reference's tensors are kept in `reference` for those who come after it.
fn record(
    cell: &Cell,
    run: CellRun,
    dataset: &Dataset,
    labels: &[u32],
    reference: &mut Option<Witness>,
    provenance: &Provenance,
) -> Record {
    let mut outcome = run.outcome.clone();
    let quality = match Quality::of(&run.messages, labels, cell.classes) {
        Ok(quality) => quality,
        Err(error) => {
            outcome = Outcome::Failed { error };
            Quality {
                total: labels.len(),
                ..Quality::default()
            }
        }
    };
    let witness = Witness::of(&run.messages);
    let agreement = reference
        .as_ref()
        .and_then(|reference| reference.agreement(&witness));
    if cell.contender == REFERENCE && outcome == Outcome::Ok {
        *reference = Some(witness);
    }
    Record {
        schema_version: SCHEMA_VERSION,
        contender: Identity::of(&cell.contender, &run.messages),
        workload: WorkloadRecord::of(cell, dataset),
        outcome,
        timings: Timings::of(&run),
        peak_memory_bytes: run.peak_memory_bytes,
        quality,
        agreement,
        provenance: provenance.clone(),
    }
}

/// Gives the reference the first place, so that the others can be compared as they finish.
pub fn reference_first(contestants: &mut [Contestant]) {
    contestants.sort_by_key(|contestant| contestant.id != REFERENCE);
}

/// Ids that stand more than once.
pub fn duplicates(contestants: &[Contestant]) -> Vec<&str> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for contestant in contestants {
        *counts.entry(&contestant.id).or_default() += 1;
    }
    let twice = counts.into_iter().filter(|&(_, count)| count > 1);
    twice.map(|(id, _)| id).collect()
}
