//! The command line.

mod agree;
mod compare;
mod data;
mod knn;
mod report;
mod run;
mod scale;
mod show;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

use ::report::terminal;

use crate::{
    Result, agree as agreement,
    cell::worker,
    commands::{list, mistakes, reproduce},
    contenders,
    experiment::Experiment,
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
/// Every contender gets the same data, the same initial weights and the same batches, in a process
/// of its own. The default command is `compare`.
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
    /// Compare gradients, optimizer steps and whole runs case by case: every layer, loss and
    /// optimizer, in every network
    Agree(Box<AgreeArguments>),
    /// Train contenders and measure their accuracy on shifted, rotated, shrunk, noisy and inverted
    /// test images
    Variants(Box<CompareArguments>),
    /// The k-nearest-neighbour exercise: one setting (--k), or every k, distance, vote and training
    /// size, and the best of them beside a network
    Knn(Box<KnnArguments>),
    /// Measure how time and memory grow with width, depth, batch, training examples and threads, and
    /// draw the curves
    Scale(Box<ScaleArguments>),
    /// Run the exercises of the course: claimed beside measured
    Reproduce {
        /// Exercises to run: simple, complex, complex-sweeps, knn, fashion, fashion-knn, library,
        /// flexible, edges-2, edges-8-2, edges-16-8-2, xor, tabular, variants [default: all]
        #[arg(value_name = "ID")]
        exercises: Vec<String>,
        /// Train for a fifth of the epochs, without checking the claims
        #[arg(long)]
        quick: bool,
        #[command(flatten)]
        run: Box<RunArguments>,
    },
    /// Show a result file, and write its page for the browser; compare several; update the tables of a
    /// Markdown file
    Report(ReportArguments),
    /// List misclassified test examples, and those on which the contenders disagree
    Mistakes {
        /// Result file of a comparison
        #[arg(value_name = "RESULTS.jsonl")]
        results: PathBuf,
        /// Contenders, separated by commas [default: all in the file]
        #[arg(long, value_name = "ID,…", value_delimiter = ',')]
        contenders: Vec<String>,
        /// The most rows of each list
        #[arg(long, value_name = "N", default_value_t = 10)]
        limit: usize,
    },
    /// Show a model, a data set or the activations, without a run
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
    /// Run one cell: JSON on standard input, JSON Lines on standard output (docs/cell-protocol.md);
    /// used by `compare`
    Cell,
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// Those of the command.
    pub fn run(self) -> Result<()> {
        match self.command {
            None => self.compare.run(),
            Some(Command::Compare(arguments)) => arguments.run(),
            Some(Command::Variants(arguments)) => arguments.run_with_variants(),
            Some(Command::Knn(arguments)) => arguments.run(),
            Some(Command::Scale(arguments)) => arguments.run(),
            Some(Command::Report(arguments)) => arguments.run(),
            Some(Command::Agree(arguments)) => agreement::agree(&arguments.plan()?, arguments.json),
            Some(Command::Reproduce { exercises, quick, mut run }) => {
                // One file for all exercises.
                run.out.get_or_insert_with(default_out);
                reproduce::reproduce(reproduce::exercises(&exercises)?, quick, |experiment| {
                    run.specs(experiment, contenders::networks, 1)
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
            Some(Command::Cell) => {
                worker::end_with_parent();
                worker::run(std::io::stdin(), std::io::stdout())
            }
        }
    }
}

fn experiment_or_default(file: Option<&Path>) -> Result<Experiment> {
    file.map_or_else(Experiment::default_comparison, Experiment::from_file)
}
