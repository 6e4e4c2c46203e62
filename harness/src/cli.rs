//! The command line.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, Parser, Subcommand};
use classifier::ModelSpec;
use datasets::DatasetChoice;

use crate::{
    HarnessError, Result,
    compare::{self, Comparison, Contestant},
    experiment::{Experiment, Setting},
    ladder, list, mistakes,
    registry::{self, Build, Contender},
    reproduce, show, terminal, worker,
    workload::Settings,
};

/// Runs the same classifier written by hand, in Burn, in Candle and as k-nearest neighbours, and
/// compares accuracy, time, memory and gradients.
///
/// Every contender gets the same data, the same first weights and the same batches, in a process
/// of its own. Without a command it runs `compare`.
#[derive(Debug, Parser)]
#[command(name = "crosscheck", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    compare: CompareArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train and compare contenders, and print a table (the default command)
    Compare(Box<CompareArguments>),
    /// Compare gradients and optimizer steps piece by piece: every layer, loss and optimizer, in
    /// every network
    Agree {
        /// Networks to compare with `scratch`, separated by commas [default: all]
        #[arg(long, value_name = "ID,…", value_delimiter = ',')]
        contenders: Vec<String>,
        /// Print one JSON object per case instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Run the exercises of the course again: what they claim beside what is measured
    Reproduce {
        /// Exercises to run: simple, complex, complex-sweeps, knn, fashion, fashion-knn, library,
        /// flexible, edges-2, edges-8-2, edges-16-8-2, xor, tabular [default: all]
        #[arg(value_name = "ID")]
        exercises: Vec<String>,
        /// Train for a fifth of the epochs: a first look, nothing is held against the promises
        #[arg(long)]
        quick: bool,
        #[command(flatten)]
        run: Box<RunArguments>,
    },
    /// List the test images that were classified wrongly, and those that contenders disagree on
    Mistakes {
        /// Result file of a comparison
        #[arg(value_name = "RESULTS.jsonl")]
        results: PathBuf,
        /// Contenders to look at, separated by commas [default: all in the file]
        #[arg(long, value_name = "ID,…", value_delimiter = ',')]
        contenders: Vec<String>,
        /// Most rows of each list
        #[arg(long, value_name = "N", default_value_t = 10)]
        limit: usize,
    },
    /// Show what something looks like, without running anything
    Show {
        #[command(subcommand)]
        what: Show,
    },
    /// Show contenders, devices and data sets, and why some are not available
    List {
        /// Folder that holds `mnist/` and `fashion-mnist/` [default: $NN_DATA]
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Run one cell: read it as JSON from standard input, answer in JSON Lines
    /// (docs/cell-protocol.md); `compare` calls this for itself
    Cell,
}

#[derive(Debug, Subcommand)]
enum Show {
    /// Layers, output shapes and parameters of a model
    Model {
        /// Layer widths; ReLU between the layers [default: 784-128-64-10]
        #[arg(long, value_name = "WIDTHS", conflicts_with = "experiment")]
        model: Option<ModelSpec>,
        /// TOML file with the layers (see experiments/)
        #[arg(long, value_name = "FILE")]
        experiment: Option<PathBuf>,
    },
}

/// What `compare` can be told. Flags win over the experiment file.
#[derive(Debug, Args)]
struct CompareArguments {
    /// Data set: mnist, fashion-mnist, synthetic-digits, edges, xor, or a CSV file of numbers with a
    /// column of labels [default: mnist; generated digits where MNIST cannot be had]
    #[arg(long, value_name = "NAME|FILE.csv")]
    dataset: Option<DatasetChoice>,

    /// Column of the CSV file that holds the labels, by its name in the first line [default: the
    /// last column, or the experiment's unless --dataset is given]
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,

    /// Layer widths; ReLU between the layers, He-normal weights [default: 784-128-64-10]
    #[arg(long, value_name = "WIDTHS", conflicts_with = "experiment")]
    model: Option<ModelSpec>,

    /// TOML file with data set, layers, optimizer, schedule (see experiments/)
    #[arg(long, value_name = "FILE")]
    experiment: Option<PathBuf>,

    /// Passes over the training set; 0 judges the first weights [default: 5, or the experiment's]
    #[arg(long, value_name = "N")]
    epochs: Option<usize>,

    /// Examples per training step [default: 64, or the experiment's]
    #[arg(long, value_name = "N")]
    batch: Option<usize>,

    /// Neighbours that vote in k-nearest-neighbour contenders [default: 5, or the experiment's]
    #[arg(long, value_name = "K")]
    k: Option<usize>,

    /// How often every contender runs; more give a truer spread
    #[arg(long, value_name = "N", default_value_t = 3,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    repetitions: u32,

    /// Show below the table what every contender takes each class for
    #[arg(long)]
    confusion: bool,

    #[command(flatten)]
    run: RunArguments,
}

/// What every command that trains can be told.
#[derive(Debug, Args)]
struct RunArguments {
    /// Folder that holds `mnist/` and `fashion-mnist/` [default: $NN_DATA, else the user's cache
    /// folder, else a download]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Contenders, separated by commas; `crosscheck list` shows them [default: the experiment's, or
    /// all]
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    contenders: Vec<String>,

    /// A contender of your own: a program that speaks docs/cell-protocol.md; may be given again
    #[arg(long, value_name = "NAME=COMMAND", value_parser = external)]
    external: Vec<Contestant>,

    /// Test images that k-nearest-neighbour contenders classify, taken at even distances; all
    /// 10,000 take linfa-nn minutes
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = at_least_one)]
    knn_queries: usize,

    /// Seed of first weights and batch order [default: 1, or the experiment's]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Threads that every contender may use [default: all processors]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    threads: Option<usize>,

    /// Longest time for one contender in one repetition, such as 90s or 2h
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = humantime::parse_duration)]
    timeout: Duration,

    /// Result file, one JSON object per line; appended to when it exists
    /// [default: crosscheck-results/TIME.jsonl]
    #[arg(long, value_name = "FILE.jsonl")]
    out: Option<PathBuf>,
}

