//! One setting of an experiment varied at a time.

use classifier::{LayerSpec, ModelSpec};
use serde::{Deserialize, Serialize};

use super::Experiment;
use crate::{HarnessError, Result};

/// Values to try in place of an experiment's own. Each is tried alone, with everything else as the
/// experiment says: no products of lists.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// Outputs of every hidden Linear layer.
    #[serde(default)]
    pub hidden_width: Option<Vec<usize>>,
    /// Hidden Linear layers, each with what follows it; further ones are like the last.
    #[serde(default)]
    pub hidden_layers: Option<Vec<usize>>,
    /// Passes over the training set; 0 judges the first weights.
    #[serde(default)]
    pub epochs: Option<Vec<usize>>,
    /// Rows per step.
    #[serde(default)]
    pub batch: Option<Vec<usize>>,
}

/// An experiment without a sweep, and what it is called within the sweep that it came from. What is
/// promised is promised of the base alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// `base`, `hidden width 32`, …; nothing where there is no sweep.
    pub label: Option<String>,
    /// What to run.
    pub experiment: Experiment,
}

/// More hidden layers than anybody trains: a typing error.
const MOST_HIDDEN_LAYERS: usize = 100;

/// Sets one value in an experiment.
type Change = fn(&mut Experiment, usize) -> Result<()>;

impl Experiment {
    /// The experiments to run: this one, or each of its sweep. A value that the base has already
    /// is not run twice.
    ///
    /// # Errors
    /// A sweep that is empty, has an empty list or a value that makes no experiment.
    pub fn settings(&self) -> Result<Vec<Setting>> {
        let mut base = self.clone();
        let Some(sweep) = base.sweep.take() else {
            return Ok(vec![Setting { label: None, experiment: base }]);
        };
        let axes: [(&str, Option<Vec<usize>>, Change); 4] = [
            ("hidden_width", sweep.hidden_width, set_hidden_width),
            ("hidden_layers", sweep.hidden_layers, set_hidden_layers),
            ("epochs", sweep.epochs, |experiment, epochs| {
                experiment.training.epochs = epochs;
                Ok(())
            }),
            ("batch", sweep.batch, |experiment, batch| {
                experiment.training.batch = batch;
                Ok(())
            }),
        ];
        if axes.iter().all(|(_, values, _)| values.is_none()) {
            return Err(wrong(
                "it varies nothing: give it a list such as hidden_width = [32, 128]",
            ));
        }
        let mut settings =
            vec![Setting { label: Some("base".to_owned()), experiment: base.clone() }];
        base.promise = None;
        let mut seen = vec![base.clone()];
        for (name, values, change) in axes {
            if values.as_ref().is_some_and(Vec::is_empty) {
                return Err(wrong(format!("{name} is an empty list: leave it out")));
            }
            for value in values.unwrap_or_default() {
                let mut experiment = base.clone();
                change(&mut experiment, value)
                    .and_then(|()| experiment.check())
                    .map_err(|error| wrong(format!("{name} {value}: {error}")))?;
                if !seen.contains(&experiment) {
                    seen.push(experiment.clone());
                    let label = Some(format!("{} {value}", name.replace('_', " ")));
                    settings.push(Setting { label, experiment });
                }
            }
        }
        Ok(settings)
    }
}

fn set_hidden_width(experiment: &mut Experiment, width: usize) -> Result<()> {
    let starts = hidden_starts(&experiment.model)?;
    for &start in &starts[..starts.len() - 1] {
        if let LayerSpec::Linear { outputs, .. } = &mut experiment.model.layers[start] {
            *outputs = width;
        }
    }
    Ok(())
}

fn set_hidden_layers(experiment: &mut Experiment, count: usize) -> Result<()> {
    if !(1..=MOST_HIDDEN_LAYERS).contains(&count) {
        return Err(HarnessError::Usage(format!("there may be 1 to {MOST_HIDDEN_LAYERS}")));
    }
    let layers = &experiment.model.layers;
    let starts = hidden_starts(&experiment.model)?;
    let blocks: Vec<_> = starts.windows(2).map(|ends| &layers[ends[0]..ends[1]]).collect();
    let block = |index: usize| blocks[index.min(blocks.len() - 1)];
    let before = &layers[..starts[0]];
    let output = &layers[starts[starts.len() - 1]..];
    let hidden = (0..count).map(block);
    let parts = [before].into_iter().chain(hidden).chain([output]);
    experiment.model.layers = parts.flatten().cloned().collect();
    Ok(())
}

