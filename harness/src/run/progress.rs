//! Progress bars. Without a terminal they are hidden, and a line tells what is finished.

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use records::Record;
use report::{seconds, terminal};

use crate::cell::{
    interrupt,
    protocol::{Cell, Message},
};

/// The bars of a run: all cells, and the steps of the running one.
pub struct CellBars {
    bars: MultiProgress,
    cells: ProgressBar,
    steps: ProgressBar,
    /// Test accuracy after the last epoch.
    accuracy: String,
}

impl CellBars {
    /// Bars for a run of a number of cells, which began `elapsed` ago.
    pub fn new(cells: u64, elapsed: Duration) -> Self {
        let bars = MultiProgress::new();
        let overview = "{prefix:>24} {wide_bar:.cyan/dim} {pos}/{len} cells, {elapsed} elapsed";
        let cells = ProgressBar::new(cells).with_style(style(overview)).with_elapsed(elapsed);
        let cells = bars.add(cells.with_position(interrupt::finished()));
        cells.set_prefix("crosscheck");
        cells.enable_steady_tick(Duration::from_secs(1));
        let steps = bars.add(ProgressBar::no_length());
        Self { bars, cells, steps, accuracy: String::new() }
    }

    /// Begins a cell.
    pub fn begin(&mut self, cell: &Cell, repetitions: u32) {
        self.accuracy.clear();
        self.steps.set_style(style("{prefix:>24} {spinner} {msg}, {elapsed}"));
        let repetition = cell.repetition + 1;
        let prefix = format!("{} {repetition}/{repetitions}", cell.contender);
        self.steps.set_prefix(prefix);
        self.steps.set_message("starting");
        self.steps.reset();
        self.steps.enable_steady_tick(Duration::from_millis(100));
    }

    /// Shows a message of the running cell.
    pub fn show(&mut self, cell: &Cell, message: &Message) {
        match message {
            Message::Started { .. } => self.steps.set_message("loading"),
            Message::Fitted { .. } => self.steps.set_message("predicting"),
            Message::Epoch(epoch) => {
                let accuracy = 100.0 * epoch.test_correct as f64 / epoch.test_total.max(1) as f64;
                self.accuracy = format!(", accuracy {accuracy:.2} %");
            }
            Message::Step { epoch, step, steps, loss, rows_per_second } => {
                let epochs = cell.training.epochs;
                let accuracy = &self.accuracy;
                self.steps.set_style(style("{prefix:>24} {wide_bar:.green/dim} {msg}"));
                self.steps.set_length((epochs * steps) as u64);
                self.steps.set_position(((epoch - 1) * steps + step) as u64);
                self.steps.set_message(format!(
                    "epoch {epoch}/{epochs}, loss {loss:.4}{accuracy}, {rows_per_second:.0} images/s"
                ));
            }
            _ => {}
        }
    }

    /// Ends the running cell: `3/150 scratch 2/3: ok, 1.20 s`.
    pub fn end(&mut self, record: &Record, repetitions: u32) {
        self.cells.inc(1);
        if self.bars.is_hidden() {
            terminal::note(&format!(
                "{}/{} {} {}/{repetitions}: {}, {}",
                self.cells.position(),
                self.cells.length().unwrap_or_default(),
                record.contender.id,
                record.workload.repetition + 1,
                record.outcome.status(),
                seconds(record.timings.wall_seconds)
            ));
        }
    }
}

impl Drop for CellBars {
    fn drop(&mut self) {
        let _ = self.bars.clear();
    }
}

/// The bar of `crosscheck agree`.
pub struct CaseBar(ProgressBar);

impl CaseBar {
    /// A bar for a number of cases.
    pub fn new(cases: u64) -> Self {
        let template = "{prefix:>24} {wide_bar:.cyan/dim} {pos}/{len} {msg}, {elapsed} elapsed";
        let bar = ProgressBar::new(cases).with_style(style(template));
        bar.set_prefix("agree");
        bar.enable_steady_tick(Duration::from_secs(1));
        Self(bar)
    }

    /// Begins a case.
    pub fn begin(&self, case: &str) {
        self.0.inc(1);
        self.0.set_message(case.to_owned());
        if self.0.is_hidden() {
            let (position, cases) = (self.0.position(), self.0.length().unwrap_or_default());
            terminal::note(&format!("{position}/{cases} {case}"));
        }
    }
}

impl Drop for CaseBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// The bar of `crosscheck knn`.
pub struct SearchBar(ProgressBar);

impl SearchBar {
    /// A bar for a number of queries.
    pub fn new(queries: u64) -> Self {
        let template = "{prefix:>24} {wide_bar:.cyan/dim} {pos}/{len} queries, {eta} left";
        let bar = ProgressBar::new(queries).with_style(style(template));
        bar.enable_steady_tick(Duration::from_secs(1));
        Self(bar)
    }

    /// Begins queries of a kind.
    pub fn begin(&self, kind: &str) {
        self.0.set_prefix(format!("neighbours, {kind}"));
        if self.0.is_hidden() {
            terminal::note(&format!("neighbours, {kind}"));
        }
    }

    /// Adds finished queries.
    pub fn advance(&self, queries: u64) {
        self.0.inc(queries);
    }
}

impl Drop for SearchBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A bar for each downloaded file.
#[derive(Default)]
pub struct DownloadBar(Option<ProgressBar>);

impl datasets::Progress for DownloadBar {
    fn start(&mut self, file: &str, total: Option<u64>) {
        let template = "{prefix:>28} {wide_bar:.cyan/dim} {bytes}/{total_bytes}, {bytes_per_sec}";
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::no_length(),
        };
        bar.set_style(style(template));
        bar.set_prefix(file.to_owned());
        if bar.is_hidden() {
            terminal::note(&format!("downloading {file}"));
        }
        self.0 = Some(bar);
    }

    fn advance(&mut self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }

    fn finish(&mut self) {
        if let Some(bar) = self.0.take() {
            bar.finish_and_clear();
        }
    }
}

/// The style of a template; the default style if the template is invalid.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epochs_steps_and_accuracy_move_the_bar() {
        let cell: Cell = serde_json::from_str(crate::cell::protocol::EXAMPLE_CELL).unwrap();
        let mut bars = CellBars::new(1, Duration::ZERO);
        bars.begin(&cell, 1);
        let step: Message = serde_json::from_str(
            r#"{"event":"step","epoch":2,"step":5,"steps":10,"loss":0.5,"rows_per_second":9.0}"#,
        )
        .unwrap();
        bars.accuracy = ", accuracy 97.00 %".to_owned();
        bars.show(&cell, &step);
        assert_eq!(bars.steps.position(), 15);
        let text = bars.steps.message();
        assert_eq!(text, "epoch 2/2, loss 0.5000, accuracy 97.00 %, 9 images/s");
    }
}
