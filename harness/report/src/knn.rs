//! The sweep of `crosscheck knn`: accuracy by k, distance and vote, and by training examples.

use charts::{Point, Scale};
use classifier::{KnnSpec, VoteWeight};
use records::{KnnGrowth, KnnSetting, KnnSweep};

use crate::{
    Emphasis, Table,
    curves::{Curve, Curves},
    seconds, thousands,
};

/// The setting of the growth curve.
pub const GROWTH: KnnSpec =
    KnnSpec { k: 5, distance: classifier::Distance::L2, vote: VoteWeight::Majority };

/// Explains the votes.
pub const VOTES: &str = "All votes count the same, or \"by distance\": 1/distance.";

/// Explains the growth.
pub const SCAN: &str = "A search reads every training example: its time grows with their number.";

/// Accuracy by k, a curve for each distance and vote.
pub fn settings(sweep: &KnnSweep) -> Curves {
    let mut curves: Vec<Curve> = Vec::new();
    for KnnSetting { spec, correct } in &sweep.settings {
        let label = match spec.vote {
            VoteWeight::Majority => spec.distance.to_string(),
            VoteWeight::Distance => format!("{}, by distance", spec.distance),
        };
        let point = accuracy(spec.k, *correct, sweep);
        match curves.iter_mut().find(|curve| curve.label == label) {
            Some(curve) => curve.points.push(point),
            None => curves.push(Curve { label, points: vec![point] }),
        }
    }
    Curves {
        title: "k-nearest neighbours: accuracy by k, distance and vote".to_owned(),
        held: String::new(),
        axis: "k".to_owned(),
        x: "k, the number of neighbours that vote".to_owned(),
        y: ("test accuracy (%)".to_owned(), Scale::Linear),
        curves,
    }
}

/// The table of all settings, the best marked.
pub fn settings_table(sweep: &KnnSweep) -> Table {
    let best = sweep.settings.iter().map(|setting| setting.correct).max().unwrap_or(0);
    let best = accuracy(0, best, sweep).1;
    let mut table = settings(sweep).table();
    for cell in table.rows.iter_mut().flat_map(|row| row.iter_mut().skip(1)) {
        if cell.text == best {
            cell.emphasis = Emphasis::Best;
        }
    }
    table
}

/// Accuracy and time by training examples.
pub fn growth(sweep: &KnnSweep) -> [Curves; 2] {
    let queries = sweep.test_rows.max(1) as f64;
    let curves =
        |what: &str, y: &str, scale, point: &dyn Fn(&KnnGrowth) -> (Point, String)| Curves {
            title: format!("k-nearest neighbours: {what} by training examples"),
            held: String::new(),
            axis: "training examples".to_owned(),
            x: "training examples".to_owned(),
            y: (y.to_owned(), scale),
            curves: vec![Curve {
                label: format!("knn-exact, {}, k = {}", GROWTH.distance, GROWTH.k),
                points: sweep.growth.iter().map(point).collect(),
            }],
        };
    [
        curves("accuracy", "test accuracy (%)", Scale::Linear, &|growth| {
            accuracy(growth.train_rows, growth.correct, sweep)
        }),
        curves("time", "µs per test example", Scale::Log, &|growth| {
            let query = growth.search_seconds / queries;
            (exact(growth.train_rows, 1e6 * query), seconds(query))
        }),
    ]
}

/// The table of the growth, with all its times.
pub fn growth_table(sweep: &KnnSweep) -> Table {
    let header = ["training examples", "accuracy", "index", "search", "per query"];
    let rows = sweep.growth.iter().map(|growth| {
        let (_, accuracy) = accuracy(0, growth.correct, sweep);
        vec![
            thousands(growth.train_rows),
            accuracy,
            seconds(growth.index_seconds),
            seconds(growth.search_seconds),
            seconds(growth.search_seconds / sweep.test_rows.max(1) as f64),
        ]
    });
    Table { texts: 0, ..Table::new(header, 1) }.with_rows(rows)
}

fn accuracy(x: usize, correct: usize, sweep: &KnnSweep) -> (Point, String) {
    let percent = 100.0 * correct as f64 / sweep.test_rows.max(1) as f64;
    (exact(x, percent), format!("{percent:.2} %"))
}

/// A point without a spread.
fn exact(x: usize, y: f64) -> Point {
    Point { x: x as f64, y, low: y, high: y }
}
