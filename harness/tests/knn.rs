//! `crosscheck knn`, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use support::{crosscheck, ids, real_data, records, result_file};

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn one_setting_shows_its_confusion_matrix_beside_a_network() {
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["knn", "--dataset", "edges", "--k", "3", "--distance", "l1"])
        .args(["--vote", "distance", "--out"])
        .arg(&out)
        .assert()
        .success();
    let shown = text(&run.get_output().stdout);
    assert!(shown.contains("k = 3, distance l1, vote distance"), "{shown}");
    assert!(shown.contains("knn-exact on edges") && shown.contains("recall"));
    assert_eq!(ids(&records(&out)), ["scratch", "knn-exact"]);
}

#[test]
fn a_sweep_shows_every_k_and_distance_and_takes_the_best() {
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["knn", "--dataset", "edges", "--largest-k", "4"])
        .args(["--distances", "l2,lp:3", "--out"])
        .arg(&out)
        .assert()
        .success();
    let shown = text(&run.get_output().stdout);
    for part in ["| k |", "lp:3, by distance", "| 4 |", "training examples", "Best of all"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    // The sweep and the cell find the same.
    let best = shown.split("Best of all: ").nth(1).unwrap();
    let best: f64 = best.split(' ').next().unwrap().parse().unwrap();
    let accuracy = records(&out)[1].quality.accuracy().unwrap();
    assert!((accuracy - best).abs() < 0.01, "{accuracy}, {best}");
}

/// scikit-learn, k = 5: 0.9688 and 0.8554 (ties of the vote go elsewhere there).
#[test]
fn the_exercise_finds_its_accuracy_on_both_data_sets() {
    let Some(data) = real_data() else {
        eprintln!("skipped: set NN_DATA to a folder that holds mnist/ and fashion-mnist/");
        return;
    };
    for (dataset, expected, tolerance) in [("mnist", 96.9, 0.2), ("fashion-mnist", 85.5, 0.3)] {
        let (_folder, out) = result_file();
        crosscheck()
            .args(["--dataset", dataset, "--epochs", "0", "--repetitions", "1"])
            .args(["--contenders", "knn-exact", "--data-dir"])
            .arg(&data)
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
        let quality = &records(&out)[0].quality;
        let accuracy = quality.accuracy().unwrap();
        assert!((accuracy - expected).abs() <= tolerance, "{dataset}: {accuracy}");
        assert_eq!(quality.total, 10_000);
    }
}

#[test]
fn settings_that_do_not_fit_name_the_numbers() {
    for (arguments, words) in [
        (&["--k", "0"][..], ["k is 0", "200"]),
        (&["--k", "201"], ["k is 201", "200"]),
        (&["--largest-k", "201"], ["k is 201", "200"]),
        (&["--k", "3", "--distance", "lp:0.5"], ["0.5", "at least 1"]),
        (&["--distances", "l7"], ["l7", "lp:3"]),
    ] {
        let run = crosscheck().args(["knn", "--dataset", "edges"]).args(arguments).assert().code(2);
        let error = text(&run.get_output().stderr);
        for word in words {
            assert!(error.contains(word), "{word}: {error}");
        }
    }
}

/// The labels of generated digits have period 10: every 20th row has the same one.
#[test]
fn a_sample_of_the_test_set_holds_every_class() {
    let (_folder, out) = result_file();
    crosscheck()
        .args(["--dataset", "synthetic-digits", "--epochs", "0", "--repetitions", "1"])
        .args(["--contenders", "knn-linfa-linear,knn-exact", "--knn-queries", "100", "--out"])
        .arg(&out)
        .assert()
        .success();
    let [sample, all] = [0, 1].map(|index| records(&out)[index].quality.clone());
    assert_eq!(sample.class_sizes(), [10; 10]);
    let rows = sample.sample.unwrap();
    assert!(rows.len() == 100 && rows.is_sorted_by(|a, b| a < b), "{rows:?}");
    assert!(all.sample.is_none() && all.total == 2000);
    // Both find the same neighbours, so that the sample errs on rows on which all do.
    let wrong: Vec<u32> = all.mistakes.unwrap().iter().map(|mistake| mistake.row).collect();
    for mistake in sample.mistakes.unwrap() {
        assert!(wrong.contains(&rows[mistake.row as usize]), "{mistake:?}");
    }
}
