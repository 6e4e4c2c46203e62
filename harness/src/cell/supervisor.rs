//! Runs a cell in a process of its own; panics, signals and time-outs end that process alone.

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

use records::Outcome;
use wait4::Wait4;

use super::{
    memory,
    process::{collect_last_lines, describe, kill, listen, send_cell, start_process},
    protocol::{Cell, Message},
};

/// Messages, outcome and cost of a cell.
#[derive(Debug, Clone)]
pub struct CellRun {
    /// All messages except those about single steps.
    pub messages: Vec<Message>,
    /// How the cell ended.
    pub outcome: Outcome,
    /// Peak memory of the process in bytes; `None` if the system does not report it.
    pub peak_memory_bytes: Option<u64>,
    /// Duration of the process in seconds.
    pub wall_seconds: f64,
}

impl CellRun {
    /// The run of an unavailable contender.
    pub(crate) fn skipped(reason: String) -> Self {
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

/// Limits that end a cell.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The longest duration.
    pub timeout: Duration,
    /// Becomes true to end the cell.
    pub stop: Arc<AtomicBool>,
}

/// The interval between two checks of the limits.
const TICK: Duration = Duration::from_millis(100);

/// Starts `program` (its path and arguments), sends it the cell and reads its messages until it ends.
///
/// Every failure is an [`Outcome`], also of a program that cannot be started.
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
    let last_lines = collect_last_lines(child.stderr.take());
    send_cell(&mut child, cell);

    let mut messages = Vec::new();
    let mut problem = None;
    let mut is_open = true;
    let mut peak_memory = None;
    let usage = loop {
        peak_memory = peak_memory.max(memory::peak_of(child.id()));
        if is_open {
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
                Err(RecvTimeoutError::Disconnected) => is_open = false,
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
        // A grandchild may keep standard error open: do not wait for it.
        let last_lines = last_lines.recv_timeout(Duration::from_secs(1));
        outcome(&messages, status, &last_lines.unwrap_or_default())
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
    Outcome::Failed { error: format!("wrote a line that is not a message ({error}): {start}") }
}

/// The loader's message for a program whose libraries are missing, e.g. those of the CUDA driver.
const NOT_LOADED: &str = "error while loading shared libraries";

/// The outcome from messages, exit status and the last lines of standard error.
fn outcome(messages: &[Message], status: Option<ExitStatus>, last_lines: &str) -> Outcome {
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
    if messages.is_empty() && last_lines.contains(NOT_LOADED) {
        let reason = last_lines.to_owned();
        return Outcome::Skipped { reason };
    }
    let end = match status {
        Some(status) if !status.success() => describe(status),
        _ if answered => return Outcome::Ok,
        _ => "ended without predictions".to_owned(),
    };
    let error = match last_lines {
        "" => end,
        words => format!("{end}: {words}"),
    };
    Outcome::Failed { error }
}
