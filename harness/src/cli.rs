//! The command line.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, Parser, Subcommand};
use classifier::{Distance, KnnSpec, ModelSpec, VoteWeight};
use datasets::DatasetChoice;

#[cfg(feature = "knn-exact")]
use crate::knn;
use crate::{
    HarnessError, Result,
    compare::{self, Comparison},
    contestant::{self, Contestant},
    experiment::{Experiment, Setting},
    ladder::{self, Climb},
    list, mistakes,
    registry::{self, Contender, Kind},
    reproduce,
    saved::SavedModel,
    show, terminal, variants, worker,
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
    /// Compare gradients, optimizer steps and whole runs piece by piece: every layer, loss and
    /// optimizer, in every network
    Agree(Box<AgreeArguments>),
    /// Train contenders and see what shifted, rotated, shrunk, noisy and inverted test images cost
    Variants(Box<CompareArguments>),
    /// The k-nearest-neighbour exercise: one setting (--k), or every k, distance, vote and training
    /// size, and the best of them beside a network
    Knn(Box<KnnArguments>),
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

    /// Save every trained network to this folder, as DATASET-CONTENDER-REPETITION.safetensors
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,

    /// Start from a saved network: its data set, its layers, its parameters, in every contender;
    /// it is trained no further unless --epochs is given
    #[arg(long, value_name = "FILE.safetensors", conflicts_with_all = ["experiment", "model"])]
    load: Option<PathBuf>,

    #[command(flatten)]
    run: RunArguments,
}

/// What `knn` can be told.
#[derive(Debug, Args)]
struct KnnArguments {
    /// Data set: mnist, fashion-mnist, synthetic-digits, edges, xor, or a CSV file [default: mnist;
    /// generated digits where MNIST cannot be had]
    #[arg(long, value_name = "NAME|FILE.csv")]
    dataset: Option<DatasetChoice>,

    /// Column of the CSV file that holds the labels [default: the last]
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,

    /// Answer for this number of neighbours only; without it, sweep
    #[arg(long, value_name = "K")]
    k: Option<usize>,

    /// Distance, with --k: l1, l2, linf, cosine, or lp:P such as lp:3
    #[arg(long, value_name = "NAME", default_value = "l2", requires = "k")]
    distance: Distance,

    /// What a neighbour's vote weighs, with --k: majority (1 each) or distance (1/distance)
    #[arg(long, value_name = "NAME", default_value = "majority", requires = "k")]
    vote: VoteWeight,

    /// Distances of the sweep; l2 and cosine take seconds, the others minutes
    #[arg(
        long,
        value_name = "NAME,…",
        value_delimiter = ',',
        conflicts_with = "k",
        default_value = "l2,cosine,l1,linf"
    )]
    distances: Vec<Distance>,

    /// Largest k of the sweep
    #[arg(long, value_name = "K", default_value_t = 15, value_parser = at_least_one,
          conflicts_with = "k")]
    largest_k: usize,

    /// Test examples of the sweep, taken at even distances [default: all]
    #[arg(long, value_name = "N", value_parser = at_least_one, conflicts_with = "k")]
    test_rows: Option<usize>,

    #[command(flatten)]
    run: RunArguments,
}

/// What `agree` can be told.
#[derive(Debug, Args)]
struct AgreeArguments {
    /// Networks to compare, separated by commas [default: all networks of this binary]
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    contenders: Vec<String>,

    /// A network of your own: a program that speaks docs/cell-protocol.md; may be given again
    #[arg(long, value_name = "NAME=COMMAND", value_parser = Contestant::external)]
    external: Vec<Contestant>,

    /// Whom to compare them with: a contender, `pytorch` for instance (see reference/README.md), or
    /// the name of an --external
    #[arg(long, value_name = "ID", default_value = registry::REFERENCE)]
    against: String,

