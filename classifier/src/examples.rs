//! Labelled examples, and batches of them.

use std::sync::Arc;

use crate::{ClassifierError, DropoutMasks, LayerSpec, Loss, ModelSpec, Result};

/// Labelled examples: a row-major matrix of finite inputs and one class per row.
///
/// Clones share the values.
#[derive(Debug, Clone, PartialEq)]
pub struct Examples {
    inputs: Arc<Vec<f32>>,
    width: usize,
    labels: Arc<Vec<u32>>,
    classes: usize,
}

impl Examples {
    /// Examples of `inputs` (`[rows × width]`, row-major) and `labels` (`[rows]`).
    ///
    /// # Errors
    /// No rows, a width of 0, a number of inputs other than `rows × width`, an input that is NaN or
    /// infinite, a label outside `0..classes`.
    pub fn new(inputs: Vec<f32>, width: usize, labels: Vec<u32>, classes: usize) -> Result<Self> {
        if labels.is_empty() || width == 0 {
            return Err(ClassifierError::Empty { what: "the set of examples" });
        }
        if Some(inputs.len()) != labels.len().checked_mul(width) {
            return Err(ClassifierError::Ragged {
                values: inputs.len(),
                rows: labels.len(),
                width,
            });
        }
        if let Some(index) = inputs.iter().position(|value| !value.is_finite()) {
            return Err(ClassifierError::NotFinite {
                row: index / width,
                column: index % width,
                value: inputs[index],
            });
        }
        if let Some(row) = labels.iter().position(|&label| label as usize >= classes) {
            return Err(ClassifierError::LabelOutOfRange { row, label: labels[row], classes });
        }
        Ok(Self { inputs: Arc::new(inputs), width, labels: Arc::new(labels), classes })
    }

    /// Number of examples.
    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    /// Inputs per example.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Whether `self` and `other` are clones that share their values.
    pub fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inputs, &other.inputs) && Arc::ptr_eq(&self.labels, &other.labels)
    }

    /// All inputs, row-major `[rows × width]`.
    pub fn inputs(&self) -> &[f32] {
        &self.inputs
    }

    /// The class of each row.
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// The first `rows` examples; all of them if there are fewer.
    ///
    /// # Errors
    /// `rows` of 0.
    pub fn first(&self, rows: usize) -> Result<Self> {
        let rows = rows.min(self.rows());
        let inputs = self.inputs[..rows * self.width].to_vec();
        let labels = self.labels[..rows].to_vec();
        Self::new(inputs, self.width, labels, self.classes)
    }

    /// The examples of these rows, in this order; a clone that shares the values if these are all
    /// rows in order.
    ///
    /// # Errors
    /// No rows, or a row that does not exist.
    pub fn select(&self, rows: &[usize]) -> Result<Self> {
        if rows.iter().copied().eq(0..self.rows()) {
            return Ok(self.clone());
        }
        let rows: Vec<u32> = rows.iter().map(|&row| row as u32).collect();
        let batch = Batch::new(self, &rows)?;
        Self::new(batch.gather_inputs(), self.width, batch.labels().collect(), self.classes)
    }
}

/// Some rows of a set of examples, in a given order.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    examples: &'a Examples,
    rows: &'a [u32],
    masks: Option<&'a DropoutMasks>,
}

impl<'a> Batch<'a> {
    /// The batch of `rows` (indices from 0) of `examples`.
    ///
    /// # Errors
    /// No rows, or a row outside the examples.
    pub fn new(examples: &'a Examples, rows: &'a [u32]) -> Result<Self> {
        if rows.is_empty() {
            return Err(ClassifierError::Empty { what: "a batch" });
        }
        if let Some(&row) = rows.iter().find(|&&row| row as usize >= examples.rows()) {
            return Err(ClassifierError::RowOutOfRange {
                row: row as usize,
                rows: examples.rows(),
            });
        }
        Ok(Self { examples, rows, masks: None })
    }

    /// The batch with dropout masks, which the training of a model with dropout needs.
    pub fn with_dropout(self, masks: Option<&'a DropoutMasks>) -> Self {
        Self { masks, ..self }
    }

    /// The factors of dropout layer `layer` (counted from 0) for this batch, row-major
    /// `[len × width]`.
    ///
    /// # Errors
    /// A batch without masks.
    pub fn dropout_factors(&self, layer: usize, width: usize, rate: f64) -> Result<Vec<f32>> {
        let masks = self.masks.ok_or(ClassifierError::NoDropoutMasks)?;
        Ok(masks.factors(layer, self.rows, width, rate))
    }

