//! k-nearest neighbours: accuracy by k, distance and vote, and by the size of the training set.

use classifier::VoteWeight;

use crate::{
    Result,
    chart::{self, Axis, Point, Scale, Series},
    record::{KnnSetting, KnnSweep},
    table::{or_nothing, seconds, with_thousands},
};

use super::{comparison::Comparison, figures::Figure, table::Table};

/// The sweep of `crosscheck knn`, where there was one.
pub(super) fn figures(comparison: &Comparison<'_>) -> Result<Vec<Figure>> {
    let records = comparison.answered().flat_map(|it| &it.ok);
    let mut sweeps = records.filter_map(|record| record.knn_sweep.as_ref());
    let Some(sweep) = sweeps.next() else {
        return Ok(Vec::new());
    };
    Ok(vec![settings(sweep)?, accuracy_growth(sweep)?, time_growth(sweep)?])
}

const ACCURACY: Axis<'static> = Axis { label: "test accuracy (%)", scale: Scale::Linear };

fn settings(sweep: &KnnSweep) -> Result<Figure> {
    let percent = |correct: usize| 100.0 * correct as f64 / sweep.test_rows.max(1) as f64;
    let mut series: Vec<Series> = Vec::new();
    for KnnSetting { spec, correct } in &sweep.settings {
        let label = match spec.vote {
            VoteWeight::Majority => spec.distance.to_string(),
            VoteWeight::Distance => format!("{}, by distance", spec.distance),
        };
        let point = point(spec.k as f64, percent(*correct));
        match series.iter_mut().find(|it| it.label == label) {
            Some(series) => series.points.push(point),
            None => series.push(Series { label, points: vec![point] }),
        }
    }
    let largest = sweep.settings.iter().map(|it| it.spec.k).max().unwrap_or(0);
    let row = |k: usize| {
        let cell = |series: &Series| {
            let point = series.points.iter().find(|it| it.x == k as f64);
            or_nothing(point, |point| format!("{:.2} %", point.y))
        };
        let cells = series.iter().map(cell);
        [k.to_string()].into_iter().chain(cells).collect()
    };
    let header = ["k".to_owned()].into_iter();
    let numbers =
        Table::of(header.chain(series.iter().map(|it| it.label.clone())), (1..=largest).map(row));
    let x = Axis { label: "k, the neighbours that vote", scale: Scale::Linear };
    Ok(Figure {
        title: "k-nearest neighbours: every k, distance and vote".to_owned(),
        caption: "Votes count alike, or \u{201c}by distance\u{201d} 1/distance.".to_owned(),
        svg: chart::lines("", "", &x, &ACCURACY, &series)?,
        numbers,
    })
}

fn accuracy_growth(sweep: &KnnSweep) -> Result<Figure> {
    let accuracy = |correct: usize| 100.0 * correct as f64 / sweep.test_rows.max(1) as f64;
    let points = sweep.growth.iter();
    let points = points.map(|it| point(it.train_rows as f64, accuracy(it.correct)));
    growth("accuracy", &ACCURACY, points.collect(), sweep)
}

fn time_growth(sweep: &KnnSweep) -> Result<Figure> {
    let queries = sweep.test_rows.max(1) as f64;
    let points = sweep.growth.iter();
    let points = points.map(|it| point(it.train_rows as f64, 1e6 * it.search_seconds / queries));
    let y = Axis { label: "µs per test example", scale: Scale::Log };
    growth("time", &y, points.collect(), sweep)
}

fn growth(what: &str, y: &Axis<'_>, points: Vec<Point>, sweep: &KnnSweep) -> Result<Figure> {
    let x = Axis { label: "training examples", scale: Scale::Log };
    let label = "knn-exact, l2, k = 5".to_owned();
    let row = |it: &crate::record::KnnGrowth| {
        let accuracy = 100.0 * it.correct as f64 / sweep.test_rows.max(1) as f64;
        vec![
            with_thousands(it.train_rows),
            format!("{accuracy:.2} %"),
            seconds(it.index_seconds),
            seconds(it.search_seconds),
        ]
    };
    Ok(Figure {
        title: format!("k-nearest neighbours: {what} by training set"),
        caption: "A search looks at every training example, so its time grows with their number."
            .to_owned(),
        svg: chart::lines("", "", &x, y, &[Series { label, points }])?,
        numbers: Table::of(
            ["training examples", "accuracy", "index", "search"],
            sweep.growth.iter().map(row),
        ),
    })
}

fn point(x: f64, y: f64) -> Point {
    Point { x, y, low: y, high: y }
}
