//! Runs a cell in a process of its own; panics, signals and time-outs end that process alone.

use std::{
    io,
    sync::mpsc::RecvTimeoutError,
    thread,
    time::{Duration, Instant},
};

use records::Outcome;
use wait4::Wait4;

use super::{
    answer::Answer,
    interrupt, leftovers, memory, output, process,
    protocol::{Cell, Message},
};
use crate::Result;

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

/// The interval between two looks at the limits.
const TICK: Duration = Duration::from_millis(100);

/// After the end of the process, the longest wait for a line that it wrote, if another process keeps
/// the pipe open.
const GRACE: Duration = Duration::from_secs(2);

/// Starts `program` (its path and arguments), sends it the cell and reads its messages until the
/// process ends, or for as long as `timeout`. What it started ends with it.
///
/// Every failure is an [`Outcome`], also of a program that cannot be started.
///
/// # Errors
/// [`HarnessError::Interrupted`](crate::HarnessError::Interrupted) if a signal ended the cell.
pub fn run_cell(
    program: &[String],
    cell: &Cell,
    timeout: Duration,
    mut on_message: impl FnMut(&Message),
) -> Result<CellRun> {
    interrupt::check()?;
    let start = Instant::now();
    let mut child = match process::start(program, cell) {
        Ok(child) => child,
        Err(error) => return Ok(CellRun::not_started(program, &error)),
    };
    let lines = output::lines(child.stdout.take());
    let last_lines = output::last_lines(child.stderr.take());
    process::send_cell(&mut child, cell);

    let mut answer = Answer::new(cell);
    let mut is_open = true;
    let mut peak_memory = None;
    let is_over = || {
        let seconds = timeout.as_secs_f64();
        (start.elapsed() >= timeout).then_some(Outcome::TimedOut { seconds })
    };
    let (usage, mut problem, interrupted) = loop {
        peak_memory = peak_memory.max(memory::peak_of(child.id()));
        let mut problem = None;
        if is_open {
            match lines.recv_timeout(TICK) {
                Ok(line) => problem = answer.add(&line, &mut on_message).err(),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => is_open = false,
            }
        } else {
            thread::sleep(Duration::from_millis(1));
        }
        problem = problem.or_else(is_over);
        let interrupted = interrupt::check();
        if problem.is_some() || interrupted.is_err() {
            process::kill(&mut child);
            let usage = child.wait4().ok();
            break (usage, problem, interrupted);
        }
        match child.try_wait4() {
            Ok(None) => {}
            Ok(Some(usage)) => break (Some(usage), None, Ok(())),
            Err(_) => break (None, None, Ok(())),
        }
    };
    let wall_seconds = start.elapsed().as_secs_f64();
    leftovers::end();
    interrupted?;
    // The last lines of the process may still be in the pipe.
    while problem.is_none() && is_open {
        match lines.recv_timeout(GRACE) {
            Ok(line) => problem = answer.add(&line, &mut on_message).err().or_else(is_over),
            Err(_) => is_open = false,
        }
    }
    let outcome = problem.unwrap_or_else(|| {
        let last_lines = last_lines.recv_timeout(GRACE).unwrap_or_default();
        answer.outcome(usage.map(|usage| usage.status), &last_lines)
    });
    Ok(CellRun {
        messages: answer.messages,
        outcome,
        peak_memory_bytes: peak_memory.or(usage.and_then(memory::peak_of_ended)),
        wall_seconds,
    })
}
