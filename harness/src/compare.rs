//! `crosscheck compare`: every contender on the same work, one process at a time.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use classifier::Parameters;
use datasets::{Dataset, Places, Request, Variant};

use crate::{
    HarnessError, Result,
    contestant::Contestant,
    experiment::Experiment,
    interrupt,
    progress::{CellBars, DownloadBar},
    protocol::Cell,
    provenance::Provenance,
    record::{
        Identity, KnnSweep, Quality, Record, ResultFile, SCHEMA_VERSION, Timings, WorkloadRecord,
    },
    registry::{Kind, REFERENCE},
    report,
    saved::SavedModel,
    supervisor::{CellRun, Limits, Outcome},
    table::{self, Format},
    terminal,
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
    /// A saved model's parameters to start from, where they are not drawn.
    pub start: Option<Parameters>,
    /// The folder that the trained networks are saved to.
    pub save: Option<PathBuf>,
    /// Whether only time and memory are asked for: then no cell keeps its parameters, and the
    /// records are short, without predictions and agreement.
    pub cost_only: bool,
    /// What other settings of k-nearest neighbours gave, for the records of these.
    pub knn_sweep: Option<KnnSweep>,
    /// Where the data are looked for first.
    pub data_dir: Option<PathBuf>,
    /// The result file.
    pub out: PathBuf,
}

