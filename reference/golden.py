#!/usr/bin/env python3
"""Computes the golden tensors: what PyTorch makes of every case of the suite's list.

    reference/.venv/bin/python reference/golden.py          # the cases that are new or changed
    reference/.venv/bin/python reference/golden.py --all    # every case

The list is `classifier::cases`, from which `cases.json` is written (`classifier/tests/cases.rs`). A
case gets one file in `golden`, computed by the code of the PyTorch peer in float32: `inputs` and
`labels`; `first/...`, the parameters before training; `loss` and `gradient/...` of the first step;
`after1/...`, `after10/...` and `after100/...`, parameters and running statistics after that many
steps; `probabilities`, in evaluation mode after the last step. All rows make one batch, and one
batch makes an epoch. The case itself is JSON in the metadata.

`cargo test` compares every network with these files (`classifier/tests/contract/network/golden.rs`),
without Python.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import save_file

import pytorch_layers
from dropout_masks import DropoutMasks
from pytorch_network import Network

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "golden"
SNAPSHOTS = (1, 10, 100)
RANDOMNESS = {"seed": 1, "dataset": "golden", "repetition": 0}


def draw(random, name, shape):
    """Values of a parameter before training; vectors are not 0 or 1, which would hide mistakes."""
    if name.endswith(".weight"):
        return random.normal(0, shape[0] ** -0.5, shape)
    if name.endswith((".scale", ".running_variance")):
        return random.uniform(0.5, 1.5, shape)
    return random.normal(0, 0.3, shape)


def compute(case):
    """All tensors of a case."""
    model, training = case["model"], case["training"]
    # Seeded with the name, so that a new case leaves the others unchanged.
    random = np.random.default_rng(list(case["name"].encode()))
    shapes = pytorch_layers.parameters(pytorch_layers.build(model)).items()
    first = {of: draw(random, of, array.shape).astype(np.float32) for of, array in shapes}
    network = Network(model, training, first, "cpu")
    inputs = random.normal(size=(training["batch"], model["inputs"])).astype(np.float32)
    labels = random.integers(max(network.outputs, 2), size=len(inputs))
    labels[labels == case["absent_class"]] = 0

    batch, rows = network.to_device(inputs, labels), np.arange(len(inputs))
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
    tensors["probabilities"] = network.predict(batch[0])[1].numpy()
    return tensors


def named(prefix, arrays):
    return {f"{prefix}/{name}": array for name, array in arrays.items()}


def stored_facts(path):
    """The metadata of a golden file; None if there is no such file."""
    if not path.exists():
        return None
    with safe_open(path, "np") as file:
        return json.loads(file.metadata()["golden"])


def is_current(stored, facts):
    """Whether a golden file is of this case; another build of PyTorch (`+cpu`) changes nothing."""
    return stored is not None and {**stored, "torch": None} == {**facts, "torch": None}


def main():
    torch.set_num_threads(1)  # The same sums in the same order, every time.
    FOLDER.mkdir(exist_ok=True)
    cases = json.loads((HERE / "cases.json").read_text())
    names = {case["name"] for case in cases}
    for path in FOLDER.glob("*.safetensors"):
        if path.stem not in names or "--all" in sys.argv:
            path.unlink()
    for case in cases:
        path = FOLDER / f"{case['name']}.safetensors"
        facts = {"model": case["model"], "training": case["training"], **RANDOMNESS}
        if case["absent_class"] is not None:
            facts["absent_class"] = case["absent_class"]
        facts |= {"made_by": "reference/golden.py", "torch": torch.__version__}
        if is_current(stored_facts(path), facts):
            continue
        # One key: safetensors writes several in an order that changes from run to run.
        save_file(compute(case), path, metadata={"golden": json.dumps(facts)})
        print(path.stem)


if __name__ == "__main__":
    main()
