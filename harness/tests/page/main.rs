//! The report, in a real browser where there is one.

#![allow(clippy::unwrap_used)]

mod browser;
#[path = "../support/mod.rs"]
mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use browser::Seen;
use harness::{
    record::{Mistake, Record},
    supervisor::Outcome,
};
use support::{crosscheck, records, result_file};
use tempfile::TempDir;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../results/default-mnist.jsonl");

const GROWTH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../results/growth.jsonl");

/// Text that would be markup, script or style if anything let it.
const HOSTILE: &str =
    "</style></table><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{7*7}}";

/// A page of these records, written by `crosscheck report`.
fn page(records: &[Record]) -> (TempDir, PathBuf) {
    let (folder, results) = result_file();
    let lines = records.iter().map(|it| serde_json::to_string(it).unwrap() + "\n");
    fs::write(&results, lines.collect::<String>()).unwrap();
    let mut command = crosscheck();
    if let Some(data) = support::real_data() {
        command.env("NN_DATA", data);
    }
    command.arg("report").arg(&results).assert().success();
    (folder, results.with_extension("html"))
}

fn committed() -> Vec<Record> {
    records(Path::new(COMMITTED))
}

fn growth() -> Vec<Record> {
    records(Path::new(GROWTH))
}

/// Every way in which a cell can end without an answer.
fn with_problems() -> Vec<Record> {
    let mut records = committed();
    let outcomes = [
        Outcome::Failed { error: HOSTILE.to_owned() },
        Outcome::Skipped { reason: "no device".to_owned() },
        Outcome::Diverged { epoch: 1, step: 2 },
        Outcome::TimedOut { seconds: 3.0 },
    ];
    for (record, outcome) in records.iter_mut().skip(1).zip(outcomes) {
        record.outcome = outcome;
    }
    records
}

/// Two hundred cells: forty contenders, five repetitions.
fn two_hundred() -> Vec<Record> {
    let first = committed().remove(0);
    let cell = |index: u32| {
        let mut record = first.clone();
        record.contender.id = format!("contender-{}", index % 40);
        record.workload.repetition = index / 40;
        record
    };
    (0..200).map(cell).collect()
}

/// Labels, ids and versions that are a thousand letters long, and hostile.
fn long_and_hostile() -> Vec<Record> {
    let mut records = committed();
    for (index, record) in records.iter_mut().enumerate() {
        let long = format!("{}{HOSTILE}", "label".repeat(200));
        record.workload.class_names = (0..10).map(|class| format!("{class}{long}")).collect();
        record.workload.dataset = long.clone();
        record.contender.id = format!("{}{long}", index % 5);
        record.contender.framework = long.clone();
        record.provenance.cpu = Some(long);
        record.quality.mistakes = Some(vec![Mistake::from([0, 1, 2])]);
    }
    records
}

/// A phone, a tablet, a desk.
const WIDTHS: [u32; 3] = [400, 1000, 1600];

/// Looks at a page; with `SCREENSHOTS=FOLDER`, leaves pictures of it there as well.
fn seen(browser: &Path, name: &str, records: &[Record]) -> Seen {
    let (_folder, html) = page(records);
    if let Some(folder) = std::env::var_os("SCREENSHOTS") {
        for width in WIDTHS {
            let file = Path::new(&folder).join(format!("{name}-{width}.png"));
            browser::picture(browser, &html, width, &file);
        }
    }
    browser::look(browser, &html, &WIDTHS)
}

#[test]
fn a_page_loads_without_a_complaint_or_a_request_and_nothing_overlaps() {
    let Some(browser) = browser::browser() else {
        return;
    };
    for (name, records) in [
        ("default", committed()),
        ("problems", with_problems()),
        ("one cell", committed()[..1].to_vec()),
        ("200 cells", two_hundred()),
        ("long labels", long_and_hostile()),
        ("growth", growth()),
    ] {
        let seen = seen(&browser, name, &records);
        assert!(seen.overlaps.is_empty(), "{name}: {:#?}", seen.overlaps);
        assert!(seen.complaints.is_empty(), "{name}: {:?}", seen.complaints);
        let mut leaving = seen.requests.iter().filter(|url| !url.starts_with("data:"));
        assert_eq!(leaving.next(), None, "{name}");
        assert_eq!(seen.scripts, 0, "{name}");
    }
}

