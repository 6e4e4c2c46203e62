//! The origin of a result. Results are published, so it holds no host name and no path.

use serde::{Deserialize, Serialize};

/// Machine and build behind a result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Start of the run, RFC 3339, UTC.
    pub started: String,
    /// The arguments of `crosscheck`, without the paths of data and results on this machine.
    #[serde(default)]
    pub command: Option<String>,
    /// Cells of the run, over all its comparisons; `None` for records of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<u64>,
    /// Version of `crosscheck`.
    pub crosscheck: String,
    /// Commit of the build.
    pub git_revision: Option<String>,
    /// Whether tracked files differed from that commit.
    pub git_dirty: bool,
    /// SHA-256 of the program, if its commit does not determine it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// Compiler.
    pub rustc: String,
    /// `release`, or `debug`, whose times mean nothing.
    pub profile: String,
    /// Operating system.
    pub os: String,
    /// Processor model.
    pub cpu: Option<String>,
    /// Logical processors.
    pub processors: Option<usize>,
    /// Main memory in bytes.
    pub memory_bytes: Option<u64>,
}

impl Provenance {
    /// The command as typed in a checkout; `None` for records of older versions.
    pub fn typed(&self) -> Option<String> {
        self.command.as_ref().map(|arguments| match arguments.as_str() {
            "" => "cargo run --release".to_owned(),
            arguments => format!("cargo run --release -- {arguments}"),
        })
    }

    /// The commit in ten digits, with a mark where tracked files differed: `c3f3cfb3af`.
    pub fn revision(&self) -> String {
        let revision = self.git_revision.as_deref().unwrap_or("unknown");
        let changed = if self.git_dirty { " with changes" } else { "" };
        format!("{}{changed}", revision.get(..10).unwrap_or(revision))
    }

    /// Whether both ran on the same machine with the same build.
    pub fn same_environment(&self, other: &Self) -> bool {
        let environment = |one: &Self| Self {
            started: String::new(),
            command: None,
            cells: None,
            memory_bytes: None,
            ..one.clone()
        };
        environment(self) == environment(other)
    }
}
