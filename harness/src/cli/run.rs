//! Arguments of every command that trains, and its comparisons.

use std::{
    path::PathBuf,
    sync::Once,
    time::{Duration, SystemTime},
};

use clap::Args;
use report::terminal;

use crate::{
    Result,
    contenders::{self, Contender, DeviceChoice},
    experiment::{Experiment, Variation},
    run::{ComparisonSpec, Fit, RunSettings},
};

/// Arguments of every command that trains.
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

    /// Your own contender: a program with the protocol of docs/cell-protocol.md; may be repeated
    #[arg(long, value_name = "NAME=COMMAND", value_parser = Contender::external)]
    external: Vec<Contender>,

    /// Device of a contender, by number or by a part of its name in `crosscheck list`; may be repeated
    #[arg(long = "device", value_name = "ID:WHICH", value_parser = DeviceChoice::parse)]
    devices: Vec<DeviceChoice>,

    /// Test images that the k-nearest neighbours of linfa-nn classify, a stratified sample from the
    /// seed; all 10,000 take minutes
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = at_least_one)]
    knn_queries: usize,

    /// Seed of initial weights and batch order [default: 1, or the experiment's]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Threads per contender, at most four for each processor [default: all processors]
    #[arg(long, value_name = "N", value_parser = thread_count)]
    threads: Option<usize>,

    /// Longest time for one contender in one repetition, such as 90s or 2h
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = longer_than_zero)]
    timeout: Duration,

    /// Result file, one JSON object per line; appended to when it exists
    /// [default: crosscheck-results/TIME-PROCESS.jsonl]
    #[arg(long, value_name = "FILE.jsonl")]
    pub(super) out: Option<PathBuf>,
}

impl RunArguments {
    /// The comparison of an experiment, or of each setting of its sweep, with the contenders of the
    /// command line, else of the experiment, else with `all`.
    pub(super) fn specs(
        &self,
        experiment: &Experiment,
        all: fn() -> Vec<Contender>,
        repetitions: u32,
    ) -> Result<Vec<ComparisonSpec>> {
        let out = self.out.clone().unwrap_or_else(default_out);
        let named = match &self.contenders[..] {
            [] => &experiment.contenders,
            named => named,
        };
        let chosen = contenders::choose(named, &self.external, all())?;
        let contenders = contenders::on_devices(chosen, &self.devices)?;
        let threads = threads(self.threads);
        let spec = |Variation { setting, experiment }| ComparisonSpec {
            contenders: contenders.clone(),
            settings: RunSettings {
                seed: self.seed.or(experiment.seed).unwrap_or(1),
                threads,
                knn_queries: self.knn_queries,
            },
            experiment,
            setting,
            fit: Fit::default(),
            repetitions,
            timeout: self.timeout,
            start: None,
            save: None,
            cost_only: false,
            knn_sweep: None,
            data_dir: self.data_dir.clone(),
            out: out.clone(),
        };
        Ok(experiment.variations()?.into_iter().map(spec).collect())
    }
}

/// A file of this run alone: two processes that start in the same second differ in their number.
pub(super) fn default_out() -> PathBuf {
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let name = format!("{}-{}.jsonl", now.replace(':', "-"), std::process::id());
    PathBuf::from("crosscheck-results").join(name)
}

pub(super) fn at_least_one(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("must be at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}

/// More threads than four for each processor are no measurement, and can freeze a machine.
const MOST_THREADS_PER_PROCESSOR: usize = 4;

/// Reads a number of threads.
pub(super) fn thread_count(text: &str) -> std::result::Result<usize, String> {
    let (threads, processors) = (at_least_one(text)?, processors());
    let most = MOST_THREADS_PER_PROCESSOR * processors;
    if threads > most {
        return Err(format!(
            "this machine has {processors} processors, and at most {most} threads, \
             {MOST_THREADS_PER_PROCESSOR} for each, are allowed"
        ));
    }
    Ok(threads)
}

/// The threads per contender: those of the command line, with a note if they exceed the processors, or
/// all processors.
pub(super) fn threads(typed: Option<usize>) -> usize {
    static NOTE: Once = Once::new();
    let processors = processors();
    let threads = typed.unwrap_or(processors);
    if threads > processors {
        NOTE.call_once(|| {
            terminal::note(&format!(
                "note: {threads} threads on {processors} processors wait for each other: times are \
                 longer than with --threads {processors}"
            ));
        });
    }
    threads
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Reads a time such as 90s or 2h.
pub(super) fn longer_than_zero(text: &str) -> std::result::Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(Duration::ZERO) => Err("must be longer than zero".to_owned()),
        Ok(time) => Ok(time),
        Err(error) => Err(error.to_string()),
    }
}
