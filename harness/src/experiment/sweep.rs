//! Sweeps: one value of an experiment varied at a time.

use classifier::{LayerSpec, ModelSpec};
use records::{Axis, Setting};
use serde::{Deserialize, Serialize};

use super::Experiment;
use crate::{HarnessError, Result};

/// Values that replace those of an experiment. Each is tried alone, with everything else unchanged:
/// lists are not combined.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// Outputs of every hidden linear layer.
    #[serde(default)]
    pub hidden_width: Option<Vec<usize>>,
    /// Hidden linear layers, each with the layers after it; further ones repeat the last.
    #[serde(default)]
    pub hidden_layers: Option<Vec<usize>>,
    /// Passes over the training set; 0 evaluates the initial weights.
    #[serde(default)]
    pub epochs: Option<Vec<usize>>,
    /// Examples per training step.
    #[serde(default)]
    pub batch: Option<Vec<usize>>,
}

/// An experiment without a sweep, and its setting in the sweep it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    /// The setting; `None` without a sweep.
    pub setting: Option<Setting>,
    /// The experiment. Only the base keeps the claim.
    pub experiment: Experiment,
}

/// The most hidden layers; more are a typing error.
const MOST_HIDDEN_LAYERS: usize = 100;

impl Sweep {
    /// The list of each axis.
    fn lists(&self) -> [(Axis, Option<&Vec<usize>>); 4] {
        [
            (Axis::HiddenWidth, self.hidden_width.as_ref()),
            (Axis::HiddenLayers, self.hidden_layers.as_ref()),
            (Axis::Epochs, self.epochs.as_ref()),
            (Axis::Batch, self.batch.as_ref()),
        ]
    }
}

impl Experiment {
    /// The experiment itself, or its base and every value of its sweep. A value equal to the base's
    /// is left out.
    ///
    /// # Errors
    /// A sweep without a list, an empty list, an invalid value.
    pub fn variations(&self) -> Result<Vec<Variation>> {
        let mut base = self.clone();
        let Some(sweep) = base.sweep.take() else {
            return Ok(vec![Variation { setting: None, experiment: base }]);
        };
        if sweep.lists().iter().all(|(_, list)| list.is_none()) {
            return Err(wrong(
                "it varies nothing: give it a list such as hidden_width = [32, 128]",
            ));
        }
        let mut variations =
            vec![Variation { setting: Some(Setting::Base), experiment: base.clone() }];
        base.claim = None;
        let mut seen = vec![base.clone()];
        for (axis, list) in sweep.lists() {
            let key = axis.name().replace(' ', "_");
            if list.is_some_and(Vec::is_empty) {
                return Err(wrong(format!("{key} is an empty list: leave it out")));
            }
            for &value in list.into_iter().flatten() {
                let mut experiment = base.clone();
                experiment
                    .set(axis, value)
                    .and_then(|()| experiment.check())
                    .map_err(|error| wrong(format!("{key} {value}: {error}")))?;
                if !seen.contains(&experiment) {
                    seen.push(experiment.clone());
                    let setting = Some(Setting::Point { axis, value });
                    variations.push(Variation { setting, experiment });
                }
            }
        }
        Ok(variations)
    }

    /// Sets the value of an axis. Training examples and threads are not part of an experiment and
    /// change nothing.
    ///
    /// # Errors
    /// A model without hidden layers, or with too many.
    pub fn set(&mut self, axis: Axis, value: usize) -> Result<()> {
        match axis {
            Axis::HiddenWidth => set_hidden_width(&mut self.model, value)?,
            Axis::HiddenLayers => set_hidden_layers(&mut self.model, value)?,
            Axis::Epochs => self.training.epochs = value,
            Axis::Batch => self.training.batch = value,
            Axis::TrainRows | Axis::Threads => {}
        }
        Ok(())
    }
}

