"""A cell's loss, optimizer and schedule: PyTorch's own, with the suite's conventions.

docs/conventions.md lists the differences from PyTorch's defaults.
"""

import torch
from torch import optim
from torch.nn import functional as F
from torch.optim import lr_scheduler

SMALLEST_PROBABILITY = torch.finfo(torch.float32).tiny


def loss_function(kind):
    """The loss as a function of outputs and targets."""
    match kind:
        case "softmax-cross-entropy":
            return F.cross_entropy
        case "cross-entropy":
            return lambda p, labels: F.nll_loss(bounded_log(p), labels)
        case "binary-cross-entropy":
            return binary_cross_entropy
        case "sigmoid-cross-entropy":
            return F.binary_cross_entropy_with_logits
        case "mean-squared-error":
            return F.mse_loss
        case _:
            raise ValueError(f"unknown loss {kind!r}")


def bounded_log(p):
    """`ln p`, with a gradient of 0 where `p` is below the bound."""
    return p.clamp(min=SMALLEST_PROBABILITY).log()


def binary_cross_entropy(p, targets):
    """Binary cross-entropy with the suite's bound; `F.binary_cross_entropy` bounds `ln p` at -100."""
    return -(targets * bounded_log(p) + (1 - targets) * bounded_log(1 - p)).mean()


def targets(kind, labels, outputs):
    """The targets of the loss: labels, or one row of zeros and ones per label."""
    if kind in ("softmax-cross-entropy", "cross-entropy"):
        return labels
    if outputs == 1:
        return labels[:, None].float()
    return F.one_hot(labels, outputs).float()


def probabilities(kind, outputs):
    """A probability for each class, from the outputs of a model with the loss `kind`."""
    outputs = outputs.double()
    match kind:
        case "softmax-cross-entropy":
            scores = outputs.softmax(dim=1)
        case "sigmoid-cross-entropy":
            scores = outputs.sigmoid()
        case _:
            scores = outputs.clamp(0, 1)
    if scores.shape[1] == 1:  # the probability of class 1
        scores = torch.cat([1 - scores, scores], dim=1)
    total = scores.sum(dim=1, keepdim=True)
    return torch.where(total > 0, scores / total, 1 / scores.shape[1]).float()


def classes(kind, outputs):
    """The class of each row's largest output, of equal ones the lowest; class 1 of a single output
    needs more than even odds. Probabilities do not decide: bounded ones may be equal."""
    if outputs.shape[1] == 1:
        even = 0.0 if kind == "sigmoid-cross-entropy" else 0.5
        return (outputs[:, 0] > even).long()
    return outputs.argmax(dim=1)


def build_optimizer(spec, model):
    """SGD, Adam or AdamW; weight decay applies only to the weights of Linear layers."""
    coupled, decoupled = spec["weight_decay"], spec["decoupled_weight_decay"]
    adam = spec["kind"] == "adam"
    adamw = adam and decoupled > 0 and coupled == 0
    by_hand = decoupled > 0 and not adamw

    weights = [tensor for tensor in model.parameters() if tensor.ndim == 2]
    vectors = [tensor for tensor in model.parameters() if tensor.ndim == 1]
    decay = 0.0 if by_hand else decoupled if adamw else coupled
    groups = [
        {"params": weights, "weight_decay": decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    if adam:
        kind = optim.AdamW if adamw else optim.Adam
        settings = {"betas": (spec["beta1"], spec["beta2"]), "eps": spec["epsilon"]}
    else:
        kind = optim.SGD
        # PyTorch rejects Nesterov without momentum, which equals plain SGD.
        nesterov = spec["nesterov"] and spec["momentum"] > 0
        settings = {"momentum": spec["momentum"], "nesterov": nesterov}
    optimizer = kind(groups, lr=spec["learning_rate"], fused=True, **settings)
    if by_hand:
        optimizer.register_step_pre_hook(decay_by_hand(weights, coupled, decoupled))
    return optimizer


def decay_by_hand(weights, coupled, decoupled):
    """A hook that applies both decays before the step: SGD has only the coupled one, and no
    optimizer has both."""

    @torch.no_grad()
    def decay(optimizer, _args, _kwargs):
        rate = optimizer.param_groups[0]["lr"]
        for weight in weights:
            weight.grad.add_(weight, alpha=coupled)
            weight.mul_(1 - rate * decoupled)

    return decay


def build_schedule(spec, optimizer):
    """The scheduler, and the number of epochs after which it must no longer step."""
    match spec["kind"]:
        case "constant":
            return lr_scheduler.ConstantLR(optimizer, factor=1.0), 0
        case "linear":
            start, end, epochs = spec["start"], spec["end"], spec["epochs"]
            if max(start, end) <= 1:
                return lr_scheduler.LinearLR(optimizer, start, end, epochs), epochs
            # LinearLR rejects factors above 1.
            slope = (end - start) / max(epochs, 1)
            return lr_scheduler.LambdaLR(optimizer, lambda epoch: start + slope * epoch), epochs
        case "step":
            return lr_scheduler.StepLR(optimizer, spec["every"], spec["factor"]), float("inf")
        case "cosine":
            end = spec["end"] * optimizer.defaults["lr"]
            # Beyond these epochs CosineAnnealingLR would rise again.
            return lr_scheduler.CosineAnnealingLR(optimizer, spec["epochs"], end), spec["epochs"]
        case kind:
            raise ValueError(f"unknown schedule {kind!r}")


def clip(parameters, max_norm):
    """As `clip_grad_norm_`, but without the 1e-6 that it adds to the norm."""
    norm = torch.nn.utils.get_total_norm([parameter.grad for parameter in parameters])
    torch.nn.utils.clip_grads_with_norm_(parameters, max_norm, norm - 1e-6)
