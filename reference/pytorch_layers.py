"""A cell's model as PyTorch modules, and its parameters in the canonical layout."""

from collections import Counter

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def build(model):
    """The `nn.Sequential` of the cell's `model`."""
    modules, width = [], model["inputs"]
    for layer in model["layers"]:
        modules.append(module(layer, width))
        width = layer.get("outputs", width)
    return nn.Sequential(*modules)


def module(layer, width):
    """The module of one layer with `width` inputs."""
    match layer["kind"]:
        case "linear":
            return nn.Linear(width, layer["outputs"])
        case "relu":
            return nn.ReLU()
        case "leaky-relu":
            return nn.LeakyReLU(layer["slope"])
        case "sigmoid":
            return nn.Sigmoid()
        case "tanh":
            return nn.Tanh()
        case "softmax":
            return nn.Softmax(dim=1)
        case "batch-norm":
            biased = layer["running_variance"] == "biased"
            kind = BiasedBatchNorm if biased else nn.BatchNorm1d
            return kind(width, eps=layer["epsilon"], momentum=layer["momentum"])
        case "dropout":
            return GivenDropout(width, layer["rate"])
        case kind:
            raise ValueError(f"unknown layer {kind!r}")


class BiasedBatchNorm(nn.BatchNorm1d):
    """Updates the running variance with `n` in the denominator; PyTorch uses `n - 1`."""

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        with torch.no_grad():
            self.running_mean.lerp_(x.mean(dim=0), self.momentum)
            self.running_var.lerp_(x.var(dim=0, correction=0), self.momentum)
        return F.batch_norm(x, None, None, self.weight, self.bias, training=True, eps=self.eps)


class GivenDropout(nn.Module):
    """Dropout with given factors; `nn.Dropout` would draw its own."""

    def __init__(self, width, rate):
        super().__init__()
        self.width, self.rate = width, rate
        self.factors = None

    def forward(self, x):
        return x * self.factors if self.training else x


def named_tensors(model):
    """Pairs of a parameter's name and the module's tensor, from input to output."""
    counts = Counter()
    for module in model:
        if isinstance(module, nn.Linear):
            layer, tensors = "linear", {"weight": module.weight, "bias": module.bias}
        elif isinstance(module, nn.BatchNorm1d):
            layer, tensors = "batchnorm", {
                "scale": module.weight,
                "shift": module.bias,
                "running_mean": module.running_mean,
                "running_variance": module.running_var,
            }
        else:
            continue
        counts[layer] += 1
        for role, tensor in tensors.items():
            yield f"{layer}{counts[layer]}.{role}", tensor


@torch.no_grad()
def load(model, arrays):
    """Copies arrays in the canonical layout into the model."""
    tensors = dict(named_tensors(model))
    if tensors.keys() != arrays.keys():
        raise ValueError(f"the model has {sorted(tensors)}, the file {sorted(arrays)}")
    for name, tensor in tensors.items():
        canonical(tensor).copy_(torch.from_numpy(arrays[name]))


def parameters(model):
    """Copies of all parameters and running statistics, in the canonical layout."""
    return {name: to_array(tensor) for name, tensor in named_tensors(model)}


def gradients(model):
    """Copies of the gradients, in the canonical layout."""
    tensors = named_tensors(model)
    return {name: to_array(tensor.grad) for name, tensor in tensors if tensor.requires_grad}


def canonical(tensor):
    """The tensor in the canonical layout: `[inputs, outputs]` for Linear weights, which PyTorch
    stores as `[outputs, inputs]`."""
    return tensor.T if tensor.ndim == 2 else tensor


def to_array(tensor):
    """A row-major copy that shares no memory with the tensor."""
    return np.array(canonical(tensor.detach()).cpu(), order="C", copy=True)