#[test]
fn every_section_is_there_when_its_data_are_and_only_then() {
    let Some(browser) = browser::browser() else {
        return;
    };
    let Seen { ids, charts, .. } = seen(&browser, "sections", &committed());
    let has = |id: &str| ids.iter().any(|other| other == id);
    for section in
        ["comparison-1", "ranking-1", "gradients-1", "confusion-1", "activations", "provenance"]
    {
        assert!(has(section), "{section}: {ids:?}");
    }
    assert_eq!(has("predictions-1"), support::real_data().is_some());
    for chart in [
        "Accuracy against time",
        "Training loss per epoch",
        "Test accuracy per epoch",
        "Where the time goes",
    ] {
        assert!(charts.iter().any(|other| other == chart), "{chart}: {charts:?}");
    }
    for absent in ["variants-1", "neighbours-1", "growth"] {
        assert!(!has(absent), "{absent}: {ids:?}");
    }

    let mut skipped = committed();
    for record in &mut skipped {
        record.outcome = Outcome::Skipped { reason: "nobody ran".to_owned() };
    }
    let Seen { ids, charts, .. } = seen(&browser, "skipped", &skipped);
    assert!(ids.iter().any(|id| id == "ranking-1"), "{ids:?}");
    assert!(!ids.iter().any(|id| id == "gradients-1"), "{ids:?}");
    assert!(!charts.iter().any(|it| it.contains("Accuracy")), "{charts:?}");

    let Seen { ids, .. } = seen(&browser, "growth", &growth());
    assert!(ids.iter().any(|id| id == "growth"), "{ids:?}");
    assert!(!ids.iter().any(|id| id == "ranking-1"), "{ids:?}");
}

#[test]
fn a_run_leaves_its_page_with_the_sweep_or_the_changed_images_that_it_tried() {
    let Some(browser) = browser::browser() else {
        return;
    };
    let small = ["--dataset", "synthetic-digits", "--contenders"];
    let variants = ["variants", "--model", "784-16-10", "--epochs", "1", "--repetitions", "1"];
    let sweep = ["knn", "--largest-k", "3", "--test-rows", "40", "--distances", "l2"];
    for (arguments, contenders, section, charts) in [
        (&variants[..], "scratch", "variants-1", 5),
        (&sweep, "scratch,knn-exact", "neighbours-1", 3),
    ] {
        let (_folder, results) = result_file();
        let run = crosscheck()
            .args(arguments)
            .args(small)
            .arg(contenders)
            .arg("--out")
            .arg(&results)
            .assert()
            .success();
        let html = results.with_extension("html");
        let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(told.contains(&format!("Report: {}", html.display())), "{told}");
        let seen = browser::look(&browser, &html, &WIDTHS);
        assert!(seen.ids.iter().any(|id| id == section), "{:?}", seen.ids);
        let own =
            |title: &&String| title.starts_with("Test images") || title.starts_with("k-nearest");
        assert_eq!(seen.charts.iter().filter(own).count(), charts, "{:?}", seen.charts);
        assert!(seen.overlaps.is_empty(), "{:#?}", seen.overlaps);
        assert!(seen.complaints.is_empty(), "{:?}", seen.complaints);
    }
}

#[test]
fn the_page_of_the_default_comparison_is_small_and_written_at_once() {
    let start = Instant::now();
    let (_folder, html) = page(&committed());
    let page = fs::read_to_string(html).unwrap();
    assert!(page.len() < 2 << 20, "{} bytes", page.len());
    // Ten times what it takes, so that a busy machine does not fail it.
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(
        !page.contains("http://")
            || page.matches("http://").count() == page.matches("http://www.w3.org/").count()
    );
}

#[test]
fn text_from_data_never_becomes_markup() {
    let (_folder, html) = page(&long_and_hostile());
    let page = fs::read_to_string(html).unwrap();
    assert!(!page.contains("<script") && !page.contains("<img src=x"));
    assert!(page.contains("&lt;") || page.contains("&#60;"));
}

#[test]
fn the_verdict_names_the_fastest_the_most_accurate_and_the_agreement() {
    let (_folder, html) = page(&committed());
    let page = fs::read_to_string(html).unwrap();
    for words in ["scratch trains fastest", "most accurate", "The gradients agree"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn whoever_answered_for_some_images_only_is_not_the_most_accurate() {
    let fashion = concat!(env!("CARGO_MANIFEST_DIR"), "/../results/default-fashion-mnist.jsonl");
    let (_folder, html) = page(&records(Path::new(fashion)));
    let page = fs::read_to_string(html).unwrap();
    // It has 87.00 %, of 500 images; nobody has that of all.
    assert!(page.contains(" is most accurate: 8"), "{page}");
    assert!(!page.contains("knn-linfa-linear is most"), "{page}");
}

#[test]
fn repetitions_of_two_runs_in_one_file_are_not_paired_with_each_other() {
    /// `2.55` of `…, 2.55 (2.48–2.57) times as fast as …`.
    fn ratio(records: &[Record]) -> String {
        let (_folder, html) = page(records);
        let page = fs::read_to_string(html).unwrap();
        let (before, _) = page.split_once(" times as fast as").unwrap();
        let ratio = before.rsplit(", ").next().unwrap();
        ratio.split_once(" (").unwrap().0.to_owned()
    }
    let mut records = committed();
    let of_one_run = ratio(&records);
    let mut slower = committed();
    for record in &mut slower {
        record.provenance.started = "2030-01-01T00:00:00Z".to_owned();
        for seconds in &mut record.timings.train_seconds {
            *seconds *= 10.0;
        }
    }
    records.extend(slower);
    assert_eq!(ratio(&records), of_one_run);
}
