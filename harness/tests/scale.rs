//! `crosscheck scale`, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use std::{collections::BTreeSet, fs, path::Path};

use records::{Axis, Setting};
use roxmltree::Document;
use support::{crosscheck, ids, records, result_file};

/// Colours of the first curves.
const COLORS: [&str; 2] = ["#0072B2", "#D55E00"];

fn told(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The files of a folder, by name.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// Corners of the curve of that colour.
fn corners(svg: &Document<'_>, color: &str) -> usize {
    let lines = svg.descendants().filter(|node| {
        let thick = node.attribute("stroke-width") == Some("20");
        node.has_tag_name("polyline") && thick && node.attribute("stroke") == Some(color)
    });
    let lines: Vec<_> = lines.collect();
    assert_eq!(lines.len(), 1, "one line for {color}");
    let points = lines[0].attribute("points").unwrap();
    points.split_whitespace().count()
}

#[test]
fn every_axis_has_its_points_its_tables_and_a_line_for_each_contender() {
    let (folder, out) = result_file();
    let plots = folder.path().join("plots");
    let run = crosscheck()
        .args(["scale", "--quick", "--axes", "depth,batch,rows,threads"])
        .args(["--dataset", "edges", "--threads", "1"])
        .args(["--contenders", "scratch,candle-cpu", "--out"])
        .arg(&out)
        .arg("--plots")
        .arg(&plots)
        .assert()
        .success();
    // 200 training images.
    let expected = [
        (Axis::HiddenLayers, &[1, 2, 4, 8][..]),
        (Axis::Batch, &[1, 4, 16, 64]),
        (Axis::TrainRows, &[200]),
        (Axis::Threads, &[1]),
    ];
    let records = records(&out);
    let settings: Vec<Setting> =
        records.iter().filter_map(|record| record.workload.setting).collect();
    let points = expected.iter().flat_map(|(axis, values)| {
        let both = move |&value| [Setting::Point { axis: *axis, value }; 2];
        values.iter().flat_map(both)
    });
    assert_eq!(settings, points.collect::<Vec<_>>());
    assert_eq!(ids(&records)[..2], ["scratch", "candle-cpu"]);
    for record in &records {
        assert!(record.timings.train_seconds[0] > 0.0 && record.peak_memory_bytes.is_some());
        // Records of costs stay short.
        assert!(record.quality.mistakes.is_none() && record.quality.epochs.is_empty());
        assert!(record.agreement.is_none());
    }
    let shown = told(&run.get_output().stdout);
    let mut files = BTreeSet::new();
    for (axis, values) in expected {
        assert!(shown.contains(&format!("| {axis} |")), "{shown}");
        for measure in ["time", "memory"] {
            let name = format!("{}-{measure}.svg", axis.slug());
            let text = fs::read_to_string(plots.join(&name)).unwrap();
            let svg = Document::parse(&text).unwrap();
            for color in COLORS {
                assert_eq!(corners(&svg, color), values.len(), "{name}");
            }
            assert!(text.contains("scratch") && text.contains("candle-cpu"));
            files.insert(name);
        }
    }
    assert_eq!(names(&plots), files);
}

#[test]
fn nearest_neighbours_take_part_where_training_images_grow() {
    let (folder, out) = result_file();
    let scale = |axes: &str| {
        let mut command = crosscheck();
        command
            .args(["scale", "--quick", "--dataset", "edges", "--axes", axes])
            .args(["--contenders", "knn-exact", "--out"])
            .arg(&out);
        command
    };
    let run = scale("rows").assert().success();
    let shown = told(&run.get_output().stdout);
    assert!(shown.contains("knn-exact (per query)"), "{shown}");
    // The default folder: beside the result file, with its name.
    let files = names(&folder.path().join("results"));
    assert!(files.contains("training-rows-time.svg"), "{files:?}");
    let error = told(&scale("width").assert().code(2).get_output().stderr);
    assert!(error.contains("hidden width") && error.contains("training rows"), "{error}");
}

#[test]
fn what_cannot_be_measured_is_told_with_names_and_numbers() {
    for (arguments, words) in [
        (&["--axes", "depht"][..], ["depht", "hidden-width, hidden-layers"]),
        (&["--threads", "100000"], ["100000", "processors"]),
        (&["--threads", "0"], ["0", "at least 1"]),
        (&["--contenders", "torch"], ["torch", "burn-flex"]),
        (&["--repetitions", "0"], ["0", "1..=1000"]),
    ] {
        let mut command = crosscheck();
        let run = command.arg("scale").args(arguments).assert().code(2);
        let error = told(&run.get_output().stderr);
        for word in words {
            assert!(error.contains(word), "{word}: {error}");
        }
    }
}

#[test]
fn a_file_without_points_cannot_be_redrawn() {
    let results = Path::new(env!("CARGO_MANIFEST_DIR")).join("../results/default-mnist.jsonl");
    let (folder, _) = result_file();
    let run = crosscheck()
        .args(["scale", "--redraw"])
        .arg(&results)
        .arg("--plots")
        .arg(folder.path().join("plots"))
        .assert()
        .code(1);
    let error = told(&run.get_output().stderr);
    let records = std::fs::read_to_string(&results).unwrap().lines().count();
    let counted = format!("none of its {records} records");
    assert!(error.contains(&counted), "{error}");
}

#[test]
fn the_curves_and_tables_of_the_documentation_are_those_of_the_committed_results() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (folder, _) = result_file();
    let plots = folder.path().join("plots");
    let run = crosscheck()
        .args(["scale", "--redraw"])
        .arg(root.join("results/growth.jsonl"))
        .arg("--plots")
        .arg(&plots)
        .assert()
        .success();
    let committed = root.join("docs/growth");
    assert_eq!(names(&plots), names(&committed));
    for name in names(&plots) {
        let drawn = fs::read_to_string(plots.join(&name)).unwrap();
        let same = drawn == fs::read_to_string(committed.join(&name)).unwrap();
        assert!(same, "{name}: draw it again with `crosscheck scale --redraw`");
    }
    let page = fs::read_to_string(root.join("docs/growth.md")).unwrap();
    let shown = told(&run.get_output().stdout);
    for line in shown.lines().filter(|line| line.starts_with('|')) {
        assert!(page.contains(line), "docs/growth.md lacks {line}");
    }
}
