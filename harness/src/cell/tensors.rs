//! Tensors in files: parameters, examples and orders that processes exchange.

use std::{borrow::Cow, collections::HashMap, fs, path::Path};

use classifier::{BatchOrder, DropoutMasks, Examples, Parameters, Randomness, Tensor};
use safetensors::{Dtype, SafeTensors, View, tensor::TensorView};

use super::interrupt;
use crate::{HarnessError, Result};

/// Writes named tensors to a safetensors file.
pub fn write_parameters(path: &Path, parameters: &Parameters) -> Result<()> {
    write_tensors(path, parameters, None)
}

/// Writes named tensors and the metadata of the header.
pub fn write_tensors(
    path: &Path,
    parameters: &Parameters,
    metadata: Option<HashMap<String, String>>,
) -> Result<()> {
    let tensors = parameters.0.iter().map(|tensor| {
        let values = floats(&tensor.values);
        (tensor.name.clone(), Flat::new(Dtype::F32, &tensor.shape, values))
    });
    write(path, tensors.collect(), metadata)
}

/// The metadata of a safetensors file.
pub fn read_metadata(path: &Path) -> Result<HashMap<String, String>> {
    let bytes = fs::read(path).map_err(HarnessError::file("read", path))?;
    let (_, header) = SafeTensors::read_metadata(&bytes)
        .map_err(HarnessError::file("read tensors from", path))?;
    Ok(header.metadata().clone().unwrap_or_default())
}

/// Reads named `F32` tensors, sorted by name.
pub fn read_parameters(path: &Path) -> Result<Parameters> {
    let bytes = fs::read(path).map_err(HarnessError::file("read", path))?;
    let file = parse(path, &bytes)?;
    let mut tensors = Vec::new();
    for (name, view) in file.tensors() {
        tensors.push(Tensor {
            shape: view.shape().to_vec(),
            values: float_values(path, &name, &view)?,
            name,
        });
    }
    tensors.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Parameters(tensors))
}

/// Writes examples, with the inputs as `U8` if all are n/255, else as `F32`.
pub fn write_examples(path: &Path, examples: &Examples) -> Result<()> {
    let shape = [examples.rows(), examples.width()];
    let inputs = match pixels(examples.inputs()) {
        Some(pixels) => Flat::new(Dtype::U8, &shape, pixels),
        None => Flat::new(Dtype::F32, &shape, floats(examples.inputs())),
    };
    let labels = Flat::new(Dtype::U32, &shape[..1], integers(examples.labels()));
    let tensors = vec![("inputs".to_owned(), inputs), ("labels".to_owned(), labels)];
    write(path, tensors, None)
}

/// Reads examples of `classes` classes.
pub fn read_examples(path: &Path, classes: usize) -> Result<Examples> {
    let bytes = fs::read(path).map_err(HarnessError::file("read", path))?;
    let file = parse(path, &bytes)?;
    let inputs = named(path, &file, "inputs")?;
    let width = inputs.shape().last().copied().unwrap_or(0);
    let values = match inputs.dtype() {
        Dtype::U8 => inputs.data().iter().map(|&pixel| from_pixel(pixel)).collect(),
        _ => float_values(path, "inputs", &inputs)?,
    };
    let labels = integer_values(path, "labels", &named(path, &file, "labels")?)?;
    Ok(Examples::new(values, width, labels, classes)?)
}

/// Writes the orders of the first `epochs` epochs as `epoch1`, `epoch2`, …
pub fn write_order(path: &Path, order: &dyn BatchOrder, epochs: usize) -> Result<()> {
    let tensors = (0..epochs).map(|epoch| {
        interrupt::check()?;
        let rows = order.epoch(epoch);
        let tensor = Flat::new(Dtype::U32, &[rows.len()], integers(&rows));
        Ok((epoch_name(epoch), tensor))
    });
    write(path, tensors.collect::<Result<_>>()?, None)
}

/// The orders of a file, and their dropout masks.
pub struct StoredOrder {
    epochs: Vec<Vec<u32>>,
    randomness: Randomness,
}

impl StoredOrder {
    /// Reads the orders of the first `epochs` epochs, drawn from `randomness`.
    pub fn read(path: &Path, epochs: usize, randomness: Randomness) -> Result<Self> {
        let bytes = fs::read(path).map_err(HarnessError::file("read", path))?;
        let file = parse(path, &bytes)?;
        let order = |epoch| {
            let name = epoch_name(epoch);
            integer_values(path, &name, &named(path, &file, &name)?)
        };
        Ok(Self { epochs: (0..epochs).map(order).collect::<Result<_>>()?, randomness })
    }
}

