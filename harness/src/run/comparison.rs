//! The cells of a comparison, one process at a time.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use classifier::Parameters;
use datasets::{Dataset, Places, Request, Variant, sha256_hex};
use records::{
    KnnSweep, Outcome, Provenance, REFERENCE, Record, ResultFile, SCHEMA_VERSION, Setting,
};
use report::terminal;

use super::{
    checkpoint::Checkpoint,
    collect,
    fit::{Fit, fit},
    outputs::Outputs,
    progress::{CellBars, DownloadBar},
    session::Session,
    workload::{RunSettings, WorkloadFiles},
};
use crate::{
    HarnessError, Result,
    cell::{interrupt, protocol::Cell, supervisor::CellRun},
    contenders::{Contender, Kind},
    experiment::Experiment,
};

/// A comparison to run.
#[derive(Clone)]
pub struct ComparisonSpec {
    /// Data, model, training; its sweep is ignored.
    pub experiment: Experiment,
    /// The setting within a sweep.
    pub setting: Option<Setting>,
    /// The defaults that are fitted to the data.
    pub fit: Fit,
    /// The contenders, in this order.
    pub contenders: Vec<Contender>,
    /// Seed, threads, sample of the test set.
    pub settings: RunSettings,
    /// Runs of every contender.
    pub repetitions: u32,
    /// Longest time for one cell.
    pub timeout: Duration,
    /// Parameters of a checkpoint to start from; drawn if `None`.
    pub start: Option<Parameters>,
    /// Folder for checkpoints of the trained networks.
    pub save: Option<PathBuf>,
    /// Whether only time and memory are recorded, without predictions and agreement.
    pub cost_only: bool,
    /// Results of other settings, for the records of k-nearest neighbours.
    pub knn_sweep: Option<KnnSweep>,
    /// The first folder to search for data.
    pub data_dir: Option<PathBuf>,
    /// The result file.
    pub out: PathBuf,
}

impl ComparisonSpec {
    /// Number of cells.
    pub fn cells(&self) -> u64 {
        u64::from(self.repetitions) * self.contenders.len() as u64
    }

    /// The data set and where to search for it.
    pub fn request(&self) -> Request {
        Request {
            dataset: self.experiment.dataset.clone(),
            table: self.experiment.table_options(),
            transposed: self.experiment.transposed,
            places: Places::of_this_machine(self.data_dir.clone()),
            seed: self.settings.seed,
        }
    }
}

/// Runs the comparison; the records of its cells are in the session and in the result file.
///
/// # Errors
/// Before the first cell: unavailable data, a model that does not fit them, a result file that cannot
/// be written. After any cell: [`HarnessError::Interrupted`].
pub fn run(spec: &ComparisonSpec, session: &mut Session) -> Result<()> {
    spec.experiment.check()?;
    let dataset = load(spec)?;
    let mut spec = spec.clone();
    fit(&mut spec, &dataset)?;
    let mut prepared = Prepared::new(&spec, &dataset)?;
    announce(&spec, &dataset);
    prepared.run(session)
}

/// The data set of the comparison.
///
/// # Errors
/// A data set that is unavailable, [`HarnessError::Interrupted`].
pub fn load(spec: &ComparisonSpec) -> Result<Dataset> {
    let request = spec.request();
    let load = move || datasets::load(&request, &mut DownloadBar::default());
    Ok(interrupt::unless_interrupted(load)??)
}

/// [`HarnessError::CellsFailed`] if a cell failed, timed out or diverged.
pub fn all_ok(records: &[Record]) -> Result<()> {
    let is_ok = |record: &&Record| matches!(record.outcome, Outcome::Ok | Outcome::Skipped { .. });
    match records.len() - records.iter().filter(is_ok).count() {
        0 => Ok(()),
        failed => Err(HarnessError::CellsFailed { failed, cells: records.len() }),
    }
}

/// Prints data, model and training, and what makes the results doubtful.
fn announce(spec: &ComparisonSpec, dataset: &Dataset) {
    let Experiment { model, training, .. } = &spec.experiment;
    if let Some(reason) = &dataset.fallback {
        terminal::note(&format!(
            "note: MNIST is unavailable; using generated digits instead. {reason}"
        ));
    }
    if cfg!(debug_assertions) {
        terminal::note("note: times of a debug build mean nothing: use `cargo run --release`");
    }
    if let Some(setting) = spec.setting {
        terminal::note(&setting.to_string());
    }
    for note in &dataset.notes {
        terminal::note(&format!("note: {note}"));
    }
    terminal::note(&format!(
        "{}: {} train, {} test ({})\n\
         {}classes {}{}\n\
         model {} ({} parameters); epochs {}, batch {}, seed {}, threads {}, repetitions {}, cells {}\n",
        dataset.name,
        dataset.train.rows(),
        dataset.test.rows(),
        dataset.source,
        dataset.table.as_ref().map_or(String::new(), |table| format!("{table}\n")),
        dataset.class_names.join(", "),
        largest_class(dataset),
        model.widths(),
        model.parameter_count(),
        training.epochs,
        training.batch,
        spec.settings.seed,
        spec.settings.threads,
        spec.repetitions,
        spec.cells(),
    ));
}

/// SHA-256 of names, shapes and values (32-bit little-endian) of all tensors.
fn digest(parameters: &Parameters) -> String {
    sha256_hex(parameters.0.iter().map(|tensor| {
        let mut bytes = format!("{} {:?} ", tensor.name, tensor.shape).into_bytes();
        bytes.extend(tensor.values.iter().flat_map(|value| value.to_le_bytes()));
        bytes
    }))
}

