#!/usr/bin/env python3
"""The PyTorch contender: `pytorch-cpu`, or `pytorch-cuda` on a CUDA device.

    cargo run --release -- --external pytorch="reference/.venv/bin/python reference/pytorch_peer.py"

An id that ends in `cuda` selects CUDA, any other id the CPU.
"""

import math
import pathlib
import time

from cell import Diverged, Skip, requirements, run, send

with requirements():
    import torch

    import tensors
    from dropout_masks import DropoutMasks
    from pytorch_network import Network

STEP_PAUSE = 0.1  # seconds between `step` messages


def run_cell(cell):
    """Trains and predicts as specified by the cell."""
    device = choose_device(cell["contender"], cell.get("device"))
    torch.set_num_threads(cell["threads"])
    torch.set_float32_matmul_precision("highest")  # no TF32
    send_started(device)

    files, training = cell["files"], cell["training"]
    clock = time.perf_counter()
    train = tensors.read_examples(files["train"])
    test = tensors.read_examples(files["test"])
    send("loaded", seconds=time.perf_counter() - clock)

    parameters = tensors.read_parameters(files["parameters"])
    order = tensors.read_order(files["order"], training["epochs"])
    clock = time.perf_counter()
    network = Network(cell["model"], training, parameters, device)
    train, test_inputs = network.to_device(*train), torch.from_numpy(test[0])
    send("ready", seconds=time.perf_counter() - clock)

    epochs = Epochs(cell, network, train, order)
    epochs.first_gradients()
    snapshot(cell, 0, network)
    seconds = 0.0
    for epoch in range(1, training["epochs"] + 1):
        report = epochs.train(epoch)
        seconds += report["train_seconds"]
        snapshot(cell, epoch, network)
        send("epoch", **report, **evaluate(network, test_inputs, test[1]))
    send("fitted", seconds=seconds)
    predict(network, test_inputs, files.get("variants", {}))


def snapshot(cell, epoch, network):
    """Sends the parameters if the cell's `snapshots` include this epoch; 0 is before training."""
    if epoch in cell.get("snapshots", [1]):
        path = f"{cell['files']['output']}/parameters-{epoch}.safetensors"
        tensors.write_parameters(path, network.parameters())
        send("parameters", epoch=epoch, file=path)


def choose_device(contender, wanted):
    """The device selected by the contender's id and by `wanted`, a number or a part of a name;
    there is no fallback to another device."""
    if not contender.endswith("cuda"):
        return torch.device("cpu")
    if not torch.cuda.is_available():
        raise Skip(
            f"{contender} needs CUDA, but PyTorch {torch.__version__} finds no device: required are "
            "an NVIDIA GPU with its driver (`nvidia-smi` shows both) and a PyTorch built for CUDA"
        )
    names = [torch.cuda.get_device_name(number) for number in range(torch.cuda.device_count())]
    wanted = (wanted or "0").lower()
    for number, name in enumerate(names):
        if wanted == str(number) or (not wanted.isdigit() and wanted in name.lower()):
            return torch.device("cuda", number)
    raise Skip(f"there is no device {wanted}: choose one of {dict(enumerate(names))}")


def describe(device):
    """The driver's description of a CUDA device."""
    properties = torch.cuda.get_device_properties(device)
    return {
        "name": properties.name,
        "kind": "integrated" if properties.is_integrated else "discrete",
        "api": f"CUDA {torch.version.cuda}",
        "driver": nvidia_driver(),
        "memory_bytes": properties.total_memory,
    }


def nvidia_driver():
    """The driver's version, or `unknown`."""
    try:
        words = pathlib.Path("/proc/driver/nvidia/version").read_text().split()
    except OSError:
        words = []
    return next((word for word in words if "." in word and word[0].isdigit()), "unknown")


def send_started(device):
    """Sends framework, backend and device."""
    started = {"framework": f"torch {torch.__version__.split('+')[0]}"}
    if device.type == "cuda":
        hardware = describe(device)
        started |= {"backend": "eager, cuBLAS", "device": hardware["name"], "hardware": hardware}
    else:
        library = "MKL" if torch.backends.mkl.is_available() else "no MKL"
        started |= {"backend": f"eager, {library}", "device": "cpu"}
        started["features"] = [torch.backends.cpu.get_cpu_capability()]
    send("started", **started)