/// Where the Linear layers stand: at least one that is hidden, then the output's.
fn hidden_starts(model: &ModelSpec) -> Result<Vec<usize>> {
    let layers = model.layers.iter().enumerate();
    let linear = layers.filter(|(_, layer)| matches!(layer, LayerSpec::Linear { .. }));
    let starts: Vec<usize> = linear.map(|(index, _)| index).collect();
    match starts.len() {
        2.. => Ok(starts),
        _ => Err(HarnessError::Usage(format!(
            "model {} has no hidden layer: give it one, or leave the list out",
            model.widths()
        ))),
    }
}

fn wrong(reason: impl std::fmt::Display) -> HarnessError {
    HarnessError::Usage(format!("sweep: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The default comparison, 784-128-64-10, with this sweep.
    fn settings(sweep: Sweep) -> Result<Vec<Setting>> {
        let mut experiment = Experiment::default_comparison().unwrap();
        experiment.sweep = Some(sweep);
        experiment.settings()
    }

    fn told(settings: &[Setting]) -> Vec<String> {
        let told = |Setting { label, experiment }: &Setting| {
            let Experiment { model, training, .. } = experiment;
            let (epochs, batch) = (training.epochs, training.batch);
            let label = label.as_deref().unwrap_or_default();
            format!("{label}: {} {epochs} {batch}", model.widths())
        };
        settings.iter().map(told).collect()
    }

    #[test]
    fn each_value_is_tried_alone_and_none_twice() {
        let settings = settings(Sweep {
            hidden_width: Some(vec![10]),
            hidden_layers: Some(vec![1, 2, 4]),
            epochs: Some(vec![0, 5]),
            batch: Some(vec![32, 64, 32]),
        });
        assert_eq!(
            told(&settings.unwrap()),
            [
                "base: 784-128-64-10 5 64",
                "hidden width 10: 784-10-10-10 5 64",
                "hidden layers 1: 784-128-10 5 64",
                "hidden layers 4: 784-128-64-64-64-10 5 64",
                "epochs 0: 784-128-64-10 0 64",
                "batch 32: 784-128-64-10 5 32",
            ]
        );
    }

    #[test]
    fn what_follows_a_hidden_layer_goes_and_comes_with_it() {
        let settings = settings(Sweep { hidden_layers: Some(vec![3]), ..Sweep::default() });
        let layers = &settings.unwrap()[1].experiment.model.layers;
        let names: Vec<_> = layers.iter().map(LayerSpec::name).collect();
        let expected = ["linear", "relu", "linear", "relu", "linear", "relu", "linear"];
        assert_eq!(names, expected);
    }

    #[test]
    fn without_a_sweep_the_experiment_is_its_only_setting() {
        let experiment = Experiment::default_comparison().unwrap();
        let settings = experiment.settings().unwrap();
        let expected = Setting { label: None, experiment };
        assert_eq!(settings, [expected]);
    }

    #[test]
    fn values_that_make_no_experiment_are_told_with_their_list() {
        let list = |values: &[usize]| Some(values.to_vec());
        let error = |sweep| settings(sweep).unwrap_err().to_string();
        let nothing = error(Sweep::default());
        assert!(nothing.starts_with("sweep: it varies nothing"), "{nothing}");
        let empty = error(Sweep { batch: list(&[]), ..Sweep::default() });
        assert_eq!(empty, "sweep: batch is an empty list: leave it out");
        let batch = error(Sweep { batch: list(&[32, 0]), ..Sweep::default() });
        assert!(batch.starts_with("sweep: batch 0: "), "{batch}");
        let width = error(Sweep { hidden_width: list(&[0]), ..Sweep::default() });
        assert!(width.contains("hidden_width 0: ") && width.contains("layer 1"));
        for count in [0, usize::MAX] {
            let layers = error(Sweep { hidden_layers: list(&[count]), ..Sweep::default() });
            assert!(layers.ends_with("there may be 1 to 100"), "{layers}");
        }
    }

    #[test]
    fn a_model_without_hidden_layers_has_none_to_vary() {
        let mut experiment = Experiment::default_comparison().unwrap();
        experiment.model = "784-10".parse().unwrap();
        for name in ["hidden_width", "hidden_layers"] {
            let sweep = toml::from_str(&format!("{name} = [2]")).unwrap();
            experiment.sweep = Some(sweep);
            let error = experiment.settings().unwrap_err().to_string();
            let expected =
                format!("sweep: {name} 2: model 784-10 has no hidden layer: give it one");
            assert!(error.starts_with(&expected), "{error}");
        }
    }
}