/// 1, 2 and 5 times `smallest` and its tenfolds below `all`, and `all` itself.
pub fn round_numbers(smallest: usize, all: usize) -> Vec<usize> {
    let powers = std::iter::successors(Some(smallest), |power| power.checked_mul(10));
    let sizes = powers.flat_map(|power| [power, power.saturating_mul(2), power.saturating_mul(5)]);
    sizes.take_while(|&size| size < all).chain([all]).collect()
}

fn set_hidden_width(model: &mut ModelSpec, width: usize) -> Result<()> {
    let starts = hidden_starts(model)?;
    for &start in &starts[..starts.len() - 1] {
        if let LayerSpec::Linear { outputs, .. } = &mut model.layers[start] {
            *outputs = width;
        }
    }
    Ok(())
}

fn set_hidden_layers(model: &mut ModelSpec, count: usize) -> Result<()> {
    if !(1..=MOST_HIDDEN_LAYERS).contains(&count) {
        return Err(HarnessError::Usage(format!("there may be 1 to {MOST_HIDDEN_LAYERS}")));
    }
    let starts = hidden_starts(model)?;
    let layers = &model.layers;
    let blocks: Vec<_> = starts.windows(2).map(|ends| &layers[ends[0]..ends[1]]).collect();
    let hidden = (0..count).map(|index| blocks[index.min(blocks.len() - 1)]);
    let before = &layers[..starts[0]];
    let output = &layers[starts[starts.len() - 1]..];
    let parts = [before].into_iter().chain(hidden).chain([output]);
    model.layers = parts.flatten().cloned().collect();
    Ok(())
}

/// Indices of the linear layers: at least one hidden one, then the output layer.
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
    fn variations(sweep: Sweep) -> Result<Vec<Variation>> {
        let mut experiment = Experiment::default_comparison().unwrap();
        experiment.sweep = Some(sweep);
        experiment.variations()
    }

    fn shown(variations: &[Variation]) -> Vec<String> {
        let shown = |Variation { setting, experiment }: &Variation| {
            let Experiment { model, training, .. } = experiment;
            let (epochs, batch) = (training.epochs, training.batch);
            let label = setting.map_or(String::new(), |setting| setting.to_string());
            format!("{label}: {} {epochs} {batch}", model.widths())
        };
        variations.iter().map(shown).collect()
    }

    #[test]
    fn each_value_is_tried_alone_and_none_twice() {
        let variations = variations(Sweep {
            hidden_width: Some(vec![10]),
            hidden_layers: Some(vec![1, 2, 4]),
            epochs: Some(vec![0, 5]),
            batch: Some(vec![32, 64, 32]),
        });
        assert_eq!(
            shown(&variations.unwrap()),
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
    fn the_layers_after_a_hidden_layer_are_repeated_and_removed_with_it() {
        let variations = variations(Sweep { hidden_layers: Some(vec![3]), ..Sweep::default() });
        let layers = &variations.unwrap()[1].experiment.model.layers;
        let names: Vec<_> = layers.iter().map(LayerSpec::name).collect();
        let expected = ["linear", "relu", "linear", "relu", "linear", "relu", "linear"];
        assert_eq!(names, expected);
    }

    #[test]
    fn without_a_sweep_the_experiment_is_its_only_variation() {
        let experiment = Experiment::default_comparison().unwrap();
        let variations = experiment.variations().unwrap();
        let expected = Variation { setting: None, experiment };
        assert_eq!(variations, [expected]);
    }

    #[test]
    fn the_error_of_an_invalid_value_names_its_list() {
        let list = |values: &[usize]| Some(values.to_vec());
        let error = |sweep| variations(sweep).unwrap_err().to_string();
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
            let error = experiment.variations().unwrap_err().to_string();
            let expected =
                format!("sweep: {name} 2: model 784-10 has no hidden layer: give it one");
            assert!(error.starts_with(&expected), "{error}");
        }
    }

    #[test]
    fn sizes_are_round_numbers_up_to_all() {
        assert_eq!(round_numbers(1000, 12_000), [1000, 2000, 5000, 10_000, 12_000]);
        assert_eq!(round_numbers(1000, 5000), [1000, 2000, 5000]);
        assert_eq!(round_numbers(1000, 4), [4]);
    }
}
