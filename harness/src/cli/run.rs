//! What every command that trains can be told, and the comparisons that come of it.

use std::{path::PathBuf, time::Duration};

use clap::Args;

use crate::{
    Result,
    compare::Comparison,
    contestant::{self, Contestant, DeviceChoice},
    experiment::{Experiment, Setting},
    registry::Contender,
    workload::Settings,
};

/// What every command that trains can be told.
#[derive(Debug, Args)]
pub(super) struct RunArguments {
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

    /// Which of several devices a contender computes on, by number or by a part of the name as
    /// `crosscheck list` shows them; may be given again
    #[arg(long = "device", value_name = "ID:WHICH", value_parser = DeviceChoice::parse)]
    devices: Vec<DeviceChoice>,

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
    pub(super) out: Option<PathBuf>,
}

impl RunArguments {
    /// The comparison of an experiment, or of each setting of its sweep, with the contenders that
    /// the command line or the experiment names, or with `all`.
    pub(super) fn comparisons(
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
        let contestants = contestant::place(contestants, &self.devices)?;
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
            cost_only: false,
            knn_sweep: None,
            data_dir: self.data_dir.clone(),
            out: out.clone(),
        };
        Ok(experiment.settings()?.into_iter().map(comparison).collect())
    }
}

pub(super) fn default_out() -> PathBuf {
    let now = humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string();
    PathBuf::from("crosscheck-results").join(format!("{}.jsonl", now.replace(':', "-")))
}

pub(super) fn at_least_one(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("must be at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}

pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
