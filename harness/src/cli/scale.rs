//! `crosscheck scale`.

use std::path::{Path, PathBuf};

use clap::Args;
use datasets::DatasetName;

use super::{
    data::DataArguments,
    run::{RunArguments, default_out},
};
use records::Axis;

use crate::{
    Result,
    commands::scale::{self, AXES, Plan, Work},
    contenders::{self, Contender},
    experiment::Experiment,
};

/// Arguments of `scale`.
#[derive(Debug, Args)]
pub(super) struct ScaleArguments {
    /// Axes, separated by commas: hidden-width, hidden-layers, batch, training-rows, threads [default:
    /// all]
    #[arg(long, value_name = "AXIS,…", value_delimiter = ',')]
    axes: Vec<Axis>,

    #[command(flatten)]
    data: DataArguments,

    /// A tenth of the work, up to width and batch of 1024, one repetition
    #[arg(long)]
    quick: bool,

    /// Runs of every contender at every point [default: 3, with --quick 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    repetitions: Option<u32>,

    /// Folder for the curves, AXIS-time.svg and AXIS-memory.svg [default: beside the result file, with
    /// its name]
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,

    /// Show tables and curves of a result file, without measuring
    #[arg(long, value_name = "FILE.jsonl")]
    redraw: Option<PathBuf>,

    #[command(flatten)]
    run: RunArguments,
}

impl ScaleArguments {
    pub(super) fn run(mut self) -> Result<()> {
        if self.axes.is_empty() {
            self.axes = AXES.to_vec();
        }
        if let Some(results) = &self.redraw {
            return scale::redraw(results, &self.axes, &self.plots(results));
        }
        let out = self.run.out.get_or_insert_with(default_out).clone();
        let plan = Plan {
            plots: self.plots(&out),
            work: if self.quick { Work::QUICK } else { Work::FULL },
            axes: self.axes,
        };
        let mut experiment = Experiment::default_comparison()?;
        // The time of a step does not depend on the images.
        experiment.dataset = Some(DatasetName::SyntheticDigits.into());
        self.data.apply(&mut experiment);
        let repetitions = self.repetitions.unwrap_or(if self.quick { 1 } else { 3 });
        let base = self.run.specs(&experiment, fast_contenders, repetitions)?;
        base.into_iter().try_for_each(|base| scale::scale(&plan, &base))
    }

    fn plots(&self, results: &Path) -> PathBuf {
        let beside = || results.with_extension("");
        self.plots.clone().unwrap_or_else(beside)
    }
}

/// The networks, and the fast k-nearest neighbours.
fn fast_contenders() -> Vec<Contender> {
    let mut contenders = contenders::default_contenders();
    contenders.retain(|contender| !contender.is_slow());
    contenders
}
