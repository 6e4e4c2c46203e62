//! Curves along an axis: accuracy, time and memory of any sweep, with the numbers in them.

use charts::{Axis as ChartAxis, Point, Scale, Series};
use records::{Axis, Record, Repetitions, Study, operations_per_example, statistics::median};

use crate::{Figure, Table, or_none, seconds, terminal::Screen, thousands};

/// The quantity on the vertical axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Test accuracy in percent.
    Accuracy,
    /// Seconds per training example; of k-nearest neighbours, per test example.
    Time,
    /// Peak memory of the process in bytes.
    Memory,
}

/// Curves over one axis.
pub struct Curves {
    /// Title.
    pub title: String,
    /// All that stays the same along the axis.
    pub held: String,
    /// Name of the axis in a table.
    pub axis: String,
    /// Label of the horizontal axis, with its unit.
    pub x: String,
    /// Label and scale of the vertical axis.
    pub y: (String, Scale),
    /// One curve per contender or setting.
    pub curves: Vec<Curve>,
}

/// One curve.
pub struct Curve {
    /// Its name.
    pub label: String,
    /// Its points in ascending order, each with its text in a table.
    pub points: Vec<(Point, String)>,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 3] = [Self::Accuracy, Self::Time, Self::Memory];

    /// The name in a chart's file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::Time => "time",
            Self::Memory => "memory",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Accuracy => "Test accuracy",
            Self::Time => "Time per training example",
            Self::Memory => "Peak memory",
        }
    }

    /// Unit in a chart, and its size.
    fn unit(self) -> (&'static str, f64) {
        match self {
            Self::Accuracy => ("%", 1.0),
            Self::Time => ("µs", 1e-6),
            Self::Memory => ("MiB", f64::from(1 << 20)),
        }
    }

    fn value(self, record: &Record) -> Option<f64> {
        match self {
            Self::Accuracy => record.quality.accuracy(),
            Self::Memory => record.peak_memory_bytes.map(|bytes| bytes as f64),
            Self::Time => match median(&record.train_seconds()) {
                Some(seconds) => Some(seconds / record.workload.train_rows as f64),
                None => median(&record.timings.predict_seconds)
                    .map(|seconds| seconds / record.quality.total as f64),
            },
        }
    }

    /// `97.41 %`, `12.3 µs (48)` with GFLOP/s for networks, `128 MiB`.
    fn text(self, value: f64, contender: &Repetitions<'_>) -> String {
        match self {
            Self::Accuracy => format!("{value:.2} %"),
            Self::Memory => {
                format!("{} MiB", thousands((value / self.unit().1).round() as usize))
            }
            Self::Time if contender.is_knn() => seconds(value),
            Self::Time => {
                let operations = operations_per_example(&contender.records[0].workload.model);
                format!("{} ({:.1})", seconds(value), operations / value / 1e9)
            }
        }
    }
}

/// The curves of all axes of a sweep; costs alone for a sweep without a base.
pub fn of_study(study: &Study<'_>) -> Vec<Curves> {
    let axes = study.axes().into_iter();
    axes.flat_map(|axis| of_axis(study, axis)).map(|(_, curves)| curves).collect()
}

/// The curves of an axis, by measure.
pub fn of_axis(study: &Study<'_>, axis: Axis) -> Vec<(Measure, Curves)> {
    let is_cost = |measure: &Measure| *measure != Measure::Accuracy;
    let measures =
        Measure::ALL.into_iter().filter(|measure| is_cost(measure) || study.base().is_some());
    measures.filter_map(|measure| Some((measure, along(study, axis, measure)?))).collect()
}

/// The curves of a measure along an axis; `None` without a value.
fn along(study: &Study<'_>, axis: Axis, measure: Measure) -> Option<Curves> {
    let mut curves: Vec<Curve> = Vec::new();
    let points = study.along(axis);
    for (value, comparison) in &points {
        for contender in &comparison.contenders {
            let samples = contender.samples(|record| measure.value(record));
            let Some(middle) = median(&samples) else { continue };
            let per_query = measure == Measure::Time && contender.is_knn();
            let query = if per_query { " (per query)" } else { "" };
            let label = format!("{}{query}", contender.id);
            let unit = measure.unit().1;
            let point =
                spread(*value as f64, &samples.iter().map(|s| s / unit).collect::<Vec<_>>());
            let Some(point) = point else { continue };
            let point = (Point { y: middle / unit, ..point }, measure.text(middle, contender));
            match curves.iter_mut().find(|curve| curve.label == label) {
                Some(curve) => curve.points.push(point),
                None => curves.push(Curve { label, points: vec![point] }),
            }
        }
    }
    let scale = if measure == Measure::Accuracy { Scale::Linear } else { Scale::Log };
    let (_, first) = points.first()?;
    (!curves.is_empty()).then(|| Curves {
        title: format!("{} by {axis}", measure.title()),
        held: held(axis, first.contenders.first().map(|contender| contender.records[0])),
        axis: axis.name().to_owned(),
        x: label(axis).to_owned(),
        y: (format!("{} ({})", measure.title().to_lowercase(), measure.unit().0), scale),
        curves,
    })
}

