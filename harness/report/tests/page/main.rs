//! The page: its sections, escaping, and that it needs nothing but itself.
//!
//! The page is well-formed XML, so these tests read it without a browser. One ignored test looks at it
//! in Chromium: `SCREENSHOTS=FOLDER cargo test -p report --test page -- --ignored`.

#![allow(clippy::unwrap_used)]

mod browser;

use std::{fs, path::Path};

use browser::Seen;
use records::{Mistake, Outcome, Record, ResultFile};
use roxmltree::{Document, Node, ParsingOptions};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Text that would be markup, script or style if it were not escaped.
const HOSTILE: &str =
    "</style></table><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{7*7}}";

fn records(path: &str) -> Vec<Record> {
    ResultFile::read(&Path::new(ROOT).join(path)).unwrap()
}

fn committed() -> Vec<Record> {
    records("results/default-mnist.jsonl")
}

fn fixture() -> Vec<Record> {
    records("harness/report/tests/fixture.jsonl")
}

fn page(records: &[Record]) -> String {
    report::page::render(records, &[]).unwrap()
}

/// Every outcome without a result.
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

fn all() -> [(&'static str, Vec<Record>); 7] {
    [
        ("default", committed()),
        ("problems", with_problems()),
        ("one cell", committed()[..1].to_vec()),
        ("200 cells", two_hundred()),
        ("long labels", long_and_hostile()),
        ("growth", records("results/growth.jsonl")),
        ("fixture", fixture()),
    ]
}

/// Reads a page; fails if it is not well-formed.
fn read<T>(page: &str, look: impl FnOnce(&Document<'_>) -> T) -> T {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    look(&Document::parse_with_options(page, options).unwrap())
}

fn texts(document: &Document<'_>, name: &str) -> Vec<String> {
    let nodes = document.descendants().filter(|node| node.has_tag_name(name));
    nodes.filter_map(|node| Some(node.text()?.to_owned())).collect()
}

/// Ids of the sections.
fn ids(page: &str) -> Vec<String> {
    read(page, |document| {
        let ids = document.descendants().filter_map(|node| node.attribute("id"));
        ids.map(str::to_owned).collect()
    })
}

/// Titles of the charts.
fn charts(page: &str) -> Vec<String> {
    let is_chart = |node: &Node<'_, '_>| node.attribute("class") == Some("chart");
    read(page, |document| {
        let titles = document.descendants().filter(is_chart).filter_map(|figure| {
            Some(figure.children().find(|node| node.has_tag_name("h3"))?.text()?.to_owned())
        });
        titles.collect()
    })
}

#[test]
fn every_page_is_well_formed_without_scripts_and_asks_for_nothing() {
    for (name, records) in all() {
        read(&page(&records), |document| {
            for node in document.descendants().filter(Node::is_element) {
                let tag = node.tag_name().name();
                assert!(!["script", "iframe", "object", "embed"].contains(&tag), "{name}: {tag}");
                for attribute in node.attributes() {
                    let (key, value) = (attribute.name(), attribute.value());
                    assert!(!key.starts_with("on"), "{name}: {key}");
                    let is_address = ["src", "href", "action", "data", "srcset"].contains(&key);
                    let is_local = value.starts_with("data:") || value.starts_with('#');
                    assert!(!is_address || is_local, "{name}: {key}={value}");
                }
            }
            let style = texts(document, "style").join("");
            assert!(!style.contains("url(") && !style.contains("@import"), "{name}");
            let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
            let mut metas = document.descendants().filter(|node| node.has_tag_name("meta"));
            assert!(metas.any(|meta| meta.attribute("content") == Some(policy)), "{name}");
        });
    }
}

#[test]
fn a_section_is_there_if_its_data_are() {
    let default = page(&committed());
    let has = |ids: &[String], id: &str| ids.iter().any(|other| other == id);
    let sections = ids(&default);
    for id in ["comparison-1", "ranking-1", "gradients-1", "confusion-1", "provenance"] {
        assert!(has(&sections, id), "{id}: {sections:?}");
    }
    for absent in ["variants-1", "neighbours-1", "sweep-1", "activations", "predictions-1"] {
        assert!(!has(&sections, absent), "{absent}: {sections:?}");
    }
    let titles = charts(&default);
    for title in [
        "Accuracy against time",
        "Training loss per epoch",
        "Test accuracy per epoch",
        "Parts of the time",
    ] {
        assert!(titles.iter().any(|other| other == title), "{title}: {titles:?}");
    }

    let mut skipped = committed();
    for record in &mut skipped {
        record.outcome = Outcome::Skipped { reason: "no run".to_owned() };
    }
    let skipped = page(&skipped);
    assert!(has(&ids(&skipped), "ranking-1") && !has(&ids(&skipped), "gradients-1"));
    assert_eq!(charts(&skipped), <[String; 0]>::default());

    let growth = ids(&page(&records("results/growth.jsonl")));
    assert!(has(&growth, "sweep-1") && !has(&growth, "ranking-1"), "{growth:?}");
}

/// `[sweep]` over `batch` was once taken for a point of `crosscheck scale`: it vanished from the
/// ranking and appeared as growth, without its base.
#[test]
fn a_sweep_over_batch_has_its_rows_and_curves_with_the_base_among_them() {
    let sweep: Vec<Record> = fixture().into_iter().filter(in_the_sweep).collect();
    assert_eq!(sweep.len(), 10);
    let page = page(&sweep);
    let titles = charts(&page);
    for axis in ["hidden width", "epochs", "batch"] {
        assert!(titles.contains(&format!("Test accuracy by {axis}")), "{titles:?}");
    }
    read(&page, |document| {
        let ranking = document.descendants().find(|node| node.attribute("id") == Some("ranking-1"));
        let rows = ranking.unwrap().descendants().filter(|node| node.has_tag_name("tr")).count();
        assert_eq!(rows, 1 + sweep.len());
        let figures = document.descendants().filter(|node| node.has_tag_name("figure"));
        let mut titled = figures.filter(|figure| {
            figure.descendants().any(|node| node.text() == Some("Test accuracy by batch"))
        });
        let rows = titled.next().unwrap().descendants().filter(|node| node.has_tag_name("tr"));
        let names: Vec<String> = rows
            .skip(1)
            .filter_map(|row| Some(row.descendants().find_map(|n| n.text())?.to_owned()))
            .collect();
        let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        assert_eq!(names, ["5", "10", "50"], "the base has batch 10");
    });
    assert_eq!(titles.iter().filter(|title| title.contains("grow")).count(), 0);
}

fn in_the_sweep(record: &Record) -> bool {
    record.provenance.command.as_deref().is_some_and(|command| command.contains("sweep.toml"))
}

#[test]
fn text_from_data_never_becomes_markup() {
    let page = page(&long_and_hostile());
    assert!(!page.contains("<script") && !page.contains("<img src=x"));
    assert!(page.contains("&lt;") || page.contains("&#60;"));
}

#[test]
fn the_verdict_names_the_fastest_the_most_accurate_and_the_agreement() {
    let page = page(&committed());
    for words in ["scratch trains fastest", "most accurate", "The gradients agree"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_contender_with_a_sample_of_the_test_set_is_not_the_most_accurate() {
    let page = page(&records("results/default-fashion-mnist.jsonl"));
    // It has 87.00 % of 500 images; no contender has that of all.
    assert!(page.contains(" is most accurate: 8"), "{page}");
    assert!(!page.contains("knn-linfa-linear is most"), "{page}");
}

#[test]
fn repetitions_that_are_in_the_file_twice_change_no_number_and_are_reported() {
    /// `2.55` of `…, 2.55 (2.48–2.57) times as fast as …`.
    fn ratio(page: &str) -> &str {
        let (before, _) = page.split_once(" times as fast as").unwrap();
        before.rsplit(", ").next().unwrap()
    }
    let once = page(&committed());
    let mut twice = committed();
    for mut record in committed() {
        record.provenance.started = "2030-01-01T00:00:00Z".to_owned();
        record.timings.train_seconds.iter_mut().for_each(|seconds| *seconds *= 10.0);
        twice.push(record);
    }
    let twice = page(&twice);
    assert_eq!(ratio(&twice), ratio(&once));
    assert!(twice.contains("15 records repeat a repetition"), "{twice}");
}

/// A phone, a tablet, a desktop.
const WIDTHS: [u32; 3] = [400, 1000, 1600];

#[test]
#[ignore = "needs Chromium, whose version and fonts decide the result"]
fn in_a_browser_nothing_overlaps_and_nothing_is_reported() {
    let browser = browser::browser().unwrap();
    for (name, records) in all() {
        let folder = tempfile::tempdir().unwrap();
        let html = folder.path().join("page.html");
        fs::write(&html, page(&records)).unwrap();
        if let Some(screenshots) = std::env::var_os("SCREENSHOTS") {
            for width in WIDTHS {
                let file = Path::new(&screenshots).join(format!("{name}-{width}.png"));
                browser::screenshot(&browser, &html, width, &file);
            }
        }
        let Seen { overlaps, requests, complaints } = browser::look(&browser, &html, &WIDTHS);
        assert!(overlaps.is_empty(), "{name}: {overlaps:#?}");
        assert!(complaints.is_empty(), "{name}: {complaints:?}");
        assert!(requests.iter().all(|url| url.starts_with("data:")), "{name}: {requests:?}");
    }
}
