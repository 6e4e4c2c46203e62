//! `crosscheck show`, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use std::{collections::BTreeSet, fs, path::Path};

use roxmltree::Document;
use support::{crosscheck, real_data};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn shown(arguments: &[&str]) -> String {
    let mut command = crosscheck();
    command.current_dir(ROOT).arg("show");
    let run = command.args(arguments).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

fn summary(arguments: &[&str]) -> String {
    shown(&[&["model"], arguments].concat())
}

/// The names of the files in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// Width, height and bytes of a PNG's pixels.
fn pixels(path: &Path) -> (u32, u32, Vec<u8>) {
    let file = std::io::BufReader::new(fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    (info.width, info.height, data)
}

#[test]
fn the_exercises_models_have_the_parameters_that_they_promise() {
    let simple = summary(&["--experiment", "experiments/simple.toml"]);
    assert!(simple.contains("| linear1 | [rows, 10]   |   7,850 |"));
    assert!(simple.trim_end().ends_with("trained: 7,850"), "{simple}");
    let complex = summary(&["--experiment", "experiments/complex.toml"]);
    let sum = "trained: 401,920 + 262,656 + 5,130 = 669,706";
    assert!(complex.trim_end().ends_with(sum), "{complex}");
}

#[test]
fn running_statistics_are_counted_separately() {
    let library = summary(&["--experiment", "experiments/library.toml"]);
    assert!(library.contains("| batchnorm1 | [rows, 256]  |     512 |     512 |"), "{library}");
    assert!(library.contains("= 235,914\nrunning: 768,"), "{library}");
}

#[test]
fn widths_on_the_command_line_are_a_model_too_and_zero_is_none() {
    let widths = summary(&["--model", "4-3-2"]);
    assert!(widths.contains("trained: 15 + 8 = 23"), "{widths}");
    assert!(summary(&[]).contains("= 109,386"), "the default model");
    let mut command = crosscheck();
    let run = command.args(["show", "model", "--model", "4-0-2"]);
    run.assert().code(2);
}

#[test]
fn a_model_is_drawn_with_every_layer_and_the_sum_of_its_table() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("pictures");
    let out_path = out.to_str().unwrap();
    let experiment = "experiments/library.toml";
    let table = summary(&["--experiment", experiment, "--out", out_path]);
    let mut expected = BTreeSet::from(["model.svg".to_owned()]);
    if cfg!(feature = "png") {
        expected.insert("model.png".to_owned());
    }
    assert_eq!(names(&out), expected);
    let svg = fs::read_to_string(out.join("model.svg")).unwrap();
    let drawn = Document::parse(&svg).unwrap();
    let texts = drawn.descendants().filter_map(|node| node.text());
    let texts: Vec<&str> = texts.map(str::trim).collect();
    let sum = table.lines().find(|it| it.starts_with("trained:")).unwrap();
    assert!(texts.contains(&sum), "{texts:?}");
    let rows = table.lines().filter(|line| line.contains("[rows, "));
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let bar = format!("{}: {}", cells[1], cells[2]);
        assert!(texts.contains(&bar.as_str()), "{bar} in {texts:?}");
    }
    assert!(texts.contains(&"200,960 values"), "{texts:?}");
    if cfg!(feature = "png") {
        let (width, height, data) = pixels(&out.join("model.png"));
        assert!(width > 600 && height > 200);
        assert!(data.iter().collect::<BTreeSet<_>>().len() > 2, "drawn");
    }
}

