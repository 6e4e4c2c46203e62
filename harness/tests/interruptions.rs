//! Signals at many moments: every interruption is told, and nothing is left behind.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use support::processes_with;
use tempfile::TempDir;

/// A run that takes this long hangs, on any machine.
const HANGS: Duration = Duration::from_secs(600);

/// A run with its own temporary folder.
struct Run {
    folder: TempDir,
    child: Child,
}

/// The end of a run.
struct End {
    code: Option<i32>,
    shown: String,
    told: String,
    run: TempDir,
}

impl Run {
    fn new(arguments: &[&str]) -> Self {
        Self::with(arguments, |_| {})
    }

    fn with(arguments: &[&str], change: impl Fn(&mut Command)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("temporary")).unwrap();
        // Signals as a shell in the foreground starts it, wherever the tests are run.
        let mut command = Command::new("env");
        command
            .args(["--default-signal=INT,TERM,HUP", env!("CARGO_BIN_EXE_crosscheck")])
            .args(arguments)
            .current_dir(folder.path())
            .env("TMPDIR", folder.path().join("temporary"))
            .env("XDG_CACHE_HOME", folder.path())
            .env_remove("NN_DATA")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        change(&mut command);
        let child = command.spawn().unwrap();
        Self { folder, child }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out.jsonl")
    }

    /// Whole lines of the result file.
    fn records(&self) -> usize {
        lines(&self.out())
    }

    fn wait_until(&mut self, mut is_so: impl FnMut(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < HANGS && self.child.try_wait().unwrap().is_none());
            sleep(Duration::from_millis(5));
        }
    }

    /// Reads standard error up to a line with this text.
    fn read_until(&mut self, text: &str) {
        let mut told = BufReader::new(self.child.stderr.as_mut().unwrap());
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert_ne!(told.read_line(&mut line).unwrap(), 0, "it ended before {text:?}");
        }
    }

    fn send(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id() as i32), signal).unwrap();
    }

    fn end(mut self) -> End {
        let (mut shown, mut told) = (Vec::new(), Vec::new());
        if let Some(mut stdout) = self.child.stdout.take() {
            stdout.read_to_end(&mut shown).unwrap();
        }
        self.child.stderr.take().unwrap().read_to_end(&mut told).unwrap();
        End {
            code: self.child.wait().unwrap().code(),
            shown: String::from_utf8(shown).unwrap(),
            told: String::from_utf8(told).unwrap(),
            run: self.folder,
        }
    }
}

impl End {
    /// Checks exit code, message, temporary folder and processes.
    fn is_interrupted(&self, signal: Signal, cells: &str) {
        assert_eq!(self.code, Some(128 + signal as i32), "{}", self.told);
        let last = self.told.lines().last().unwrap();
        assert_eq!(last, format!("error: interrupted {cells}"), "{}", self.told);
        let temporary = self.run.path().join("temporary");
        assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "the temporary folder is left");
        assert_eq!(processes_with(&temporary), 0, "a process is left");
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.run.path().join(name)).unwrap()
    }
}

fn lines(path: &Path) -> usize {
    fs::read(path).map_or(0, |bytes| bytes.iter().filter(|&&byte| byte == b'\n').count())
}

const MANY: [&str; 12] = [
    "--dataset",
    "edges",
    "--model",
    "25-8-2",
    "--epochs",
    "1",
    "--repetitions",
    "1000",
    "--contenders",
    "scratch",
    "--out",
    "out.jsonl",
];

/// 45 of 150 such runs once ended with exit code 0 and a table that looked whole.
#[test]
fn an_interruption_at_any_moment_has_its_exit_code_and_is_told_in_terminal_and_page() {
    let signals = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];
    for moment in 0..12 {
        let signal = signals[moment % 3];
        let mut run = Run::new(&MANY);
        run.wait_until(|run| run.records() >= moment.max(1));
        sleep(Duration::from_millis(3 * moment as u64));
        run.send(signal);
        let end = run.end();
        let finished = lines(&end.run.path().join("out.jsonl"));
        assert!(finished >= moment);
        end.is_interrupted(signal, &format!("after {finished} of 1000 cells"));
        let incomplete = format!("incomplete: {finished} of 1000 cells of the run of 2");
        assert!(end.shown.contains(&incomplete), "{}", end.shown);
        assert!(end.file("out.html").contains(&incomplete));
        // A line for each finished cell.
        assert!(end.told.contains("1/1000 scratch 1/1000: ok, "), "{}", end.told);
        assert!(!end.told.contains("cells failed") && !end.shown.contains("failed"));
    }
}

#[test]
fn a_run_that_is_finished_has_no_word_of_it() {
    let mut arguments = MANY;
    arguments[7] = "2";
    let end = Run::new(&arguments).end();
    assert_eq!(end.code, Some(0), "{}", end.told);
    assert!(!end.shown.contains("incomplete") && !end.file("out.html").contains("incomplete"));
}

#[test]
fn a_signal_in_a_cell_ends_all_that_it_started_and_leaves_no_record_of_it() {
    // The second sleep leaves the process group.
    let slow = "slow=sh -c 'sleep 3662 & setsid sleep 3663 & wait'";
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let mut run = Run::new(&[
            "--dataset",
            "edges",
            "--model",
            "25-2",
            "--repetitions",
            "2",
            "--contenders",
            "scratch",
            "--external",
            slow,
            "--out",
            "out.jsonl",
        ]);
        run.wait_until(|run| run.records() == 1);
        let temporary = run.folder.path().join("temporary");
        run.wait_until(|_| processes_with(&temporary) >= 4);
        run.send(signal);
        let end = run.end();
        end.is_interrupted(signal, "after 1 of 4 cells");
        assert_eq!(lines(&end.run.path().join("out.jsonl")), 1);
    }
}

