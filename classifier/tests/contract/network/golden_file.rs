//! The files of `reference/golden/`: small cases, and what PyTorch computed for them.

use std::{collections::BTreeMap, fs, path::Path};

use classifier::{
    BatchOrder, DropoutMasks, Examples, ModelSpec, Parameters, Randomness, Tensor, TrainSpec,
};
use safetensors::SafeTensors;
use serde_json::Value;

/// One file; `reference/golden.py` describes it.
pub(crate) struct Golden {
    pub(crate) name: String,
    pub(crate) model: ModelSpec,
    pub(crate) training: TrainSpec,
    pub(crate) examples: Examples,
    pub(crate) order: InOrder,
    /// The parameters that training starts from.
    pub(crate) first: Parameters,
    /// What PyTorch computed: `loss`, `gradient/linear1.weight`, `after10/linear1.bias`, …
    pub(crate) expected: BTreeMap<String, Tensor>,
}

/// All rows in their own order, with dropout masks.
pub(crate) struct InOrder {
    rows: usize,
    randomness: Randomness,
}

impl BatchOrder for InOrder {
    fn epoch(&self, _epoch: usize) -> Vec<u32> {
        (0..self.rows as u32).collect()
    }

    fn dropout_masks(&self, epoch: usize) -> Option<DropoutMasks> {
        Some(DropoutMasks::new(self.randomness.clone(), epoch))
    }
}

/// All of them, sorted by name.
pub(crate) fn goldens() -> Vec<Golden> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference/golden");
    let files = fs::read_dir(&folder).unwrap();
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Golden {
    let bytes = fs::read(path).unwrap();
    let (_, header) = SafeTensors::read_metadata(&bytes).unwrap();
    let facts = &header.metadata().as_ref().unwrap()["golden"];
    let facts: Value = serde_json::from_str(facts).unwrap();
    let model: ModelSpec = serde_json::from_value(facts["model"].clone()).unwrap();
    let training: TrainSpec = serde_json::from_value(facts["training"].clone()).unwrap();
    let dataset = facts["dataset"].as_str().unwrap();
    let number = |key: &str| facts[key].as_u64().unwrap();
    let randomness = Randomness::new(number("seed"), dataset, number("repetition") as u32);

    let file = SafeTensors::deserialize(&bytes).unwrap();
    let words = |name: &str| file.tensor(name).unwrap().data().as_chunks::<4>().0;
    let labels = words("labels").iter().map(|&word| u32::from_le_bytes(word));
    let labels: Vec<u32> = labels.collect();
    let tensor = |name: &str| Tensor {
        name: name.to_owned(),
        shape: file.tensor(name).unwrap().shape().to_vec(),
        values: words(name).iter().map(|&w| f32::from_le_bytes(w)).collect(),
    };

    let (mut first, mut expected) = (Parameters::default(), BTreeMap::new());
    for name in file.names() {
        match name.strip_prefix("first/") {
            Some(parameter) => first.0.push(Tensor { name: parameter.to_owned(), ..tensor(name) }),
            None if name == "inputs" || name == "labels" => {}
            None => {
                expected.insert(name.to_owned(), tensor(name));
            }
        }
    }
    let (rows, classes) = (labels.len(), training.loss.classes(model.outputs()));
    let inputs = tensor("inputs").values;
    Golden {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        examples: Examples::new(inputs, model.inputs, labels, classes.unwrap()).unwrap(),
        order: InOrder { rows, randomness },
        model,
        training,
        first,
        expected,
    }
}