class Epochs:
    """The training run, with the cell's batch order and dropout masks."""

    def __init__(self, cell, network, train, order):
        self.network, self.order = network, order
        self.inputs, self.targets = train
        self.batch = cell["training"]["batch"]
        self.drops_last = cell["training"]["last_batch"] == "drop"
        self.masks = DropoutMasks(cell["seed"], cell["dataset"], cell["repetition"])
        self.output = cell["files"]["output"]
        self.last_sent = time.perf_counter()

    def batches(self, epoch):
        """The training rows of each step of `epoch` (from 1)."""
        batches = list(torch.from_numpy(self.order[epoch - 1]).split(self.batch))
        if self.drops_last and len(batches[-1]) < self.batch:
            batches.pop()
        if not batches:
            raise ValueError("an epoch has no batch: the batch is larger than the training set")
        return batches

    def prepare(self, epoch, rows):
        """Moves dropout masks and row indices to the device; not timed."""
        self.network.give_dropout(self.masks, epoch - 1, rows.numpy())
        return rows.to(self.network.device)

    def gather(self, rows):
        """The inputs and targets of these rows; faster than `inputs[rows]`."""
        return self.inputs.index_select(0, rows), self.targets.index_select(0, rows)

    def first_gradients(self):
        """Sends loss and gradients of the first batch at the initial weights."""
        rows = self.prepare(1, self.batches(1)[0])
        clock = time.perf_counter()
        loss, gradients = self.network.gradients(*self.gather(rows))
        seconds = time.perf_counter() - clock
        path = f"{self.output}/gradients.safetensors"
        tensors.write_parameters(path, gradients)
        send("gradients", loss=loss, file=path, seconds=seconds)

    def train(self, epoch):
        """One pass over the training set; the timing of a step includes gathering the batch."""
        batches = self.batches(epoch)
        total, rows_seen, seconds, first = 0.0, 0, 0.0, 0.0
        for step, rows in enumerate(batches, 1):
            rows = self.prepare(epoch, rows)
            clock = time.perf_counter()
            loss = self.network.step(*self.gather(rows))
            seconds += time.perf_counter() - clock
            if not math.isfinite(loss):
                raise Diverged(epoch, step)
            first = first or seconds
            total += loss * len(rows)
            rows_seen += len(rows)
            if time.perf_counter() - self.last_sent >= STEP_PAUSE:
                self.last_sent = time.perf_counter()
                progress = {"epoch": epoch, "step": step, "steps": len(batches), "loss": loss}
                send("step", **progress, rows_per_second=rows_seen / seconds)
        self.network.end_epoch()
        return {
            "epoch": epoch,
            "train_loss": total / rows_seen,
            "train_seconds": seconds,
            "first_step_seconds": first,
            "rows": rows_seen,
        }


def evaluate(network, inputs, labels):
    """Loss and number of correct predictions on the test set."""
    clock = time.perf_counter()
    classes, probabilities = (tensor.cpu() for tensor in network.predict(inputs))
    labels = torch.from_numpy(labels)
    right = probabilities.gather(1, labels[:, None]).clamp(min=torch.finfo(torch.float32).tiny)
    return {
        "test_loss": -right.double().log().mean().item(),
        "test_correct": (classes == labels).sum().item(),
        "test_total": len(labels),
        "evaluate_seconds": time.perf_counter() - clock,
    }


def predict(network, inputs, variants):
    """Sends the predictions; three timing samples, fewer once they have taken two seconds."""
    seconds = []
    while len(seconds) < 3 and sum(seconds) <= 2:
        clock = time.perf_counter()
        classes, probabilities = network.predict(inputs)
        confidences = probabilities.gather(1, classes[:, None])[:, 0]
        classes = classes.tolist()
        seconds.append(time.perf_counter() - clock)
    for name, path in variants.items():
        others = torch.from_numpy(tensors.read_examples(path)[0])
        send("variant", name=name, classes=network.predict(others)[0].tolist())
    send("predictions", classes=classes, seconds=seconds, confidences=confidences.tolist())


if __name__ == "__main__":
    run(run_cell)
