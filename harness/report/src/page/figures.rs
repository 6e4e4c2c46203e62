//! The charts of a comparison: accuracy against time, loss and accuracy per epoch, and the parts of
//! the time.

use charts::{Axis, Point, Scale, Series};
use records::{Comparison, Epoch, Record, Repetitions, statistics::median};

use crate::{Figure, NONE, Table, curves::spread, or_none, seconds};

const ACCURACY: Axis<'static> = Axis { label: "test accuracy (%)", scale: Scale::Linear };
const EPOCH: Axis<'static> = Axis { label: "epoch", scale: Scale::Linear };
const LOSS: Axis<'static> = Axis { label: "mean training loss", scale: Scale::Linear };
const TIME: Axis<'static> =
    Axis { label: "seconds to train and to predict the test set", scale: Scale::Log };

/// Accuracy against time, with the Pareto front; `None` for fewer than two contenders.
pub(super) fn accuracy_and_time(comparison: &Comparison<'_>) -> Option<Figure> {
    let series = comparison.answered().filter_map(|contender| {
        let accuracies = contender.samples(|record| record.quality.accuracy());
        let point = spread(contender.summary.train_and_predict_seconds?, &accuracies)?;
        Some(Series { label: contender.id.to_owned(), points: vec![point] })
    });
    let series: Vec<Series> = series.collect();
    let points = || series.iter().flat_map(|series| &series.points);
    let front = front(points().map(|point| (point.x, point.y)).collect());
    let rows = series.iter().zip(points()).map(|(series, point)| {
        let on_front = front.iter().any(|&(x, y)| (x, y) == (point.x, point.y));
        let mark = if on_front { "yes" } else { "no" };
        let accuracy = format!("{:.2} %", point.y);
        vec![series.label.clone(), seconds(point.x), accuracy, mark.to_owned()]
    });
    let header = ["contender", "train and predict", "test accuracy", "on the Pareto front"];
    let sampled: Vec<&str> = comparison
        .answered()
        .filter(|contender| contender.summary.limited_to().is_some())
        .map(|contender| contender.id)
        .collect();
    let extrapolated = if sampled.is_empty() {
        String::new()
    } else {
        format!(" Extrapolated from a sample of the test set: {}.", sampled.join(", "))
    };
    (series.len() > 1).then(|| Figure {
        title: "Accuracy against time".to_owned(),
        caption: format!(
            "Up and to the left is better. The dashed line is the Pareto front: no contender beats \
             these in both. Bars reach from the lowest to the highest repetition.{extrapolated}"
        ),
        svg: charts::scatter("", "", &TIME, &ACCURACY, &series, &front),
        numbers: Table::new(header, 1).with_rows(rows),
    })
}

/// The points that no other beats in both time and accuracy, in the order of time.
fn front(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let mut best = f64::NEG_INFINITY;
    points.retain(|&(_, accuracy)| {
        let is_better = accuracy > best;
        best = best.max(accuracy);
        is_better
    });
    points
}

/// Training loss and test accuracy of every epoch.
pub(super) fn epochs(comparison: &Comparison<'_>) -> Vec<Figure> {
    let accuracy =
        |epoch: &Epoch| 100.0 * epoch.test_correct as f64 / epoch.test_total.max(1) as f64;
    let figures = [
        epoch_figure(comparison, "Training loss", &LOSS, 4, |epoch| epoch.train_loss),
        epoch_figure(comparison, "Test accuracy", &ACCURACY, 2, accuracy),
    ];
    figures.into_iter().flatten().collect()
}

fn epoch_figure(
    comparison: &Comparison<'_>,
    title: &str,
    y: &Axis<'_>,
    digits: usize,
    value: impl Fn(&Epoch) -> f64,
) -> Option<Figure> {
    let curve = |contender: &Repetitions<'_>| {
        let epochs = contender.ok.iter().map(|record| record.quality.epochs.len()).max()?;
        let point = |index: usize| {
            let of_epoch = |record: &Record| Some(value(record.quality.epochs.get(index)?));
            spread((index + 1) as f64, &contender.samples(of_epoch))
        };
        let points: Vec<Point> = (0..epochs).filter_map(point).collect();
        (points.len() > 1).then(|| Series { label: contender.id.to_owned(), points })
    };
    let series: Vec<Series> = comparison.answered().filter_map(curve).collect();
    let epochs = series.iter().map(|series| series.points.len()).max()?;
    let rows = (0..epochs).map(|index| {
        let cells = series.iter().map(|series| {
            or_none(series.points.get(index), |point| format!("{:.digits$}", point.y))
        });
        [(index + 1).to_string()].into_iter().chain(cells).collect()
    });
    let names = series.iter().map(|series| series.label.clone());
    let header = ["epoch".to_owned()].into_iter().chain(names);
    Some(Figure {
        title: format!("{title} per epoch"),
        caption: "The mean of the repetitions; the band reaches from the lowest to the highest."
            .to_owned(),
        svg: charts::lines("", "", &EPOCH, y, &series),
        numbers: Table::new(header, 1).with_rows::<String>(rows),
    })
}

/// The parts of a process's time, in their order.
const PARTS: [&str; 6] = ["load", "setup", "first step", "train", "evaluate", "predict"];

/// The parts of the time; `None` if no contender was successful.
pub(super) fn time_split(comparison: &Comparison<'_>) -> Option<Figure> {
    let bar = |contender: &Repetitions<'_>| {
        let part = |index: usize| median(&contender.samples(|record| Some(parts(record)[index])));
        let parts = (0..PARTS.len()).map(|index| part(index).unwrap_or(0.0));
        (contender.id.to_owned(), parts.collect::<Vec<f64>>())
    };
    let bars: Vec<_> = comparison.answered().map(bar).collect();
    let rows = bars.iter().map(|(id, parts)| {
        let cells = parts.iter().map(|&part| match part {
            0.0 => NONE.to_owned(),
            part => seconds(part),
        });
        [id.clone()].into_iter().chain(cells).collect()
    });
    let header = ["contender"].into_iter().chain(PARTS);
    (!bars.is_empty()).then(|| Figure {
        title: "Parts of the time".to_owned(),
        caption: "Medians over the repetitions. Evaluation after each epoch never counts as \
                  training; predict is one pass over the contender's test examples."
            .to_owned(),
        svg: charts::bars("", "", "s", &PARTS, &bars),
        numbers: Table::new(header, 1).with_rows::<String>(rows),
    })
}

/// Seconds of each of the [`PARTS`].
fn parts(record: &Record) -> [f64; 6] {
    let timings = &record.timings;
    let first_step = timings.first_step_seconds.unwrap_or(0.0);
    // k-nearest neighbours have no epochs; their index is built in `fit`.
    let train = match &timings.train_seconds[..] {
        [] => timings.fit_seconds.unwrap_or(0.0),
        epochs => epochs.iter().sum::<f64>() - first_step,
    };
    [
        timings.load_seconds.unwrap_or(0.0),
        timings.setup_seconds.unwrap_or(0.0),
        first_step,
        train,
        timings.evaluate_seconds.iter().sum(),
        median(&timings.predict_seconds).unwrap_or(0.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_holds_the_points_that_no_other_beats_in_both() {
        let points = vec![(3.0, 97.0), (1.0, 95.0), (2.0, 94.0), (4.0, 97.0), (1.0, 93.0)];
        assert_eq!(front(points), [(1.0, 95.0), (3.0, 97.0)]);
    }
}
