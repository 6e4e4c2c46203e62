//! Images of one's own, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::Path};

use support::{crosscheck, records, result_file};

const SIDE: usize = 8;

/// Class folders with 20 images each, bright on the left or on the right; `colour` of three channels.
fn halves(folder: &Path, colour: bool) {
    for class in ["left", "right"] {
        fs::create_dir_all(folder.join(class)).unwrap();
        for index in 0..20_usize {
            let value = |pixel: usize| {
                let is_left = pixel % SIDE < SIDE / 2;
                let bright = if is_left == (class == "left") { 0.9 } else { 0.1 };
                bright - 0.1 * ((pixel * 7 + index * 3) % 10) as f32 / 10.0
            };
            let values: Vec<f32> = (0..SIDE * SIDE).map(value).collect();
            let png = if colour {
                let pixels: Vec<[f32; 3]> = values.iter().map(|&value| [value, 0.5, 0.0]).collect();
                charts::rgb_png(&pixels, SIDE, 1).unwrap()
            } else {
                charts::grey_png(&values, SIDE, 1).unwrap()
            };
            fs::write(folder.join(class).join(format!("{index}.png")), png).unwrap();
        }
    }
}

#[test]
fn a_network_learns_a_folder_of_png_images_and_the_page_shows_them() {
    for (colour, model) in [(false, "64-8-2"), (true, "192-8-2")] {
        let (folder, out) = result_file();
        let halves_folder = folder.path().join("halves");
        halves(&halves_folder, colour);
        crosscheck()
            .args(["compare", "--contenders", "scratch", "--repetitions", "1", "--epochs", "30"])
            .args(["--batch", "8", "--model", model, "--dataset"])
            .arg(&halves_folder)
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
        let [record] = &records(&out)[..] else { panic!("one record") };
        assert_eq!(record.workload.dataset, "halves");
        assert_eq!(record.workload.source, "folder of images");
        assert_eq!(record.workload.class_names, ["left", "right"]);
        assert_eq!((record.quality.correct, record.quality.total), (Some(8), 8));
        let page = fs::read_to_string(out.with_extension("html")).unwrap();
        assert!(page.contains("data:image/png;base64,"));
    }
}

#[test]
fn variants_of_colour_images_are_refused_with_a_reason() {
    let (folder, _) = result_file();
    halves(folder.path(), true);
    let run = crosscheck()
        .args(["variants", "--contenders", "scratch", "--model", "192-8-2", "--dataset"])
        .arg(folder.path())
        .assert()
        .failure();
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    let words = "variants need square grey images, but the images have 8 × 8 pixels in 3 channels";
    assert!(error.contains(words), "{error}");
}

#[test]
fn show_dataset_draws_images_of_any_shape() {
    let (folder, _) = result_file();
    let images = folder.path().join("halves");
    halves(&images, true);
    let run = crosscheck()
        .args(["show", "dataset", "--dataset"])
        .arg(&images)
        .arg("--out")
        .arg(folder.path())
        .assert()
        .success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let start = format!("halves, read from {}: 32 train and 8 test, images of ", images.display());
    assert!(text.starts_with(&(start + "8 × 8 pixels in 3 channels")), "{text}");
    assert!(text.contains("| 0     | left  |    16 |    4 |"), "{text}");
    let sheet = fs::read(folder.path().join("halves.png")).unwrap();
    let reader = png::Decoder::new(std::io::Cursor::new(sheet)).read_info().unwrap();
    assert_eq!(reader.info().color_type, png::ColorType::Rgb);
}

#[test]
fn a_damaged_folder_is_one_line_without_a_panic() {
    let (folder, _) = result_file();
    halves(folder.path(), false);
    fs::write(folder.path().join("left/0.png"), "<html>").unwrap();
    let run = crosscheck().args(["show", "dataset", "--dataset"]).arg(folder.path()).assert();
    let run = run.failure();
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("left/0.png is a web page"), "{error}");
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
}
