//! The data sets: MNIST and Fashion-MNIST, found or downloaded and always verified, and a set of
//! generated digits that needs neither disk nor network.
//!
//! [`load`] takes a [`Request`] and gives a [`Dataset`]. Where it looks is plain data,
//! [`Places`]: a data directory that the user named, else the cache folder, else the public
//! mirrors. No byte is parsed before its SHA-256 is known to be right.
//!
//! [`availability`] answers the same question without reading a file.

mod availability;
mod dataset;
mod decode;
mod download;
mod error;
mod folder;
mod idx_set;
mod load;
mod name;
mod parse;
mod places;
mod progress;
mod synthetic;

pub use availability::{Availability, availability};
pub use dataset::{Dataset, Source};
pub use error::{Attempt, DatasetError, FileProblem, Result};
pub use load::{Request, load};
pub use name::DatasetName;
pub use places::{DataDir, Mirror, Places};
pub use progress::Progress;
