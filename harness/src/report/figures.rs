//! The charts of a comparison: accuracy against time, loss and accuracy per epoch, where the time
//! goes.

use crate::{
    Result,
    chart::{self, Axis, Point, Scale, Series},
    protocol::Epoch,
    record::Record,
    statistics::median,
    table::{or_nothing, seconds},
};

use super::{comparison::Comparison, contender::Contender, table::Table};

/// A chart with its numbers.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) title: String,
    /// What it shows, and how to read it.
    pub(super) caption: String,
    pub(super) svg: String,
    pub(super) numbers: Table,
}

const ACCURACY: Axis<'static> = Axis { label: "test accuracy (%)", scale: Scale::Linear };
const EPOCH: Axis<'static> = Axis { label: "epoch", scale: Scale::Linear };

/// Accuracy against the time that it takes, with those that nobody beats in both.
pub(super) fn accuracy_and_time(comparison: &Comparison<'_>) -> Result<Option<Figure>> {
    let place = |it: &Contender<'_>| {
        Some((it.id.to_owned(), it.seconds()?, spread(&it.samples(accuracy))?))
    };
    let places: Vec<_> = comparison.answered().filter_map(place).collect();
    if places.len() < 2 {
        return Ok(None);
    }
    let front = front(places.iter().map(|(_, x, y)| (*x, y.y)).collect());
    let best = |x: f64| front.iter().any(|point| point.0 == x);
    let numbers = Table::of(
        ["contender", "learn and classify", "test accuracy", "beaten by nobody in both"],
        places.iter().map(|(id, x, y)| {
            let mark = if best(*x) { "yes" } else { "no" };
            vec![id.clone(), seconds(*x), format!("{:.2} %", y.y), mark.to_owned()]
        }),
    );
    let series =
        places.into_iter().map(|(label, x, y)| Series { label, points: vec![Point { x, ..y }] });
    let series: Vec<Series> = series.collect();
    let x = Axis { label: "seconds to learn and to classify the test set", scale: Scale::Log };
    Ok(Some(Figure {
        title: "Accuracy against time".to_owned(),
        caption: "Up and to the left is better. The dashed line joins those that nobody beats in both (the Pareto \
                  front); bars reach from the lowest to the highest repetition."
            .to_owned(),
        svg: chart::scatter("", "", &x, &ACCURACY, &series, &front)?,
        numbers,
    }))
}

/// Those that nobody beats in both, by growing time.
fn front(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let mut best = f64::NEG_INFINITY;
    points.retain(|&(_, accuracy)| {
        let better = accuracy > best;
        best = best.max(accuracy);
        better
    });
    points
}

/// Training loss and test accuracy of every epoch.
pub(super) fn epochs(comparison: &Comparison<'_>) -> Result<Vec<Figure>> {
    let loss = Axis { label: "mean training loss", scale: Scale::Linear };
    let figures = [
        epoch_figure(comparison, "Training loss", &loss, 4, |epoch| epoch.train_loss)?,
        epoch_figure(comparison, "Test accuracy", &ACCURACY, 2, |epoch| {
            100.0 * epoch.test_correct as f64 / epoch.test_total.max(1) as f64
        })?,
    ];
    Ok(figures.into_iter().flatten().collect())
}

fn epoch_figure(
    comparison: &Comparison<'_>,
    title: &str,
    y: &Axis<'_>,
    digits: usize,
    value: fn(&Epoch) -> f64,
) -> Result<Option<Figure>> {
    let curve = |contender: &Contender<'_>| {
        let count = contender.ok.iter().map(|it| it.quality.epochs.len()).max()?;
        let point = |index: usize| {
            let of = |record: &Record| Some(value(record.quality.epochs.get(index)?));
            let point = spread(&contender.samples(of))?;
            Some(Point { x: (index + 1) as f64, ..point })
        };
        let points: Vec<Point> = (0..count).filter_map(point).collect();
        let label = contender.id.to_owned();
        (points.len() > 1).then_some(Series { label, points })
    };
    let series: Vec<Series> = comparison.answered().filter_map(curve).collect();
    if series.is_empty() {
        return Ok(None);
    }
    let count = series.iter().map(|it| it.points.len()).max().unwrap_or(0);
    let row = |index: usize| {
        let cell = |series: &Series| {
            let point = series.points.get(index);
            or_nothing(point, |point| format!("{:.digits$}", point.y))
        };
        let cells = series.iter().map(cell);
        [(index + 1).to_string()].into_iter().chain(cells).collect()
    };
    let header = ["epoch".to_owned()];
    let header = header.into_iter().chain(series.iter().map(|it| it.label.clone()));
    Ok(Some(Figure {
        title: format!("{title} per epoch"),
        caption: "The mean of the repetitions; the band reaches from the lowest to the highest."
            .to_owned(),
        svg: chart::lines("", "", &EPOCH, y, &series)?,
        numbers: Table::of(header, (0..count).map(row)),
    }))
}

