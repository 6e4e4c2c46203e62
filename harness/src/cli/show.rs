//! `crosscheck show`.

use std::path::PathBuf;

use clap::Subcommand;
use classifier::ModelSpec;
use datasets::{Places, Request};

use super::{data::DataArguments, experiment_or_default};
use crate::{Result, commands::show};

/// Subjects of `show`.
#[derive(Debug, Subcommand)]
pub(super) enum Show {
    /// Layers, output shapes and parameters of a model
    Model {
        /// Layer widths; ReLU between the layers [default: 784-128-64-10]
        #[arg(long, value_name = "WIDTHS", conflicts_with = "experiment")]
        model: Option<ModelSpec>,
        /// TOML file with the layers (see experiments/)
        #[arg(long, value_name = "FILE")]
        experiment: Option<PathBuf>,
        /// Folder for the picture model.svg: the parameters of each layer as bars
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Rows, classes, range and images of a data set
    ///
    /// Pixels are shown as in training, from 0 (background) to 1. The columns of a table are shown
    /// as in the file; training uses them with mean 0 and deviation 1.
    Dataset {
        #[command(flatten)]
        data: Box<DataArguments>,
        /// Seed of generated sets, and of the split of a table or a folder of images
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
        /// Folder that holds `mnist/` and `fashion-mnist/` [default: $NN_DATA, else the user's
        /// cache folder, else a download]
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
        /// Folder for pictures: NAME-classes.svg, the rows of each class, and NAME.png, 16 images of
        /// each class, a row for each
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Activations and their derivatives as curves, computed by the layers that train
    ///
    /// ReLU, LeakyReLU, Sigmoid and Tanh from -6 to 6. Backpropagation multiplies with the derivative:
    /// where it is near 0, a layer learns slowly. Softmax is left out: it is a function of a whole row.
    Activations {
        /// Folder for the curves NAME.svg
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

impl Show {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Model { model, experiment, out } => {
                let mut shown = experiment_or_default(experiment.as_deref())?;
                shown.model = model.unwrap_or(shown.model);
                shown.model.check()?;
                show::model::show(&shown.model, out.as_deref())
            }
            Self::Dataset { data, seed, data_dir, out } => {
                let places = Places::of_this_machine(data_dir);
                let (table, transposed) = (data.table(), data.transposed);
                let request = Request { dataset: data.dataset, table, transposed, places, seed };
                show::dataset::show(&request, out.as_deref())
            }
            Self::Activations { out } => show::activations::show(out.as_deref()),
        }
    }
}
