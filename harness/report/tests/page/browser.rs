//! A page in headless Chromium, through its command line alone.
//!
//! The page has no script, and its security policy allows none. A second page, `watch.html`, shows it in
//! frames of several widths and writes its observations, which Chromium prints with `--dump-dom`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;

/// Observations of a page.
#[derive(Debug, Deserialize)]
pub(crate) struct Seen {
    /// Elements that overlap or stick out, with the width of the window.
    pub(crate) overlaps: Vec<String>,
    /// Addresses that the page requested.
    pub(crate) requests: Vec<String>,
    /// Messages on the console.
    #[serde(skip)]
    pub(crate) complaints: Vec<String>,
}

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser's program; `None` if there is none on the PATH.
pub(crate) fn browser() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    let mut programs = NAMES.iter().flat_map(|name| folders.iter().map(move |it| it.join(name)));
    let program = programs.find(|program| program.is_file());
    if program.is_none() {
        eprintln!("skipped: there is no Chromium or Chrome on the PATH");
    }
    program
}

/// Loads a page in windows of these widths.
pub(crate) fn look(browser: &Path, page: &Path, widths: &[u32]) -> Seen {
    let folder = page.parent().unwrap();
    let watch = folder.join("watch.html");
    let script = include_str!("watch.js");
    let widths = serde_json::to_string(widths).unwrap();
    let name = page.file_name().unwrap().to_str().unwrap();
    fs::write(
        &watch,
        format!("<body><pre id=seen></pre><script>const PAGE = '{name}', WIDTHS = {widths};\n{script}</script>"),
    )
    .unwrap();
    let output = headless(browser, folder)
        .args(["--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom"])
        .args(["--enable-logging=stderr", "--window-size=1800,1200"])
        .arg(format!("file://{}", watch.display()))
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let json = printed.split("<pre id=\"seen\">").nth(1).and_then(|it| it.split("</pre>").next());
    let json = json.unwrap_or_default();
    assert!(!json.is_empty(), "the browser printed nothing: {printed}");
    let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let log = String::from_utf8_lossy(&output.stderr);
    let complaints = log.lines().filter(|line| line.contains(":CONSOLE"));
    Seen {
        complaints: complaints.map(str::to_owned).collect(),
        ..serde_json::from_str(&json).unwrap()
    }
}

/// A screenshot of the top of the page.
pub(crate) fn screenshot(browser: &Path, page: &Path, width: u32, file: &Path) {
    headless(browser, page.parent().unwrap())
        .arg(format!("--window-size={width},4000"))
        .args(["--hide-scrollbars".to_owned(), format!("--screenshot={}", file.display())])
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
}

fn headless(browser: &Path, folder: &Path) -> Command {
    let mut command = Command::new(browser);
    command
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-dev-shm-usage",
        ])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()));
    command
}
