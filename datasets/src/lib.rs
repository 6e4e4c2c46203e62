//! The data sets: MNIST and Fashion-MNIST, read from disk or downloaded; generated digits, edges
//! and XOR, which need neither disk nor network; CSV files.
//!
//! [`load`] turns a [`Request`] into a [`Dataset`]. [`Places`] lists where to search: a data
//! directory given by the user, else the cache folder, else the public mirrors. Files of MNIST and
//! Fashion-MNIST are parsed only after their SHA-256 is verified.
//!
//! A [`Variant`] shifts, rotates, shrinks, inverts or adds noise to test images.
//!
//! [`availability`] reports where a data set would come from, without reading it.

mod availability;
mod choice;
mod csv_set;
mod dataset;
mod decode;
mod download;
mod edges;
mod error;
mod folder;
mod idx_set;
mod load;
mod name;
mod parse;
mod places;
mod progress;
mod synthetic;
mod variants;
mod xor;

pub use availability::{Availability, availability};
pub use choice::DatasetChoice;
pub use csv_set::{Column, CsvProblem, Place};
pub use dataset::{Dataset, Source};
pub use error::{Attempt, DatasetError, FileProblem, Result};
pub use load::{Request, load};
pub use name::DatasetName;
pub use places::{DataDir, Mirror, Places};
pub use progress::Progress;
pub use variants::{Variant, VariantKind};