/// `; most frequent: CLASS, 97.5 % of the test rows`, the accuracy of always predicting it.
fn largest_class(dataset: &Dataset) -> String {
    dataset.largest_test_class().map_or(String::new(), |(class, fraction)| {
        let name = &dataset.class_names[class];
        format!("; most frequent: {name}, {:.1} % of the test rows", 100.0 * fraction)
    })
}

/// A comparison with its workload files and an open result file.
pub struct Prepared<'a> {
    spec: &'a ComparisonSpec,
    dataset: &'a Dataset,
    workload: WorkloadFiles<'a>,
    file: ResultFile,
}

impl<'a> Prepared<'a> {
    /// Checks that the comparison fits the data, writes them and opens the result file.
    ///
    /// # Errors
    /// A model that does not fit the data, a file that cannot be written.
    pub fn new(spec: &'a ComparisonSpec, dataset: &'a Dataset) -> Result<Self> {
        if spec.contenders.iter().any(|contender| contender.kind != Kind::Network) {
            spec.experiment.knn.check(dataset.train.rows())?;
        }
        let mut workload = WorkloadFiles::new(&spec.experiment, dataset, spec.settings)?;
        if spec.experiment.variants {
            workload.add_variants(Variant::all())?;
        }
        Ok(Self { spec, dataset, workload, file: ResultFile::open(&spec.out)? })
    }

    /// Runs all cells, repetition by repetition (A B C A B C).
    ///
    /// # Errors
    /// A file that cannot be written, [`HarnessError::Interrupted`]; failures of cells are in their
    /// records.
    pub fn run(&mut self, session: &mut Session) -> Result<()> {
        let spec = self.spec;
        let mut bars = CellBars::new(session.cells(), session.elapsed());
        for repetition in 0..spec.repetitions {
            self.workload.begin_repetition(repetition)?;
            if let Some(parameters) = &spec.start {
                self.workload.start_from(parameters)?;
            }
            let mut reference = None;
            for contender in &spec.contenders {
                let cell = self.cell(contender, repetition)?;
                bars.begin(&cell, spec.repetitions);
                let run =
                    contender.run(&cell, spec.timeout, |message| bars.show(&cell, message))?;
                let provenance = session.provenance();
                let record = self.record(contender, &cell, &run, &mut reference, provenance)?;
                bars.end(session.keep(record, &mut self.file)?, spec.repetitions);
                if let Some(folder) = &spec.save {
                    self.save(folder, contender.kind, &cell, &run)?;
                }
            }
        }
        interrupt::check()
    }

    fn cell(&self, contender: &Contender, repetition: u32) -> Result<Cell> {
        let mut cell = self.workload.cell(&contender.id, repetition, contender.is_slow())?;
        if self.spec.cost_only {
            cell.snapshots.clear();
        }
        if self.spec.save.is_some() {
            cell.snapshots.push(cell.training.epochs);
        }
        Ok(cell)
    }

    /// The record of a cell. The reference's outputs are kept in `reference` for the contenders after
    /// it.
    fn record(
        &self,
        contender: &Contender,
        cell: &Cell,
        run: &CellRun,
        reference: &mut Option<Outputs>,
        provenance: &Provenance,
    ) -> Result<Record> {
        let test = &self.dataset.test;
        let sample = self.workload.sample(contender.is_slow());
        let (quality, error) = collect::quality(&run.messages, test, sample);
        let outcome = error.map_or_else(|| run.outcome.clone(), |error| Outcome::Failed { error });
        let outputs = Outputs::new(&run.messages);
        let agreement =
            reference.as_ref().and_then(|reference| reference.agreement(REFERENCE, &outputs));
        if cell.contender == REFERENCE && outcome == Outcome::Ok {
            *reference = Some(outputs);
        }
        let start = self.spec.start.as_ref().map(digest);
        let knn_sweep = self.spec.knn_sweep.clone();
        let mut record = Record {
            schema_version: SCHEMA_VERSION,
            contender: collect::identity(contender, &run.messages),
            workload: collect::workload(cell, self.dataset, self.spec.setting, start),
            outcome,
            timings: collect::timings(run),
            peak_memory_bytes: run.peak_memory_bytes,
            quality,
            agreement,
            knn_sweep: knn_sweep.filter(|_| contender.kind != Kind::Network),
            provenance: provenance.clone(),
        };
        if self.spec.cost_only {
            record.keep_cost_only();
        }
        Ok(record)
    }

    /// Saves the trained network; prints a note if a successful network sent no parameters.
    fn save(&self, folder: &Path, kind: Kind, cell: &Cell, run: &CellRun) -> Result<()> {
        let experiment = &self.spec.experiment;
        let checkpoint = Checkpoint::of_cell(experiment, cell, &run.messages, self.dataset)?;
        if let Some(checkpoint) = checkpoint {
            let path = checkpoint.write(folder, &self.dataset.name, cell.repetition)?;
            terminal::note(&format!("Saved: {}", path.display()));
        } else if kind == Kind::Network && run.outcome == Outcome::Ok {
            terminal::note(&format!(
                "Not saved: {} sent no parameters after epoch {}",
                cell.contender, cell.training.epochs
            ));
        }
        Ok(())
    }
}
