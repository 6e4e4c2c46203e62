//! A contender's process: started, listened to, ended.

use std::{
    collections::VecDeque,
    io::{self, BufRead, BufReader, Read, Write},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
};

use crate::protocol::Cell;

/// Variables by which thread pools are sized: rayon's, Candle's element-wise operations', ndarray's
/// matrix product's, OpenMP's and the BLAS libraries'.
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
    // A group of its own, so that what the program starts can be ended with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
        .args(arguments)
        .envs(THREAD_VARIABLES.map(|name| (name, threads.as_str())))
        // A panic is told in one line of the table; its backtrace would only push that line out.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// Writes the cell; a process that does not read it says so by what it answers.
pub(crate) fn hand_over(child: &mut Child, cell: &Cell) {
    if let (Some(mut stdin), Ok(text)) = (child.stdin.take(), serde_json::to_string(cell)) {
        let _ = writeln!(stdin, "{text}");
    }
}

/// The lines of standard output, as they come.
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

/// The last lines of standard error: where a panic or a traceback tells its reason.
pub(crate) fn collect_last_words(stderr: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, last_words) = channel();
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
    last_words
}

/// Ends the process and, where the system knows process groups, everything that it started.
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

/// "killed by SIGSEGV", "exit status: 101".
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
