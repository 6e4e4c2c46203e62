//! Result files as tables, charts and pages.
//!
//! All output starts from [`records::studies`]. A [`Table`] holds cells and renders to the terminal,
//! Markdown, CSV, JSON and, through the templates, HTML.
//!
//! - [`render`] writes the tables of a result file, [`diff`](fn@diff) several files side by side;
//! - [`ranking`], [`confusion`], [`variants`], [`curves`] and [`knn`] make tables and figures;
//! - [`page`] makes a page for the browser, [`readme`] updates the tables of a Markdown file.

mod cells;
mod classes;
pub mod confusion;
pub mod curves;
mod diff;
mod error;
mod figure;
mod format;
pub mod knn;
pub mod misclassified;
pub mod page;
pub mod ranking;
pub mod readme;
mod remarks;
mod sparkline;
mod table;
pub mod terminal;
mod text;
mod title;
pub mod variants;

pub use cells::predict_rows;
pub use charts::format::{figure as number, seconds, thousands};
pub use diff::diff;
pub use error::{ReportError, Result};
pub use figure::Figure;
pub use format::Format;
pub use table::{Cell, Emphasis, NONE, Table, or_none};
pub use text::{data, incomplete, render};
pub use title::title;