    /// Climb only these rungs: 1 derivatives, 2 gradients, 3 optimizer steps, 4 whole runs,
    /// 5 the same on a GPU [default: all]
    #[arg(long, value_name = "N,…", value_delimiter = ',',
          value_parser = clap::value_parser!(u8).range(1..=5))]
    rungs: Vec<u8>,

    /// Seeds for the whole runs of rung 4
    #[arg(long, value_name = "N", default_value_t = 3,
          value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,

    /// Threads that every contender may use [default: all processors]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    threads: Option<usize>,

    /// Longest time for one contender on one piece, such as 90s or 2h
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = humantime::parse_duration)]
    timeout: Duration,

    /// Print one JSON object per case instead of a table
    #[arg(long)]
    json: bool,
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
    #[arg(long, value_name = "NAME=COMMAND", value_parser = Contestant::external)]
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
            Some(Command::Variants(arguments)) => variants::variants(arguments.comparisons()?),
            Some(Command::Knn(arguments)) => arguments.run(),
            Some(Command::Agree(arguments)) => ladder::agree(&arguments.climb()?, arguments.json),
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
        let saved = self.load.as_deref().map(SavedModel::read).transpose()?;
        let (mut experiment, start) = match saved {
            Some(saved) => (saved.experiment, Some(saved.parameters)),
            None => (experiment_or_default(self.experiment.as_deref())?, None),
        };
        if start.is_some() {
            experiment.training.epochs = 0;
        }
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
        let repetitions = self.repetitions;
        let comparisons =
            self.run
                .comparisons(&experiment, registry::default_contenders, repetitions)?;
        let comparison = |comparison| Comparison {
            start: start.clone(),
            save: self.save.clone(),
            ..comparison
        };
        Ok(comparisons.into_iter().map(comparison).collect())
    }
}

impl KnnArguments {
    #[cfg(feature = "knn-exact")]
    fn run(self) -> Result<()> {
        let mut experiment = Experiment::default_comparison()?;
        experiment.dataset = self.dataset;
        experiment.label = self.label;
        experiment.contenders = vec![registry::REFERENCE.to_owned(), "knn-exact".to_owned()];
        let mut sweep = Some(knn::Sweep {
            distances: self.distances,
            largest_k: self.largest_k,
            test_rows: self.test_rows.unwrap_or(usize::MAX),
        });
        if let Some(k) = self.k {
            let (distance, vote) = (self.distance, self.vote);
            experiment.knn = KnnSpec { k, distance, vote };
            sweep = None;
        }
        let comparisons = self.run.comparisons(&experiment, Vec::new, 1)?;
        let mut comparisons = comparisons.into_iter();
        comparisons
            .next()
            .map_or(Ok(()), |comparison| knn::knn(sweep.as_ref(), comparison))
    }

    #[cfg(not(feature = "knn-exact"))]
    fn run(self) -> Result<()> {
        let knn = registry::contender("knn-exact").and_then(|knn| knn.unavailable());
        Err(HarnessError::Usage(knn.unwrap_or_default()))
    }
}

impl AgreeArguments {
    fn climb(&self) -> Result<Climb> {
        let external = |id: &str| self.external.iter().find(|external| external.id == id);
        let reference = match external(&self.against) {
            Some(external) => external.clone(),
            None => Contestant::named(&self.against)?,
        };
        let mut contestants = contestant::choose(&self.contenders, &self.external, networks())?;
        contestants.retain(|contestant| contestant.id != reference.id);
        for contestant in contestants.iter().chain([&reference]) {
            if contestant.kind != Kind::Network {
                return Err(no_network(&contestant.id));
            }
        }
        Ok(Climb {
            contestants,
            reference,
            rungs: self.rungs.clone(),
            seeds: self.seeds,
            threads: self.threads.unwrap_or_else(processors),
            timeout: self.timeout,
        })
    }
}

fn no_network(id: &str) -> HarnessError {
    HarnessError::Usage(format!(
        "{id:?} is no network that could be compared: `crosscheck list` shows the contenders"
    ))
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
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
        let out = self.out.clone().unwrap_or_else(default_out);
        let named = match &self.contenders[..] {
            [] => &experiment.contenders,
            named => named,
        };
        let contestants = contestant::choose(named, &self.external, all())?;
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
            start: None,
            save: None,
            variants: Vec::new(),
            data_dir: self.data_dir.clone(),
            out: out.clone(),
        };
        Ok(experiment.settings()?.into_iter().map(comparison).collect())
    }
}

/// Those that train: the exercises' promises are about networks.
fn networks() -> Vec<Contender> {
    let mut all = registry::contenders();
    all.retain(|contender| contender.kind == Kind::Network);
    all
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
