#!/usr/bin/env python3
"""Makes the golden tensors: what PyTorch computes for one small model per piece of the suite.

    reference/.venv/bin/python reference/golden.py

writes `reference/golden/*.safetensors`, through the peer's own code and in its float32. A file holds
`inputs` and `labels`; `first/…`, the parameters that training starts from; `loss` and `gradient/…`
of the first step; `after1/…`, `after10/…` and `after100/…`, parameters and running statistics after
so many steps; and `probabilities`, which evaluation gives in the end. All rows make one batch, and
one batch an epoch. The rest is JSON in the metadata.

`cargo test` holds every network of the suite to them
(`classifier/tests/contract/network/golden.rs`), and fails where a piece has no file.
"""

import json
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file

import pytorch_layers
from dropout_masks import DropoutMasks
from golden_cases import INPUTS, ROWS, golden_cases
from pytorch_network import Network

FOLDER = pathlib.Path(__file__).parent / "golden"
SNAPSHOTS = (1, 10, 100)
RANDOMNESS = {"seed": 1, "dataset": "golden", "repetition": 0}


def draw(random, name, shape):
    """First values of a parameter, none of them 0 or 1 as they would be in practice."""
    if name.endswith(".weight"):
        return random.normal(0, shape[0] ** -0.5, shape)
    if name.endswith((".scale", ".running_variance")):
        return random.uniform(0.5, 1.5, shape)
    return random.normal(0, 0.3, shape)


def compute(name, layers, training):
    """All tensors of a case."""
    random = np.random.default_rng(list(name.encode()))  # A new case changes no other.
    model = {"inputs": INPUTS, "layers": layers}
    shapes = pytorch_layers.parameters(pytorch_layers.build(model)).items()
    first = {of: draw(random, of, array.shape).astype(np.float32) for of, array in shapes}
    network = Network(model, training, first, "cpu")
    inputs = random.normal(size=(ROWS, INPUTS)).astype(np.float32)
    labels = random.integers(max(network.outputs, 2), size=ROWS)

    batch, rows = network.to_device(inputs, labels), np.arange(ROWS)
    masks = DropoutMasks(**RANDOMNESS)
    network.give_dropout(masks, 0, rows)
    loss, gradients = network.gradients(*batch)
    tensors = {
        "inputs": inputs,
        "labels": labels.astype(np.uint32),
        "loss": np.float32([loss]),
        **named("first", first),
        **named("gradient", gradients),
    }
    for step in range(1, max(SNAPSHOTS) + 1):
        network.give_dropout(masks, step - 1, rows)
        network.step(*batch)
        network.end_epoch()
        if step in SNAPSHOTS:
            tensors |= named(f"after{step}", network.parameters())
    tensors["probabilities"] = network.probabilities(batch[0]).numpy()
    return model, tensors


def named(prefix, arrays):
    return {f"{prefix}/{name}": array for name, array in arrays.items()}


def main():
    torch.set_num_threads(1)  # The same sums in the same order, every time.
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.safetensors"):
        old.unlink()
    for name, layers, training in golden_cases():
        model, tensors = compute(name, layers, training)
        facts = {"model": model, "training": training, **RANDOMNESS}
        facts |= {"made_by": "reference/golden.py", "torch": torch.__version__}
        # One key: safetensors writes several in an order that changes from run to run.
        save_file(tensors, FOLDER / f"{name}.safetensors", metadata={"golden": json.dumps(facts)})
        print(name)


if __name__ == "__main__":
    main()