impl Cli {
    /// Does what was asked for.
    pub fn run(self) -> Result<()> {
        match self.command {
            None => self.compare.run(),
            Some(Command::Compare(arguments)) => arguments.run(),
            Some(Command::Agree { contenders, json }) => ladder::agree(&contenders, json),
            Some(Command::Reproduce {
                exercises,
                quick,
                mut run,
            }) => {
                // One file for all exercises.
                run.out.get_or_insert_with(default_out);
                reproduce::reproduce(reproduce::exercises(&exercises)?, quick, |experiment| {
                    run.comparisons(experiment, networks, 1)
                })
            }
            Some(Command::Mistakes {
                results,
                contenders,
                limit,
            }) => mistakes::mistakes(&results, &contenders, limit),
            Some(Command::Show { what }) => what.run(),
            Some(Command::List { data_dir }) => {
                terminal::say(&list::render(data_dir));
                Ok(())
            }
            Some(Command::Cell) => worker::run(std::io::stdin(), std::io::stdout()),
        }
    }
}

impl Show {
    fn run(self) -> Result<()> {
        let Self::Model { model, experiment } = self;
        let mut shown = experiment_or_default(experiment.as_deref())?;
        shown.model = model.unwrap_or(shown.model);
        shown.model.check()?;
        terminal::say(&show::model::render(&shown.model));
        Ok(())
    }
}

fn experiment_or_default(file: Option<&Path>) -> Result<Experiment> {
    file.map_or_else(Experiment::default_comparison, Experiment::from_file)
}

impl CompareArguments {
    fn run(self) -> Result<()> {
        let confusion = self.confusion;
        compare::compare(&self.comparisons()?, confusion)
    }

