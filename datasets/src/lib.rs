//! The data sets: MNIST and Fashion-MNIST, read from disk or downloaded; generated digits, edges
//! and XOR, which need neither disk nor network; tables in text files; folders of IDX files or of PNG
//! and JPEG images.
//!
//! [`load`] turns a [`Request`] into a [`Dataset`]. [`Places`] lists where to search: a data
//! directory given by the user, else the cache folder, else the public mirrors. Files of MNIST and
//! Fashion-MNIST are parsed only after their SHA-256 is verified.
//!
//! A [`Variant`] shifts, rotates, shrinks, inverts or adds noise to test images.
//!
//! [`availability`] reports where a data set would come from.

mod availability;
mod choice;
mod content;
mod dataset;
mod decode;
mod directory;
mod download;
mod edges;
mod error;
mod folder;
mod idx;
mod idx_set;
mod images;
mod list;
mod load;
mod name;
mod places;
mod progress;
mod shape;
mod split;
mod synthetic;
mod table;
mod variants;
mod xor;

pub use availability::{Availability, availability};
pub use choice::DatasetChoice;
pub use dataset::{Dataset, Source, sha256_hex};
pub use error::{Attempt, DatasetError, FileProblem, Result};
pub use idx::IdxProblem;
pub use images::ImageSetProblem;
pub use load::{Request, load};
pub use name::DatasetName;
pub use places::{DataDir, Mirror, Places};
pub use progress::Progress;
pub use shape::ImageShape;
pub use table::{
    Cell, Column, Delimiter, Missing, NotATable, Place, TableOptions, TableProblem, TableReading,
    TextColumn,
};
pub use variants::{Variant, VariantKind};