/// Runs the comparisons, prints one table of them all and leaves the records in the result file.
///
/// With `confusion` the confusion matrix of every contender follows.
///
/// # Errors
/// Those of [`run`] and [`all_fine`]; confusion matrices in a format that has no room for them.
pub fn compare(comparisons: &[Comparison], format: Format, confusion: bool) -> Result<()> {
    if confusion && !format.is_for_people() {
        return Err(HarnessError::Usage(
            "--confusion prints tables for people: use --format text or markdown with it"
                .to_owned(),
        ));
    }
    let mut records = Vec::new();
    for comparison in comparisons {
        if !interrupt::stopped() {
            records.extend(run(comparison)?);
        }
    }
    table::say(&records, format)?;
    if confusion {
        table::confusion::say(&records, format.screen());
    }
    if let Some(comparison) = comparisons.first() {
        comparison.leave()?;
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
    let dataset = load(comparison)?;
    let mut prepared = Prepared::new(comparison, &dataset)?;
    announce(comparison, &dataset);
    prepared.run(&mut CellBars::new(comparison.cells()))
}

/// The comparison's data.
///
/// # Errors
/// Data that cannot be had.
pub fn load(comparison: &Comparison) -> Result<Dataset> {
    let request = Request {
        dataset: comparison.experiment.dataset.clone(),
        label: comparison.experiment.label.clone(),
        places: Places::of_this_machine(comparison.data_dir.clone()),
        seed: comparison.settings.seed,
    };
    Ok(datasets::load(&request, &mut DownloadBar::default())?)
}

impl Comparison {
    /// Writes the report of its result file, and says where both are.
    ///
    /// # Errors
    /// Those of [`report::write_beside`].
    pub fn leave(&self) -> Result<()> {
        terminal::note(&format!("Results: {}", self.out.display()));
        match self.out.exists() {
            true => report::write_beside(&self.out, self.data_dir.clone()),
            false => Ok(()),
        }
    }

    /// How many cells it has.
    pub fn cells(&self) -> u64 {
        u64::from(self.repetitions) * self.contestants.len() as u64
    }
}

/// [`HarnessError::CellsFailed`] when a cell failed, timed out or diverged.
pub fn all_fine(records: &[Record]) -> Result<()> {
    let fine = |record: &&Record| matches!(record.outcome, Outcome::Ok | Outcome::Skipped { .. });
    match records.len() - records.iter().filter(fine).count() {
        0 => Ok(()),
        failed => Err(HarnessError::CellsFailed { failed, cells: records.len() }),
    }
}

/// Says what is about to run, and what the reader should doubt.
fn announce(comparison: &Comparison, dataset: &Dataset) {
    let Experiment { model, training, .. } = &comparison.experiment;
    if let Some(reason) = &dataset.fallback {
        terminal::note(&format!(
            "note: MNIST is not to be had, so these are generated digits. {reason}"
        ));
    }
    if cfg!(debug_assertions) {
        terminal::note("note: a debug build's times mean nothing: use `cargo run --release`");
    }
    if let Some(setting) = &comparison.setting {
        terminal::note(setting);
    }
    terminal::note(&format!(
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

/// A comparison whose data are written and whose result file is open.
pub struct Prepared<'a> {
    comparison: &'a Comparison,
    dataset: &'a Dataset,
    workload: Workload<'a>,
    file: ResultFile,
}

impl<'a> Prepared<'a> {
    /// Checks that the comparison fits the data, writes these and opens the result file.
    ///
    /// # Errors
    /// A model that does not fit the data, a file that cannot be written.
    pub fn new(comparison: &'a Comparison, dataset: &'a Dataset) -> Result<Self> {
        let mut kinds = comparison.contestants.iter().map(|it| it.kind);
        if kinds.any(|kind| kind != Kind::Network) {
            comparison.experiment.knn.check(dataset.train.rows())?;
        }
        let mut workload = Workload::new(&comparison.experiment, dataset, comparison.settings)?;
        if comparison.experiment.variants {
            workload.add_variants(Variant::all())?;
        }
        Ok(Self { comparison, dataset, workload, file: ResultFile::open(&comparison.out)? })
    }

    /// All cells, repetition by repetition (A B C A B C).
    ///
    /// # Errors
    /// A file that cannot be written; what becomes of a cell stands in its record.
    pub fn run(&mut self, bars: &mut CellBars) -> Result<Vec<Record>> {
        let Self { comparison, dataset, workload, file } = self;
        let limits = Limits { timeout: comparison.timeout, stop: interrupt::stop() };
        let provenance = Provenance::of_this_run();
        let mut records = Vec::new();
        for repetition in 0..comparison.repetitions {
            workload.begin_repetition(repetition)?;
            if let Some(parameters) = &comparison.start {
                workload.start_from(parameters)?;
            }
            let mut reference = None;
            for contestant in &comparison.contestants {
                if interrupt::stopped() {
                    return Ok(records);
                }
                let limited = contestant.is_slow();
                let mut cell = workload.cell(&contestant.id, repetition, limited)?;
                if comparison.cost_only {
                    cell.snapshots.clear();
                }
                if comparison.save.is_some() {
                    cell.snapshots.push(cell.training.epochs);
                }
                bars.begin(&cell, comparison.repetitions);
                let run = contestant.run(&cell, &limits, |message| bars.show(&cell, message));
                bars.end();
                if let Some(folder) = &comparison.save {
                    save(folder, comparison, contestant.kind, &cell, &run, dataset)?;
                }
                let labels = workload.labels(limited)?;
                let mut record = record(&cell, run, dataset, &labels, &mut reference, &provenance);
                record.workload.setting.clone_from(&comparison.setting);
                if contestant.kind != Kind::Network {
                    record.knn_sweep.clone_from(&comparison.knn_sweep);
                }
                if comparison.cost_only {
                    record.keep_cost_only();
                }
                file.append(&record)?;
                records.push(record);
            }
        }
        Ok(records)
    }
}

/// Saves what the cell has trained, and says it where a network that came to its end showed nothing.
fn save(
    folder: &Path,
    comparison: &Comparison,
    kind: Kind,
    cell: &Cell,
    run: &CellRun,
    dataset: &Dataset,
) -> Result<()> {
    let model = SavedModel::of(&comparison.experiment, cell, &run.messages, dataset)?;
    if let Some(model) = model {
        let path = model.write(folder, &dataset.name, cell.repetition)?;
        terminal::note(&format!("Saved: {}", path.display()));
    } else if kind == Kind::Network && run.outcome == Outcome::Ok {
        terminal::note(&format!(
            "Not saved: {} showed no parameters after epoch {}",
            cell.contender, cell.training.epochs
        ));
    }
    Ok(())
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
            Quality { total: labels.len(), ..Quality::default() }
        }
    };
    let witness = Witness::of(&run.messages);
    let agreement =
        reference.as_ref().and_then(|reference| reference.agreement(REFERENCE, &witness));
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
        knn_sweep: None,
        provenance: provenance.clone(),
    }
}
