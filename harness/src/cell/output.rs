//! What a contender writes: lines of messages, and the last lines of standard error. Both are read with
//! bounded memory, whatever comes.

use std::{
    io::{BufRead, BufReader, Read},
    sync::mpsc::{Receiver, channel, sync_channel},
    thread,
};

/// The longest line of standard output in bytes.
pub(super) const LONGEST_LINE: usize = 64 << 20;

/// The most bytes of standard error that are kept.
const LAST_BYTES: usize = 4 << 10;

/// A line of standard output.
pub(super) enum Line {
    /// Its text.
    Text(String),
    /// Longer than [`LONGEST_LINE`]; the last line.
    TooLong,
}

/// The lines of standard output that are not empty. A contender that writes faster than they are taken
/// has to wait.
pub(super) fn lines(stdout: Option<impl Read + Send + 'static>) -> Receiver<Line> {
    let (sender, lines) = sync_channel(1);
    thread::spawn(move || {
        let Some(stdout) = stdout else { return };
        let mut stdout = BufReader::new(stdout);
        let mut line = Vec::new();
        loop {
            line.clear();
            match (&mut stdout).take(LONGEST_LINE as u64).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(LONGEST_LINE) if !line.ends_with(b"\n") => {
                    let _ = sender.send(Line::TooLong);
                    return;
                }
                Ok(_) => {}
            }
            let text = String::from_utf8_lossy(&line).trim().to_owned();
            if !text.is_empty() && sender.send(Line::Text(text)).is_err() {
                return;
            }
        }
    });
    lines
}

/// The last lines of standard error, which hold the reason of a panic or traceback.
pub(super) fn last_lines(stderr: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, last_lines) = channel();
    thread::spawn(move || {
        let Some(mut stderr) = stderr else { return };
        let mut last = Vec::new();
        let mut bytes = [0; LAST_BYTES];
        while let Ok(read @ 1..) = stderr.read(&mut bytes) {
            last.extend_from_slice(&bytes[..read]);
            last.drain(..last.len().saturating_sub(LAST_BYTES));
        }
        let _ = sender.send(summary(&String::from_utf8_lossy(&last)));
    });
    last_lines
}

/// The last three lines that say something.
fn summary(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines: Vec<&str> =
        lines.filter(|line| !line.is_empty() && !line.starts_with("note: ")).collect();
    lines[lines.len().saturating_sub(3)..].join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_three_lines_are_kept_of_any_amount_of_text() {
        let mut text = vec![b'x'; 1 << 20];
        text.extend_from_slice(b"\none\n\ntwo\nthree\nnote: run with RUST_BACKTRACE=1\n");
        let last = last_lines(Some(std::io::Cursor::new(text))).recv().unwrap();
        assert_eq!(last, "one | two | three");
        let short = last_lines(Some(&b"only"[..])).recv().unwrap();
        assert_eq!(short, "only");
    }

    #[test]
    fn a_line_without_end_is_too_long_and_the_last() {
        let lines = lines(Some(std::io::Cursor::new(b"\n a \n").chain(std::io::repeat(b'x'))));
        assert!(matches!(lines.recv(), Ok(Line::Text(text)) if text == "a"));
        assert!(matches!(lines.recv(), Ok(Line::TooLong)));
        assert!(lines.recv().is_err());
    }
}