    /// One comparison, or one for each setting of the experiment's sweep.
    fn comparisons(self) -> Result<Vec<Comparison>> {
        let mut experiment = experiment_or_default(self.experiment.as_deref())?;
        // A data set of one's own is not to be read with the label column of another.
        experiment.label = match self.dataset {
            Some(_) => self.label,
            None => self.label.or(experiment.label),
        };
        experiment.dataset = self.dataset.or(experiment.dataset);
        experiment.model = self.model.unwrap_or(experiment.model);
        experiment.training.epochs = self.epochs.unwrap_or(experiment.training.epochs);
        experiment.training.batch = self.batch.unwrap_or(experiment.training.batch);
        experiment.knn.k = self.k.unwrap_or(experiment.knn.k);
        self.run
            .comparisons(&experiment, registry::contenders, self.repetitions)
    }
}

impl RunArguments {
    /// The comparison of an experiment, or of each setting of its sweep, with the contenders that
    /// the command line or the experiment names, or with `all`.
    fn comparisons(
        &self,
        experiment: &Experiment,
        all: fn() -> Vec<Contender>,
        repetitions: u32,
    ) -> Result<Vec<Comparison>> {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        let out = self.out.clone().unwrap_or_else(default_out);
        let named = match &self.contenders[..] {
            [] => &experiment.contenders,
            named => named,
        };
        let contestants = self.contestants(named, all)?;
        let comparison = |Setting { label, experiment }| Comparison {
            contestants: contestants.clone(),
            settings: Settings {
                seed: self.seed.or(experiment.seed).unwrap_or(1),
                threads: self.threads.unwrap_or_else(processors),
                knn_queries: self.knn_queries,
            },
            experiment,
            setting: label,
            repetitions,
            timeout: self.timeout,
            data_dir: self.data_dir.clone(),
            out: out.clone(),
        };
        Ok(experiment.settings()?.into_iter().map(comparison).collect())
    }

    /// The contenders `ids`, or all; then the external ones.
    fn contestants(&self, ids: &[String], all: fn() -> Vec<Contender>) -> Result<Vec<Contestant>> {
        let named = |id: &String| registry::contender(id).ok_or_else(|| unknown_contender(id));
        let chosen = match ids {
            [] => all(),
            ids => ids.iter().map(named).collect::<Result<_>>()?,
        };
        let own: Result<Vec<_>> = chosen.iter().map(Contestant::own).collect();
        let mut contestants = own?;
        contestants.extend(self.external.iter().cloned());
        compare::reference_first(&mut contestants);
        match compare::duplicates(&contestants)[..] {
            [] => Ok(contestants),
            [id, ..] => Err(HarnessError::Usage(format!(
                "contender {id:?} is named twice: every contender needs an id of its own"
            ))),
        }
    }
}

fn unknown_contender(id: &str) -> HarnessError {
    let all = registry::contenders()
        .into_iter()
        .map(|contender| contender.id);
    HarnessError::Usage(format!(
        "unknown contender {id:?}: there are {} (see `crosscheck list`; \
         --external NAME=COMMAND adds your own)",
        all.collect::<Vec<_>>().join(", ")
    ))
}

/// Those that train: the exercises' promises are about networks.
fn networks() -> Vec<Contender> {
    let neighbours = |contender: &Contender| {
        let built = contender.built.as_ref();
        matches!(built.map(|built| built.build), Some(Build::Neighbours(_)))
    };
    let all = registry::contenders().into_iter();
    all.filter(|contender| !neighbours(contender)).collect()
}

/// Reads `NAME=COMMAND`; the command is split as a shell would, but no shell runs it.
fn external(text: &str) -> std::result::Result<Contestant, String> {
    let (id, command) = text.split_once('=').ok_or("expected NAME=COMMAND")?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if id.is_empty() || id.starts_with('.') || !id.chars().all(allowed) {
        return Err("the name may hold letters, digits, '-', '_' and '.'".to_owned());
    }
    let program = shlex::split(command).ok_or("the command has an open quote")?;
    if program.is_empty() {
        return Err("the command is empty".to_owned());
    }
    Ok(Contestant {
        id: id.to_owned(),
        program,
        limited_queries: false,
    })
}

fn at_least_one(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("must be at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}

fn default_out() -> PathBuf {
    let now = humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string();
    PathBuf::from("crosscheck-results").join(format!("{}.jsonl", now.replace(':', "-")))
}
