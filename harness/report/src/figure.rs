//! A chart with its numbers.

use crate::Table;

/// A chart with its numbers.
#[derive(Debug)]
pub struct Figure {
    /// Title.
    pub title: String,
    /// The contents of the chart, and how to read it.
    pub caption: String,
    /// The chart.
    pub svg: String,
    /// The numbers in the chart.
    pub numbers: Table,
}
