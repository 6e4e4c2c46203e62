"""The files of a cell as NumPy arrays."""

import numpy as np
from safetensors.numpy import load_file, save_file


def read_examples(path):
    """Inputs, float32 `[rows, inputs]`, and labels, int64 `[rows]`."""
    tensors = load_file(path)
    inputs = tensors["inputs"]
    if inputs.dtype == np.uint8:
        inputs = inputs.astype(np.float32) / 255
    return inputs, tensors["labels"].astype(np.int64)


def read_order(path, epochs):
    """For each epoch the training rows in their order, int64.

    A cell with 0 epochs still has one order, for the batch of the gradients.
    """
    epochs = max(epochs, 1)
    tensors = load_file(path)
    return [tensors[f"epoch{epoch}"].astype(np.int64) for epoch in range(1, epochs + 1)]


def read_parameters(path):
    """Arrays by name, in the canonical layout: `linear1.weight` is `[inputs, outputs]`."""
    return load_file(path)


def write_parameters(path, arrays):
    """Writes arrays by name."""
    save_file(arrays, path)