#[test]
fn signals_are_heard_while_data_are_downloaded() {
    // Accepts the connection, and never answers.
    let mirror = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", mirror.local_addr().unwrap());
    let run = Run::with(
        &["--dataset", "mnist", "--contenders", "scratch", "--out", "out.jsonl"],
        |command| {
            command.env("ALL_PROXY", &proxy);
        },
    );
    let _connection = mirror.accept().unwrap();
    run.send(Signal::SIGTERM);
    let end = run.end();
    end.is_interrupted(Signal::SIGTERM, "after 0 of 3 cells");
    assert!(!end.run.path().join("out.jsonl").exists());
}

#[test]
fn signals_are_heard_while_the_workload_is_prepared() {
    let mut run = Run::new(&[
        "variants",
        "--dataset",
        "synthetic-digits",
        "--contenders",
        "scratch",
        "--out",
        "out.jsonl",
    ]);
    let files = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    run.wait_until(|run| {
        let folders = files(&run.folder.path().join("temporary"));
        folders.flat_map(|folder| files(&folder.path())).count() > 5
    });
    run.send(Signal::SIGINT);
    run.end().is_interrupted(Signal::SIGINT, "after 0 of 3 cells");
}

#[test]
fn signals_are_heard_in_the_search_of_knn() {
    let mut run = Run::new(&[
        "knn",
        "--dataset",
        "synthetic-digits",
        "--distances",
        "linf",
        "--out",
        "out.jsonl",
    ]);
    run.read_until("neighbours, linf");
    run.send(Signal::SIGHUP);
    run.end().is_interrupted(Signal::SIGHUP, "after 0 of 2 cells");
}

#[test]
fn agree_shows_the_cases_before_the_signal() {
    let mut run =
        Run::new(&["agree", "--levels", "2", "--cases", "layer-", "--contenders", "burn-flex"]);
    run.read_until("3/");
    run.send(Signal::SIGINT);
    let end = run.end();
    assert_eq!(end.code, Some(130), "{}", end.told);
    let last = end.told.lines().last().unwrap();
    assert!(last.starts_with("error: interrupted after ") && last.ends_with(" cells"), "{last}");
    assert!(
        end.shown.contains("cases agree so far.") && !end.told.contains("gave no result"),
        "{}",
        end.shown
    );
}

/// The reader of standard output has stopped reading, and the process waits for it.
#[test]
fn a_second_signal_ends_a_run_that_does_not_end() {
    let (reader, mut writer) = io::pipe().unwrap();
    writer.write_all(&[b'x'; 65_536]).unwrap();
    let mut run = Run::with(&MANY, |command| {
        command.stdout(writer.try_clone().unwrap());
    });
    drop(writer);
    run.wait_until(|run| run.records() > 2);
    run.send(Signal::SIGTERM);
    sleep(Duration::from_millis(500));
    assert!(run.child.try_wait().unwrap().is_none(), "the pipe is full");
    run.send(Signal::SIGTERM);
    assert_eq!(run.end().code, Some(143));
    drop(reader);
}

/// `timeout` signals the process, and then its process group: that is one interruption.
#[test]
fn a_signal_that_comes_twice_at_once_is_one() {
    let mut run = Run::new(&MANY);
    run.wait_until(|run| run.records() > 2);
    run.send(Signal::SIGTERM);
    sleep(Duration::from_millis(2));
    run.send(Signal::SIGTERM);
    let end = run.end();
    let finished = lines(&end.run.path().join("out.jsonl"));
    end.is_interrupted(Signal::SIGTERM, &format!("after {finished} of 1000 cells"));
}

#[test]
fn a_run_under_nohup_outlives_its_terminal() {
    let mut arguments = MANY;
    arguments[7] = "20";
    let mut run = Run::with(&arguments, |command| {
        let inner: Vec<_> = command.get_args().skip(1).map(ToOwned::to_owned).collect();
        let mut ignoring = Command::new("env");
        ignoring.arg("--ignore-signal=HUP").args(inner);
        ignoring.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        ignoring.current_dir(command.get_current_dir().unwrap());
        ignoring.stdout(Stdio::piped()).stderr(Stdio::piped());
        *command = ignoring;
    });
    run.wait_until(|run| run.records() > 0);
    run.send(Signal::SIGHUP);
    let end = run.end();
    assert_eq!(end.code, Some(0), "{}", end.told);
    assert_eq!(lines(&end.run.path().join("out.jsonl")), 20);
}

#[test]
fn a_cell_ends_when_its_parent_was_killed() {
    let mut run = Run::new(&[
        "--dataset",
        "synthetic-digits",
        "--knn-queries",
        "2000",
        "--contenders",
        "knn-linfa-balltree",
        "--out",
        "out.jsonl",
    ]);
    let temporary = run.folder.path().join("temporary");
    run.wait_until(|_| processes_with(&temporary) == 2);
    run.send(Signal::SIGKILL);
    run.child.wait().unwrap();
    let killed = Instant::now();
    while processes_with(&temporary) > 0 {
        assert!(killed.elapsed() < Duration::from_secs(8), "the cell goes on");
        sleep(Duration::from_millis(20));
    }
}