    /// The examples that the rows belong to.
    pub fn examples(&self) -> &'a Examples {
        self.examples
    }

    /// The rows, indices from 0 into the examples.
    pub fn rows(&self) -> &'a [u32] {
        self.rows
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Always false: a batch has at least one row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Inputs per row.
    pub fn width(&self) -> usize {
        self.examples.width
    }

    /// Checks the batch against the width and the classes of a model.
    ///
    /// # Errors
    /// Another number of inputs or classes.
    pub fn check_fits(&self, inputs: usize, classes: usize) -> Result<()> {
        if self.width() != inputs {
            return Err(ClassifierError::Width { expected: inputs, got: self.width() });
        }
        if self.examples.classes != classes {
            return Err(ClassifierError::Classes { expected: classes, got: self.examples.classes });
        }
        Ok(())
    }

    /// Checks that `model` can be trained on the batch.
    ///
    /// # Errors
    /// Those of [`Batch::check_fits`], and a single row under batch normalisation: one row has no
    /// variance.
    pub fn check_trains(&self, model: &ModelSpec, loss: Loss) -> Result<()> {
        self.check_fits(model.inputs, loss.classes(model.outputs())?)?;
        let batch_norm = |layer: &LayerSpec| matches!(layer, LayerSpec::BatchNorm { .. });
        if self.len() < 2 && model.layers.iter().any(batch_norm) {
            return Err(ClassifierError::InvalidTraining {
                name: "the number of rows of a batch",
                value: self.len().to_string(),
                rule: "at least 2 where the model has batch normalisation (last_batch = \"drop\")",
            });
        }
        Ok(())
    }

    /// The inputs of row number `index` of the batch.
    pub fn input(&self, index: usize) -> &'a [f32] {
        let width = self.examples.width;
        &self.examples.inputs[self.rows[index] as usize * width..][..width]
    }

    /// The inputs of each row of the batch.
    pub fn inputs(&self) -> impl Iterator<Item = &'a [f32]> + use<'a> {
        let batch = *self;
        (0..self.len()).map(move |index| batch.input(index))
    }

    /// A copy of the inputs of all rows, row-major `[len × width]`.
    pub fn gather_inputs(&self) -> Vec<f32> {
        let mut gathered = Vec::with_capacity(self.len() * self.width());
        for row in self.inputs() {
            gathered.extend_from_slice(row);
        }
        gathered
    }

    /// The class of each row of the batch.
    pub fn labels(&self) -> impl Iterator<Item = u32> + Clone + use<'a> {
        let examples = self.examples;
        self.rows.iter().map(|&row| examples.labels[row as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three_points() -> Examples {
        Examples::new(vec![0., 1., 2., 3., 4., 5.], 2, vec![0, 1, 0], 2).unwrap()
    }

    #[test]
    fn a_batch_gathers_its_rows_in_order() {
        let examples = three_points();
        let batch = Batch::new(&examples, &[2, 0]).unwrap();
        assert_eq!(batch.gather_inputs(), [4., 5., 0., 1.]);
        assert_eq!(batch.labels().collect::<Vec<_>>(), [0, 0]);
    }

    #[test]
    fn empty_sets_and_batches_are_rejected() {
        let empty = Examples::new(vec![], 2, vec![], 2);
        assert!(matches!(empty, Err(ClassifierError::Empty { .. })));
        let no_rows = Batch::new(&three_points(), &[]).map(|batch| batch.len());
        assert!(matches!(no_rows, Err(ClassifierError::Empty { .. })));
    }

    #[test]
    fn a_label_out_of_range_is_named_with_its_row() {
        let error = Examples::new(vec![0.; 4], 2, vec![0, 7], 2).unwrap_err();
        assert_eq!(error.to_string(), "row 1 has label 7, but there are 2 classes (0 to 1)");
    }

    #[test]
    fn values_that_do_not_fill_the_rows_are_rejected() {
        let error = Examples::new(vec![0.; 5], 2, vec![0, 1], 2).unwrap_err();
        assert!(matches!(error, ClassifierError::Ragged { values: 5, rows: 2, width: 2 }));
    }

    #[test]
    fn an_input_that_is_no_number_is_named_with_its_place() {
        let error = Examples::new(vec![0., 1., f32::NAN, 3.], 2, vec![0, 1], 2).unwrap_err();
        assert_eq!(error.to_string(), "row 1, column 0 is NaN: inputs must be finite numbers");
    }

    #[test]
    fn selected_rows_keep_their_order_and_all_rows_share_the_values() {
        let examples = three_points();
        let selected = examples.select(&[2, 0]).unwrap();
        assert_eq!((selected.inputs(), selected.labels()), (&[4., 5., 0., 1.][..], &[0, 0][..]));
        assert!(examples.select(&[0, 1, 2]).unwrap().are(&examples));
        assert!(examples.select(&[]).is_err() && examples.select(&[3]).is_err());
    }

    #[test]
    fn a_row_beyond_the_set_is_rejected() {
        let examples = three_points();
        let error = Batch::new(&examples, &[0, 3]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a batch contains row 3, but the examples have 3 rows (0 to 2)"
        );
    }
}
