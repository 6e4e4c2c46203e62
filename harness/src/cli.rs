//! The command line.

mod agree;
mod compare;
mod knn;
mod report;
mod run;
mod scale;
mod show;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

use crate::{
    Result, experiment::Experiment, ladder, list, mistakes, registry, reproduce, terminal, worker,
};
use agree::AgreeArguments;
use compare::CompareArguments;
use knn::KnnArguments;
use report::ReportArguments;
use run::{RunArguments, default_out};
use scale::ScaleArguments;
use show::Show;

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
    /// Measure how time and memory grow with width, depth, batch, training images and threads, and
    /// draw the curves
    Scale(Box<ScaleArguments>),
    /// Run the exercises of the course again: what they claim beside what is measured
    Reproduce {
        /// Exercises to run: simple, complex, complex-sweeps, knn, fashion, fashion-knn, library,
        /// flexible, edges-2, edges-8-2, edges-16-8-2, xor, tabular, variants [default: all]
        #[arg(value_name = "ID")]
        exercises: Vec<String>,
        /// Train for a fifth of the epochs: a first look, nothing is held against the promises
        #[arg(long)]
        quick: bool,
        #[command(flatten)]
        run: Box<RunArguments>,
    },
    /// Show a result file again, and write it as a page for the browser; compare several; quote some
    /// in a Markdown file
    Report(ReportArguments),
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

impl Cli {
    /// Does what was asked for.
    pub fn run(self) -> Result<()> {
        match self.command {
            None => self.compare.run(),
            Some(Command::Compare(arguments)) => arguments.run(),
            Some(Command::Variants(arguments)) => arguments.run_with_variants(),
            Some(Command::Knn(arguments)) => arguments.run(),
            Some(Command::Scale(arguments)) => arguments.run(),
            Some(Command::Report(arguments)) => arguments.run(),
            Some(Command::Agree(arguments)) => ladder::agree(&arguments.climb()?, arguments.json),
            Some(Command::Reproduce { exercises, quick, mut run }) => {
                // One file for all exercises.
                run.out.get_or_insert_with(default_out);
                reproduce::reproduce(reproduce::exercises(&exercises)?, quick, |experiment| {
                    run.comparisons(experiment, registry::networks, 1)
                })
            }
            Some(Command::Mistakes { results, contenders, limit }) => {
                mistakes::mistakes(&results, &contenders, limit)
            }
            Some(Command::Show { what }) => what.run(),
            Some(Command::List { data_dir }) => {
                terminal::say(&list::render(data_dir));
                Ok(())
            }
            Some(Command::Cell) => worker::run(std::io::stdin(), std::io::stdout()),
        }
    }
}

fn experiment_or_default(file: Option<&Path>) -> Result<Experiment> {
    file.map_or_else(Experiment::default_comparison, Experiment::from_file)
}
