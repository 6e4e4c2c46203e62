//! How a cell ended.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a cell ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Outcome {
    /// With predictions.
    Ok,
    /// Unavailable on this machine or in this build.
    Skipped {
        /// The reason, and what would help.
        reason: String,
    },
    /// With an error, a panic or a signal.
    Failed {
        /// The contender's error message, or how its process ended.
        error: String,
    },
    /// The loss became NaN or infinite.
    Diverged {
        /// Epoch, from 1.
        epoch: usize,
        /// Step in the epoch, from 1.
        step: usize,
    },
    /// Ended because it ran longer than `--timeout`.
    TimedOut {
        /// The limit in seconds.
        seconds: f64,
    },
}

/// An [`Outcome`] without its details.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// [`Outcome::Ok`].
    #[default]
    Ok,
    /// [`Outcome::Skipped`].
    Skipped,
    /// [`Outcome::Failed`].
    Failed,
    /// [`Outcome::Diverged`].
    Diverged,
    /// [`Outcome::TimedOut`].
    #[serde(rename = "timed out")]
    TimedOut,
}

impl Outcome {
    /// The outcome without its details.
    pub fn status(&self) -> Status {
        match self {
            Self::Ok => Status::Ok,
            Self::Skipped { .. } => Status::Skipped,
            Self::Failed { .. } => Status::Failed,
            Self::Diverged { .. } => Status::Diverged,
            Self::TimedOut { .. } => Status::TimedOut,
        }
    }

    /// The reason for missing predictions in one line; `None` for [`Outcome::Ok`].
    pub fn problem(&self) -> Option<String> {
        match self {
            Self::Ok => None,
            Self::Skipped { reason } => Some(format!("skipped: {reason}")),
            Self::Failed { error } => Some(format!("failed: {error}")),
            Self::Diverged { epoch, step } => Some(format!(
                "diverged: the loss became NaN or infinite in epoch {epoch}, step {step}"
            )),
            Self::TimedOut { seconds } => {
                Some(format!("timed out after {seconds:.0} s (--timeout)"))
            }
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Ok => "ok",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::Diverged => "diverged",
            Self::TimedOut => "timed out",
        })
    }
}
