//! `crosscheck agree`.

use std::time::Duration;

use clap::Args;

use super::run::{at_least_one, processors};
use crate::{
    HarnessError, Result,
    contestant::{self, Contestant, DeviceChoice},
    ladder::Climb,
    registry::{self, Kind},
};

/// What `agree` can be told.
#[derive(Debug, Args)]
pub(super) struct AgreeArguments {
    /// Networks to compare, separated by commas [default: all networks of this binary]
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    contenders: Vec<String>,

    /// A network of your own: a program that speaks docs/cell-protocol.md; may be given again
    #[arg(long, value_name = "NAME=COMMAND", value_parser = Contestant::external)]
    external: Vec<Contestant>,

    /// Which of several devices a network computes on, by number or by a part of the name as
    /// `crosscheck list` shows them; may be given again
    #[arg(long = "device", value_name = "ID:WHICH", value_parser = DeviceChoice::parse)]
    devices: Vec<DeviceChoice>,

    /// Compare only the pieces with one of these in their names, such as `batchnorm` or `adam`
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pieces: Vec<String>,

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
    pub(super) json: bool,
}

impl AgreeArguments {
    pub(super) fn climb(&self) -> Result<Climb> {
        let external = |id: &str| self.external.iter().find(|external| external.id == id);
        let reference = match external(&self.against) {
            Some(external) => external.clone(),
            None => Contestant::named(&self.against)?,
        };
        let chosen = contestant::choose(&self.contenders, &self.external, registry::networks())?;
        let mut contestants = contestant::place(chosen, &self.devices)?;
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
            pieces: self.pieces.clone(),
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