impl BatchOrder for StoredOrder {
    fn epoch(&self, epoch: usize) -> Vec<u32> {
        self.epochs.get(epoch).cloned().unwrap_or_default()
    }

    fn dropout_masks(&self, epoch: usize) -> Option<DropoutMasks> {
        Some(DropoutMasks::new(self.randomness.clone(), epoch))
    }
}

/// In files, epochs count from 1.
fn epoch_name(epoch: usize) -> String {
    format!("epoch{}", epoch + 1)
}

/// A tensor as little-endian bytes.
struct Flat {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Flat {
    fn new(dtype: Dtype, shape: &[usize], bytes: Vec<u8>) -> Self {
        let shape = shape.to_vec();
        Self { dtype, shape, bytes }
    }
}

impl View for Flat {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

fn write(
    path: &Path,
    tensors: Vec<(String, Flat)>,
    metadata: Option<HashMap<String, String>>,
) -> Result<()> {
    safetensors::serialize_to_file(tensors, metadata, path)
        .map_err(HarnessError::file("write", path))
}

fn parse<'a>(path: &Path, bytes: &'a [u8]) -> Result<SafeTensors<'a>> {
    SafeTensors::deserialize(bytes).map_err(HarnessError::file("read tensors from", path))
}

fn named<'a>(path: &Path, file: &SafeTensors<'a>, name: &str) -> Result<TensorView<'a>> {
    file.tensor(name).map_err(HarnessError::file("read tensors from", path))
}

fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn integers(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn float_values(path: &Path, name: &str, view: &TensorView<'_>) -> Result<Vec<f32>> {
    let bytes = words(path, name, view, Dtype::F32)?;
    Ok(bytes.map(f32::from_le_bytes).collect())
}

fn integer_values(path: &Path, name: &str, view: &TensorView<'_>) -> Result<Vec<u32>> {
    let bytes = words(path, name, view, Dtype::U32)?;
    Ok(bytes.map(u32::from_le_bytes).collect())
}

/// The tensor's values as four bytes each, after a check of its type.
fn words<'a>(
    path: &Path,
    name: &str,
    view: &TensorView<'a>,
    expected: Dtype,
) -> Result<impl Iterator<Item = [u8; 4]> + use<'a>> {
    if view.dtype() != expected {
        let reason = format!("{name:?} is {:?}, expected {expected:?}", view.dtype());
        return Err(HarnessError::file("read tensors from", path)(reason));
    }
    let (words, _) = view.data().as_chunks::<4>();
    Ok(words.iter().copied())
}

fn from_pixel(pixel: u8) -> f32 {
    f32::from(pixel) / 255.0
}

/// The pixels of the inputs; `None` unless every input is exactly n/255.
fn pixels(inputs: &[f32]) -> Option<Vec<u8>> {
    let pixel = |&value: &f32| {
        let pixel = (value * 255.0).round() as u8;
        (from_pixel(pixel) == value).then_some(pixel)
    };
    inputs.iter().map(pixel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use classifier::ShuffledOrder;

    fn examples(inputs: Vec<f32>) -> Examples {
        Examples::new(inputs, 2, vec![0, 1], 2).unwrap()
    }

    #[test]
    fn examples_come_back_bit_for_bit_as_pixels_and_as_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("examples.safetensors");
        let all: Vec<f32> = (0..=255_u8).map(from_pixel).collect();
        assert_eq!(pixels(&all).unwrap(), (0..=255).collect::<Vec<u8>>());
        for inputs in [vec![0.0, 1.0, 7.0 / 255.0, 0.2], vec![0.1, -3.5, 1e9, 0.0]] {
            write_examples(&path, &examples(inputs.clone())).unwrap();
            assert_eq!(read_examples(&path, 2).unwrap(), examples(inputs));
        }
    }

    #[test]
    fn an_order_comes_back_epoch_by_epoch() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("order.safetensors");
        let randomness = Randomness::new(1, "test", 0);
        let order = ShuffledOrder::new(randomness.clone(), 50);
        write_order(&path, &order, 12).unwrap();
        let stored = StoredOrder::read(&path, 12, randomness).unwrap();
        for epoch in 0..12 {
            assert_eq!(stored.epoch(epoch), order.epoch(epoch));
            assert_eq!(stored.dropout_masks(epoch), order.dropout_masks(epoch));
        }
    }

    #[test]
    fn a_file_that_is_not_safetensors_is_an_error_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("broken.safetensors");
        for content in [&b""[..], b"{}", b"\xff\xff\xff\xff\xff\xff\xff\xff{}"] {
            fs::write(&path, content).unwrap();
            let error = read_parameters(&path).unwrap_err().to_string();
            assert!(error.contains("broken.safetensors"), "{error}");
        }
    }
}
