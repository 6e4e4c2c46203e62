//! A contender's process: start, communication, end.

use std::{
    collections::VecDeque,
    io::{self, BufRead, BufReader, Read, Write},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
};

use super::protocol::Cell;

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
pub(crate) fn start_process(program: &[String], cell: &Cell) -> io::Result<Child> {
    let [path, arguments @ ..] = program else {
        return Err(io::Error::other("the command is empty"));
    };
    let threads = cell.threads.to_string();
    let mut command = Command::new(path);
    // A process group, so that processes started by the program end with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
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

/// Writes the cell. A process that does not read it fails by its output.
pub(crate) fn send_cell(child: &mut Child, cell: &Cell) {
    if let (Some(mut stdin), Ok(text)) = (child.stdin.take(), serde_json::to_string(cell)) {
        let _ = writeln!(stdin, "{text}");
    }
}

/// The lines of standard output.
pub(crate) fn listen(stdout: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        let Some(stdout) = stdout else { return };
        let mut stdout = BufReader::new(stdout);
        let mut line = Vec::new();
        while stdout.read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
            let text = String::from_utf8_lossy(&line).trim().to_owned();
            line.clear();
            if !text.is_empty() && sender.send(text).is_err() {
                return;
            }
        }
    });
    lines
}

/// The last lines of standard error, which hold the reason of a panic or traceback.
pub(crate) fn collect_last_lines(stderr: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, last_lines) = channel();
    thread::spawn(move || {
        let Some(stderr) = stderr else { return };
        let mut last = VecDeque::new();
        for line in BufReader::new(stderr).split(b'\n').map_while(|line| line.ok()) {
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            if !line.is_empty() && !line.starts_with("note: ") {
                last.push_back(line);
            }
            if last.len() > 3 {
                last.pop_front();
            }
        }
        let _ = sender.send(Vec::from(last).join(" | "));
    });
    last_lines
}

/// Kills the process and, on systems with process groups, all processes that it started.
pub(crate) fn kill(child: &mut Child) {
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
pub(crate) fn describe(status: ExitStatus) -> String {
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
