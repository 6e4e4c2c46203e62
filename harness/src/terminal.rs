//! Words to a person. A reader that has gone (`crosscheck list | head -1`) is no error.

use std::io::{self, Write};

/// Writes a line to standard output: what was asked for.
pub fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Writes a line to standard error: what is good to know.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
