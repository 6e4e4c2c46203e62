//! A contender's process: start, cell, end.

use std::{
    io::{self, Write},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
};

use super::{leftovers, protocol::Cell};

/// Variables for the number of threads: of rayon, Candle's element-wise operations, ndarray's matrix
/// product, OpenMP and the BLAS libraries.
const THREAD_VARIABLES: [&str; 6] = [
    "RAYON_NUM_THREADS",
    "CANDLE_NUM_THREADS",
    "MATMUL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
];

/// Starts `program`, its path and arguments.
pub(super) fn start(program: &[String], cell: &Cell) -> io::Result<Child> {
    let [path, arguments @ ..] = program else {
        return Err(io::Error::other("the command is empty"));
    };
    let threads = cell.threads.to_string();
    let mut command = Command::new(path);
    // A process group, so that processes started by the program end with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    leftovers::mark(&mut command);
    command
        .args(arguments)
        .envs(THREAD_VARIABLES.map(|name| (name, threads.as_str())))
        // The table shows the last lines of a panic: a backtrace would push the message out.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// Writes the cell, in a thread of its own: a process may not read it. Such a process fails by its
/// output.
pub(super) fn send_cell(child: &mut Child, cell: &Cell) {
    if let (Some(mut stdin), Ok(text)) = (child.stdin.take(), serde_json::to_string(cell)) {
        thread::spawn(move || {
            let _ = writeln!(stdin, "{text}");
        });
    }
}

/// Kills the process and, on systems with process groups, all processes of its group.
pub(super) fn kill(child: &mut Child) {
    #[cfg(unix)]
    if let Ok(group) = i32::try_from(child.id()) {
        use nix::{
            sys::signal::{Signal, killpg},
            unistd::Pid,
        };
        let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
    }
    let _ = child.kill();
}

/// `killed by SIGSEGV`, `exit status: 101`.
pub(super) fn describe(status: ExitStatus) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(number) = status.signal() {
            let name = nix::sys::signal::Signal::try_from(number).map(|signal| signal.as_str());
            return match name {
                Ok("SIGKILL") => "killed by SIGKILL (out of memory?)".to_owned(),
                Ok(name) => format!("killed by {name}"),
                Err(_) => format!("killed by signal {number}"),
            };
        }
    }
    status.to_string()
}
