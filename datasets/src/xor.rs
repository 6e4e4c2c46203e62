//! The four rows of XOR, which are not linearly separable.

use classifier::Examples;

use crate::{Dataset, DatasetName, Result, Source, dataset::examples_digest};

/// The whole set; training and test rows are the same.
pub(crate) fn load() -> Result<Dataset> {
    let name = DatasetName::Xor;
    let inputs = vec![0., 0., 0., 1., 1., 0., 1., 1.];
    let rows = Examples::new(inputs, 2, vec![0, 1, 1, 0], 2)?;
    Ok(Dataset {
        name: name.to_string(),
        digest: examples_digest(&rows, &rows),
        train: rows.clone(),
        test: rows,
        class_names: name.owned_class_names(),
        columns: Vec::new(),
        image: None,
        source: Source::BuiltIn,
        table: None,
        notes: Vec::new(),
        fallback: None,
    })
}
