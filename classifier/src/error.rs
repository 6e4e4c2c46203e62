//! Everything that can go wrong between a harness and a contender.

use crate::Distance;

/// The result of every call of the contract.
pub type Result<T> = std::result::Result<T, ClassifierError>;

/// Why a contender refused or failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClassifierError {
    /// A set or a batch without rows.
    #[error("{what} is empty: at least one row is needed")]
    Empty {
        /// What was empty, e.g. "the training set".
        what: &'static str,
    },
    /// Values that do not divide into rows.
    #[error("{values} input values do not divide into {rows} rows of width {width}")]
    Ragged {
        /// Number of input values given.
        values: usize,
        /// Number of rows, counted by the labels.
        rows: usize,
        /// Values in a row.
        width: usize,
    },
    /// An input that is infinite or not a number.
    #[error("row {row}, column {column} is {value}: inputs must be finite numbers")]
    NotFinite {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        column: usize,
        /// The input.
        value: f32,
    },
    /// A label outside `0..classes`.
    #[error("row {row} has label {label}, but there are {classes} classes (0 to {})", classes.saturating_sub(1))]
    LabelOutOfRange {
        /// The row, from 0.
        row: usize,
        /// Its label.
        label: u32,
        /// Number of classes.
        classes: usize,
    },
    /// A number of neighbours that the training set cannot provide.
    #[error("k is {k}, but must be between 1 and the {rows} training examples")]
    Neighbours {
        /// Neighbours asked for.
        k: usize,
        /// Training examples.
        rows: usize,
    },
    /// A distance that the neighbours' index does not have.
    #[error("{index} has no distance {distance}: {alternative}")]
    UnsupportedDistance {
        /// The index's name.
        index: &'static str,
        /// The distance asked for.
        distance: Distance,
        /// What would do.
        alternative: &'static str,
    },
    /// A row index beyond the set.
    #[error("a batch asks for row {row} of {rows}")]
    RowOutOfRange {
        /// The row asked for, from 0.
        row: usize,
        /// Rows in the set.
        rows: usize,
    },
    /// Examples of another width than the model's input.
    #[error("the examples have {got} inputs, the model takes {expected}")]
    Width {
        /// Inputs of the model.
        expected: usize,
        /// Inputs of the examples.
        got: usize,
    },
    /// A data set with another number of classes than the model has outputs.
    #[error("the examples have {got} classes, the model has {expected} outputs")]
    Classes {
        /// Outputs of the model.
        expected: usize,
        /// Classes of the examples.
        got: usize,
    },
    /// A prediction was asked for before `fit`.
    #[error("predict was called before fit: fit the classifier first")]
    NotFitted,
    /// A model with dropout was given a training batch without masks.
    #[error("the model has dropout, but the training batch comes without masks")]
    NoDropoutMasks,
    /// A model that cannot be built.
    #[error("the model cannot be built: {reason}")]
    InvalidModel {
        /// What is wrong, with the numbers and the way out.
        reason: String,
    },
    /// A hyper-parameter outside its range.
    #[error("{name} is {value}, but must be {rule}")]
    InvalidTraining {
        /// The hyper-parameter's name.
        name: &'static str,
        /// Its value.
        value: String,
        /// The values allowed.
        rule: &'static str,
    },
    /// A parameter of the model is not among those given.
    #[error("parameter {name:?} is missing")]
    MissingParameter {
        /// Its name.
        name: String,
    },
    /// A given parameter does not belong to the model.
    #[error("parameter {name:?} does not belong to this model")]
    UnknownParameter {
        /// Its name.
        name: String,
    },
    /// A parameter of another shape than the model's.
    #[error("parameter {name:?} has shape {got:?}, expected {expected:?}")]
    ParameterShape {
        /// Its name.
        name: String,
        /// The model's shape.
        expected: Vec<usize>,
        /// The shape given.
        got: Vec<usize>,
    },
    /// The loss left the finite numbers.
    #[error(
        "training diverged: the loss is {loss} at epoch {epoch}, step {step} (try a smaller learning rate)"
    )]
    Diverged {
        /// Epoch, from 1.
        epoch: usize,
        /// Step in that epoch, from 1.
        step: usize,
        /// The loss.
        loss: f64,
    },
    /// An error that the framework reported.
    #[error("{framework}: {message}")]
    Framework {
        /// The framework's name.
        framework: &'static str,
        /// Its own words.
        message: String,
    },
    /// An error that an observer met, e.g. while it wrote a file.
    #[error("{0}")]
    Observer(String),
}
