//! The data sets: MNIST and Fashion-MNIST, found or downloaded and always verified; generated
//! digits, generated edges and XOR, which need neither disk nor network; CSV files of the user's.
//!
//! [`load`] takes a [`Request`] and gives a [`Dataset`]. Where it looks is plain data,
//! [`Places`]: a data directory that the user named, else the cache folder, else the public
//! mirrors. No byte of these is parsed before its SHA-256 is known to be right.
//!
//! A [`Variant`] changes test images: shifted, rotated, shrunk, noisy, inverted.
//!
//! [`availability`] answers the same question without reading a file.

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
