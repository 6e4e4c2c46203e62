//! The files of `reference/golden/`: PyTorch's results for the list of cases.

use std::{collections::BTreeMap, fs, path::Path};

use classifier::{BatchOrder, DropoutMasks, Examples, Parameters, Randomness, Tensor, cases::Case};
use safetensors::SafeTensors;
use serde_json::{Value, json};

/// One file; `reference/golden.py` describes it.
pub(crate) struct Golden {
    pub(crate) case: Case,
    pub(crate) examples: Examples,
    pub(crate) order: InOrder,
    /// The parameters before training.
    pub(crate) first: Parameters,
    /// PyTorch's results: `loss`, `gradient/linear1.weight`, `after10/linear1.bias`, …
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

impl Golden {
    /// The file of a case.
    pub(crate) fn of(case: Case) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference/golden");
        let path = folder.join(format!("{}.safetensors", case.name));
        assert!(path.exists(), "{} is missing: run reference/golden.py", path.display());
        read(case, &fs::read(path).unwrap())
    }
}

fn read(case: Case, bytes: &[u8]) -> Golden {
    let (_, header) = SafeTensors::read_metadata(bytes).unwrap();
    let facts = &header.metadata().as_ref().unwrap()["golden"];
    let facts: Value = serde_json::from_str(facts).unwrap();
    for (name, current) in [
        ("model", json!(case.model)),
        ("training", json!(case.training)),
        ("absent_class", json!(case.absent_class)),
    ] {
        assert_eq!(facts[name], current, "{} has changed: run reference/golden.py", case.name);
    }
    let dataset = facts["dataset"].as_str().unwrap();
    let number = |key: &str| facts[key].as_u64().unwrap();
    let randomness = Randomness::new(number("seed"), dataset, number("repetition") as u32);

    let file = SafeTensors::deserialize(bytes).unwrap();
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
    let (rows, classes) = (labels.len(), case.training.loss.classes(case.model.outputs()));
    let inputs = tensor("inputs").values;
    Golden {
        examples: Examples::new(inputs, case.model.inputs, labels, classes.unwrap()).unwrap(),
        order: InOrder { rows, randomness },
        case,
        first,
        expected,
    }
}