#[test]
fn every_activation_is_shown_with_its_derivative_and_drawn_twice() {
    let folder = tempfile::tempdir().unwrap();
    // A folder that is not there yet.
    let out = folder.path().join("curves/of/layers");
    let text = shown(&["activations", "--out", out.to_str().unwrap()]);
    for (id, name, formula, derivative) in [
        ("relu", "ReLU", "y = max(x, 0)", "y′ = 1 above 0"),
        ("leaky-relu", "LeakyReLU", "y = x above 0", "0.1 elsewhere"),
        ("sigmoid", "Sigmoid", "y = 1 / (1 + e⁻ˣ)", "y′ = y·(1 − y)"),
        ("tanh", "Tanh", "y = (eˣ − e⁻ˣ)", "y′ = 1 − y²"),
    ] {
        for word in [name, formula, derivative] {
            assert!(text.contains(word), "{word}: {text}");
        }
        let svg = fs::read_to_string(out.join(format!("{id}.svg"))).unwrap();
        let document = Document::parse(&svg).unwrap();
        let label = document.root_element().attribute("aria-label").unwrap();
        assert!(label.starts_with(name), "{label}");
        if cfg!(feature = "png") {
            let (width, height, data) = pixels(&out.join(format!("{id}.png")));
            let drawn = document.root_element().attribute("width").unwrap();
            assert_eq!(width, 2 * drawn.parse::<u32>().unwrap());
            assert_eq!(data.len() % (width * height) as usize, 0);
            assert!(data.contains(&255) && data.iter().any(|&byte| byte < 100));
        }
    }
    assert_eq!(names(&out).len(), if cfg!(feature = "png") { 8 } else { 4 });
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn the_edges_are_shown_as_images_and_on_a_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let text = shown(&["dataset", "--dataset", "edges", "--out", out]);
    assert!(text.contains("200 train and 50 test, images of 5 × 5 pixels"), "{text}");
    assert!(text.contains("| 1     | no edge |"), "{text}");
    // Dark is 0.1 and bright 0.9; an edge from dark to bright after one or more of five pixels.
    assert!(text.contains("|    0.1 |     0.9 |"), "{text}");
    assert!(text.contains("\nedge\n") && text.contains("....@@@@@@"), "{text}");
    let written = ["edges-classes.svg", "edges.png"].map(str::to_owned);
    assert_eq!(names(folder.path()), written.into());
    // 16 patches of 5 pixels in a row with a line between them, two rows: 97 × 13, nine times.
    let (width, height, data) = pixels(&folder.path().join("edges.png"));
    assert_eq!((width, height), (97 * 9, 13 * 9));
    // 0.1, 0.9 and the grey between.
    assert!([26, 230, 128].iter().all(|grey| data.contains(grey)));
    let svg = fs::read_to_string(folder.path().join("edges-classes.svg")).unwrap();
    assert!(svg.contains("no edge") && Document::parse(&svg).is_ok());
}

#[test]
fn a_table_is_shown_column_by_column_as_it_is_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("two, \"<b>\".csv");
    fs::write(&file, "kind,height,same\na,1,7\na,2,7\n<script>,6,7\n").unwrap();
    let (file, out) = (file.to_str().unwrap(), folder.path().join("out"));
    let arguments = ["dataset", "--dataset", file, "--label", "kind", "--out"];
    let text = shown(&[&arguments[..], &[out.to_str().unwrap()]].concat());
    // Of fewer than five rows all are for training: mean 3, deviation √(14/3).
    let columns = [
        "| height |      1 |       6 |    3 |      2.16 |",
        "| same   |      7 |       7 |    7 |         0 |",
    ];
    for line in columns {
        assert!(text.contains(line), "{line}: {text}");
    }
    let written = BTreeSet::from(["two, \"<b>\"-classes.svg".to_owned()]);
    assert_eq!(names(&out), written, "no sheet of what is no image");
    let svg = fs::read_to_string(out.join("two, \"<b>\"-classes.svg")).unwrap();
    assert!(!svg.contains("<script") && Document::parse(&svg).is_ok());
}

#[test]
fn mnist_has_the_mean_and_the_deviation_that_everybody_normalises_with() {
    let Some(data) = real_data() else { return };
    let text = shown(&["dataset", "--data-dir", data.to_str().unwrap()]);
    assert!(text.contains("| train  |      0 |       1 | 0.1307 |    0.3081 |"), "{text}");
    assert!(text.contains("| 0     | 0     | 5,923 |   980 |"), "{text}");
}

#[test]
fn without_the_data_there_is_an_error_and_generated_digits_say_what_they_are() {
    let mut command = crosscheck();
    let run = command.args(["show", "dataset", "--dataset", "fashion-mnist"]);
    run.assert().code(1);
    let run = crosscheck().args(["show", "dataset"]).assert().success();
    let note = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(note.contains("generated digits"), "{note}");
    let text = shown(&["dataset", "--dataset", "xor"]);
    assert!(text.contains("rows of 2 numbers"), "{text}");
    let mut command = crosscheck();
    let out = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let run = command.args(["show", "activations", "--out", out]);
    let run = run.assert().code(1);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("create folder") && error.contains("Cargo.toml"), "{error}");
}