/// What a process spends its time on, one after the other.
const PARTS: [&str; 6] = ["load", "setup", "first step", "train", "evaluate", "predict"];

/// Where the time goes.
pub(super) fn time_split(comparison: &Comparison<'_>) -> Result<Option<Figure>> {
    let bar = |contender: &Contender<'_>| {
        let part = |index: usize| median(&contender.samples(|record| Some(parts(record)[index])));
        let parts = (0..PARTS.len()).map(|index| part(index).unwrap_or(0.0));
        (contender.id.to_owned(), parts.collect::<Vec<f64>>())
    };
    let bars: Vec<_> = comparison.answered().map(bar).collect();
    if bars.is_empty() {
        return Ok(None);
    }
    let row = |(id, parts): &(String, Vec<f64>)| {
        let parts = parts.iter().map(|&part| match part > 0.0 {
            true => seconds(part),
            false => "–".to_owned(),
        });
        [id.clone()].into_iter().chain(parts).collect()
    };
    let header = ["contender"].into_iter().chain(PARTS);
    Ok(Some(Figure {
        title: "Where the time goes".to_owned(),
        caption: "Medians over the repetitions. Evaluation after each epoch never counts as training; predict is one pass over the \
                  test examples that were asked for."
            .to_owned(),
        svg: chart::bars("", "", "s", &PARTS, &bars)?,
        numbers: Table::of(header, bars.iter().map(row)),
    }))
}

/// Seconds of each of the [`PARTS`].
fn parts(record: &Record) -> [f64; 6] {
    let timings = &record.timings;
    let first = timings.first_step_seconds.unwrap_or(0.0);
    let train: f64 = timings.train_seconds.iter().sum();
    // k-nearest neighbours only take in the training set.
    let train = if timings.train_seconds.is_empty() {
        timings.fit_seconds.unwrap_or(0.0)
    } else {
        train - first
    };
    [
        timings.load_seconds.unwrap_or(0.0),
        timings.setup_seconds.unwrap_or(0.0),
        first,
        train,
        timings.evaluate_seconds.iter().sum(),
        median(&timings.predict_seconds).unwrap_or(0.0),
    ]
}

fn accuracy(record: &Record) -> Option<f64> {
    record.quality.accuracy()
}

/// The mean, from the lowest to the highest sample, at x = 0.
pub(super) fn spread(samples: &[f64]) -> Option<Point> {
    let low = samples.iter().copied().reduce(f64::min)?;
    let high = samples.iter().copied().reduce(f64::max)?;
    let y = samples.iter().sum::<f64>() / samples.len() as f64;
    Some(Point { x: 0.0, y, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_holds_those_that_nobody_beats_in_both() {
        let points = vec![(3.0, 97.0), (1.0, 95.0), (2.0, 94.0), (4.0, 97.0), (1.0, 93.0)];
        assert_eq!(front(points), [(1.0, 95.0), (3.0, 97.0)]);
    }

    #[test]
    fn the_spread_reaches_from_the_lowest_to_the_highest() {
        let Point { y, low, high, .. } = spread(&[3.0, 1.0, 2.0]).unwrap();
        assert_eq!((y, low, high), (2.0, 1.0, 3.0));
        assert!(spread(&[]).is_none());
    }
}
