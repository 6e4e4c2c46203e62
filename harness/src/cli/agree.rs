//! `crosscheck agree`.

use std::time::Duration;

use clap::Args;

use super::run::{longer_than_zero, thread_count, threads};
use crate::{
    HarnessError, Result,
    agree::Plan,
    contenders::{self, Contender, DeviceChoice, Kind},
};

/// Arguments of `agree`.
#[derive(Debug, Args)]
pub(super) struct AgreeArguments {
    /// Networks to compare, separated by commas [default: all networks of this binary]
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    contenders: Vec<String>,

    /// Your own network: a program with the protocol of docs/cell-protocol.md; may be repeated
    #[arg(long, value_name = "NAME=COMMAND", value_parser = Contender::external)]
    external: Vec<Contender>,

    /// Device of a network, by number or by a part of its name in `crosscheck list`; may be repeated
    #[arg(long = "device", value_name = "ID:WHICH", value_parser = DeviceChoice::parse)]
    devices: Vec<DeviceChoice>,

    /// Compare only the cases with one of these in their names, such as `batchnorm` or `adam`
    #[arg(long, alias = "pieces", value_name = "NAME,…", value_delimiter = ',')]
    cases: Vec<String>,

    /// The reference: a contender, for instance `pytorch` (see reference/README.md), or the name of an
    /// --external
    #[arg(long, value_name = "ID", default_value = records::REFERENCE)]
    against: String,

    /// Only these levels: 1 derivatives, 2 gradients, 3 optimizer steps, 4 whole runs, 5 the same on a
    /// GPU [default: all]
    #[arg(long, alias = "rungs", value_name = "N,…", value_delimiter = ',',
          value_parser = clap::value_parser!(u8).range(1..=5))]
    levels: Vec<u8>,

    /// Seeds of the whole runs of level 4
    #[arg(long, value_name = "N", default_value_t = 3,
          value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,

    /// Threads per contender, at most four for each processor [default: all processors]
    #[arg(long, value_name = "N", value_parser = thread_count)]
    threads: Option<usize>,

    /// Longest time for one contender on one case, such as 90s or 2h
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = longer_than_zero)]
    timeout: Duration,

    /// Print one JSON object per case instead of a table
    #[arg(long)]
    pub(super) json: bool,
}

impl AgreeArguments {
    pub(super) fn plan(&self) -> Result<Plan> {
        let external = |id: &str| self.external.iter().find(|external| external.id == id);
        let reference = match external(&self.against) {
            Some(external) => external.clone(),
            None => Contender::named(&self.against)?,
        };
        let chosen = contenders::choose(&self.contenders, &self.external, contenders::networks())?;
        let mut compared = contenders::on_devices(chosen, &self.devices)?;
        compared.retain(|contender| contender.id != reference.id);
        for contender in compared.iter().chain([&reference]) {
            if contender.kind != Kind::Network {
                return Err(not_a_network(&contender.id));
            }
        }
        Ok(Plan {
            contenders: compared,
            reference,
            levels: self.levels.clone(),
            cases: self.cases.clone(),
            seeds: self.seeds,
            threads: threads(self.threads),
            timeout: self.timeout,
        })
    }
}

fn not_a_network(id: &str) -> HarnessError {
    HarnessError::Usage(format!(
        "{id:?} is not a network and has no gradients to compare: `crosscheck list` shows the contenders"
    ))
}