/// The tables of all axes of a sweep without a base.
pub fn text(study: &Study<'_>, screen: Screen) -> String {
    let tables = of_study(study).into_iter().map(|curves| curves.text(screen));
    tables.collect::<Vec<_>>().join("\n\n")
}

impl Curves {
    /// A row for each value on the axis, a column for each curve.
    pub fn table(&self) -> Table {
        let points = self.curves.iter().flat_map(|curve| &curve.points);
        let mut values: Vec<f64> = points.map(|(point, _)| point.x).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let rows = values.into_iter().map(|value| {
            let cells = self.curves.iter().map(|curve| {
                let point = curve.points.iter().find(|(point, _)| point.x == value);
                or_none(point, |(_, text)| text.clone())
            });
            [thousands(value as usize)].into_iter().chain(cells).collect()
        });
        let labels = self.curves.iter().map(|curve| curve.label.clone());
        let header = [self.axis.clone()].into_iter().chain(labels);
        Table { texts: 0, ..Table::new(header, 1) }.with_rows::<String>(rows)
    }

    /// Title and table for the terminal.
    pub fn text(&self, screen: Screen) -> String {
        let title = match self.held.as_str() {
            "" => self.title.clone(),
            held => format!("{}: {held}", self.title),
        };
        let explanation = if self.title.starts_with(Measure::Time.title()) {
            "; in brackets GFLOP/s"
        } else {
            ""
        };
        format!(
            "{}\n\n{}",
            screen.wrap(&format!("{title}{explanation}")),
            self.table().text(screen)
        )
    }

    /// The chart, with title and `held` above it or without.
    pub fn svg(&self, with_title: bool) -> String {
        let series = self.curves.iter().map(|curve| Series {
            label: curve.label.clone(),
            points: curve.points.iter().map(|(point, _)| *point).collect(),
        });
        let series: Vec<Series> = series.collect();
        let x = ChartAxis { label: &self.x, scale: self.x_scale() };
        let y = ChartAxis { label: &self.y.0, scale: self.y.1 };
        let [title, held] = if with_title { [&*self.title, &*self.held] } else { ["", ""] };
        charts::lines(title, held, &x, &y, &series)
    }

    /// Logarithmic for positive values that spread over a decade.
    fn x_scale(&self) -> Scale {
        let points = self.curves.iter().flat_map(|curve| &curve.points);
        let values: Vec<f64> = points.map(|(point, _)| point.x).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(0.0, f64::max);
        let is_wide = low > 0.0 && (self.y.1 == Scale::Log || high >= 10.0 * low);
        if is_wide { Scale::Log } else { Scale::Linear }
    }

    /// Chart and table for the page.
    pub fn figure(&self, caption: &str) -> Figure {
        let held = if self.held.is_empty() { String::new() } else { format!("{}. ", self.held) };
        Figure {
            title: self.title.clone(),
            caption: format!("{held}{caption}"),
            svg: self.svg(false),
            numbers: self.table(),
        }
    }
}

/// The point at `x` with mean and range of the samples.
pub(crate) fn spread(x: f64, samples: &[f64]) -> Option<Point> {
    let low = samples.iter().copied().reduce(f64::min)?;
    let high = samples.iter().copied().reduce(f64::max)?;
    let y = samples.iter().sum::<f64>() / samples.len() as f64;
    Some(Point { x, y, low, high })
}

/// The label of the horizontal axis.
fn label(axis: Axis) -> &'static str {
    match axis {
        Axis::HiddenWidth => "width of each hidden layer",
        Axis::HiddenLayers => "hidden layers",
        Axis::Epochs => "epochs",
        Axis::Batch => "batch (examples per step)",
        Axis::TrainRows => "training examples",
        Axis::Threads => "threads",
    }
}

/// All that stays the same along an axis: `784-w-w-10, batch 64, 1,024 examples, 2 threads`.
fn held(axis: Axis, record: Option<&Record>) -> String {
    let Some(Record { workload, .. }) = record else { return String::new() };
    let widths = workload.model.widths();
    let mut widths: Vec<&str> = widths.split('-').collect();
    let hidden = 1..widths.len() - 1;
    let repeated = match widths.get(1) {
        Some(width) if !hidden.is_empty() => format!("({width} × n)"),
        _ => String::new(),
    };
    match axis {
        Axis::HiddenWidth => widths[hidden].fill("w"),
        Axis::HiddenLayers if !hidden.is_empty() => {
            widths.splice(hidden, [repeated.as_str()]);
        }
        _ => {}
    }
    let plural = if workload.threads == 1 { "" } else { "s" };
    let parts = [
        (Axis::Batch, format!("batch {}", workload.training.batch)),
        (Axis::TrainRows, format!("{} examples", thousands(workload.train_rows))),
        (Axis::Threads, format!("{} thread{plural}", workload.threads)),
    ];
    let parts = parts.into_iter().filter(|(own, _)| *own != axis).map(|(_, part)| part);
    [widths.join("-")].into_iter().chain(parts).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_reaches_from_the_lowest_to_the_highest_sample() {
        let Point { y, low, high, .. } = spread(0.0, &[3.0, 1.0, 2.0]).unwrap();
        assert_eq!((y, low, high), (2.0, 1.0, 3.0));
        assert!(spread(0.0, &[]).is_none());
    }
}
