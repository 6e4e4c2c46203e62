//! Runs a cell in a process of its own, and survives whatever happens to it.

use std::{
    io,
    process::ExitStatus,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::RecvTimeoutError,
    },
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use wait4::Wait4;

use crate::{
    memory,
    process::{collect_last_words, describe, hand_over, kill, listen, start_process},
    protocol::{Cell, Message},
};

/// How a cell ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Outcome {
    /// It answered.
    Ok,
    /// It cannot run here.
    Skipped {
        /// Why, and what would help.
        reason: String,
    },
    /// It gave up, panicked or was killed.
    Failed {
        /// Its own words, or how its process ended.
        error: String,
    },
    /// Its loss left the finite numbers.
    Diverged {
        /// Epoch, from 1.
        epoch: usize,
        /// Step in the epoch, from 1.
        step: usize,
    },
    /// It took longer than `--timeout` and was ended.
    TimedOut {
        /// Seconds that it was given.
        seconds: f64,
    },
}

impl Outcome {
    /// Why there is no answer, in one line; nothing when there is one.
    pub fn problem(&self) -> Option<String> {
        match self {
            Self::Ok => None,
            Self::Skipped { reason } => Some(format!("skipped: {reason}")),
            Self::Failed { error } => Some(format!("failed: {error}")),
            Self::Diverged { epoch, step } => Some(format!(
                "diverged: the loss left the finite numbers in epoch {epoch}, step {step}"
            )),
            Self::TimedOut { seconds } => {
                Some(format!("timed out after {seconds:.0} s (--timeout)"))
            }
        }
    }
}

/// What a cell said, how it ended and what it cost.
#[derive(Debug, Clone)]
pub struct CellRun {
    /// Its messages, without those about single steps.
    pub messages: Vec<Message>,
    /// How it ended.
    pub outcome: Outcome,
    /// Most memory that its process held at once, in bytes; nothing where the system does not say.
    pub peak_memory_bytes: Option<u64>,
    /// Seconds from the start of the process to its end.
    pub wall_seconds: f64,
}

impl CellRun {
    /// The run of a contender that cannot run here.
    pub(crate) fn skipped(reason: &str) -> Self {
        let reason = reason.to_owned();
        Self::without_process(Outcome::Skipped { reason })
    }

    fn not_started(program: &[String], error: &io::Error) -> Self {
        let error = format!("cannot start {}: {error}", program.join(" "));
        Self::without_process(Outcome::Failed { error })
    }

    fn without_process(outcome: Outcome) -> Self {
        Self { messages: Vec::new(), outcome, peak_memory_bytes: None, wall_seconds: 0.0 }
    }
}

/// When to end a cell that has not ended by itself.
#[derive(Debug, Clone)]
pub struct Limits {
    /// After this time.
    pub timeout: Duration,
    /// When this becomes true.
    pub stop: Arc<AtomicBool>,
}

/// How often the limits are looked at.
const TICK: Duration = Duration::from_millis(100);

/// Starts `program` (its path and arguments), hands it the cell and listens until it ends.
///
/// Whatever happens, a program that cannot be started included, is an [`Outcome`].
pub fn run_cell(
    program: &[String],
    cell: &Cell,
    limits: &Limits,
    mut on_message: impl FnMut(&Message),
) -> CellRun {
    let start = Instant::now();
    let mut child = match start_process(program, cell) {
        Ok(child) => child,
        Err(error) => return CellRun::not_started(program, &error),
    };
    let lines = listen(child.stdout.take());
    let last_words = collect_last_words(child.stderr.take());
    hand_over(&mut child, cell);

    let mut messages = Vec::new();
    let mut problem = None;
    let mut talking = true;
    let mut peak_memory = None;
    let usage = loop {
        peak_memory = peak_memory.max(memory::peak_of(child.id()));
        if talking {
            match lines.recv_timeout(TICK) {
                Ok(line) => match serde_json::from_str(&line) {
                    Ok(message) => {
                        on_message(&message);
                        if !matches!(message, Message::Step { .. }) {
                            messages.push(message);
                        }
                    }
                    Err(error) => problem = Some(not_a_message(&line, &error)),
                },
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => talking = false,
            }
        } else {
            match child.try_wait4() {
                Ok(None) => thread::sleep(Duration::from_millis(1)),
                Ok(Some(usage)) => break Some(usage),
                Err(_) => break None,
            }
        }
        problem = problem.or_else(|| exceeded(limits, start));
        if problem.is_some() {
            kill(&mut child);
            break child.wait4().ok();
        }
    };
    let status = usage.map(|usage| usage.status);
    let outcome = problem.unwrap_or_else(|| {
        // A grandchild may keep standard error open; it has said nothing of interest for a second.
        let last_words = last_words.recv_timeout(Duration::from_secs(1));
        outcome(&messages, status, &last_words.unwrap_or_default())
    });
    CellRun {
        messages,
        outcome,
        peak_memory_bytes: peak_memory.or(usage.and_then(memory::peak_of_ended)),
        wall_seconds: start.elapsed().as_secs_f64(),
    }
}

fn exceeded(limits: &Limits, start: Instant) -> Option<Outcome> {
    if limits.stop.load(Ordering::Relaxed) {
        let error = "interrupted".to_owned();
        return Some(Outcome::Failed { error });
    }
    let seconds = limits.timeout.as_secs_f64();
    (start.elapsed() >= limits.timeout).then_some(Outcome::TimedOut { seconds })
}

fn not_a_message(line: &str, error: &serde_json::Error) -> Outcome {
    let start: String = line.chars().take(200).collect();
    Outcome::Failed { error: format!("wrote a line that is no message ({error}): {start}") }
}

/// What the system's loader says of a program whose libraries are not here, the CUDA driver's for
/// instance: nothing of it has run.
const NOT_LOADED: &str = "error while loading shared libraries";

/// What the messages and the exit status together say.
fn outcome(messages: &[Message], status: Option<ExitStatus>, last_words: &str) -> Outcome {
    for message in messages {
        match message {
            Message::Skipped { reason } => {
                let reason = reason.clone();
                return Outcome::Skipped { reason };
            }
            Message::Failed { error } => {
                let error = error.clone();
                return Outcome::Failed { error };
            }
            &Message::Diverged { epoch, step } => return Outcome::Diverged { epoch, step },
            _ => {}
        }
    }
    let answered = messages.iter().any(|m| matches!(m, Message::Predictions { .. }));
    if messages.is_empty() && last_words.contains(NOT_LOADED) {
        let reason = last_words.to_owned();
        return Outcome::Skipped { reason };
    }
    let end = match status {
        Some(status) if !status.success() => describe(status),
        _ if answered => return Outcome::Ok,
        _ => "ended without predictions".to_owned(),
    };
    let error = match last_words {
        "" => end,
        words => format!("{end}: {words}"),
    };
    Outcome::Failed { error }
}
