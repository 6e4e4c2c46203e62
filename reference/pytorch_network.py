"""The network of a cell in PyTorch: eager mode, stock modules."""

import torch

import pytorch_layers as layers
import pytorch_training as training

PREDICT_BATCH = 1000  # rows per prediction call, as in the Rust contenders


class Network:
    """Model, loss, optimizer and schedule of a cell's `model` and `training`."""

    def __init__(self, model, spec, parameters, device):
        self.device = torch.device(device)
        self.model = layers.build(model).to(self.device)
        layers.load(self.model, parameters)
        self.dropouts = [m for m in self.model if isinstance(m, layers.GivenDropout)]
        self.loss_kind = spec["loss"]
        self.loss = training.loss_function(spec["loss"])
        self.clip_norm = spec["clip_norm"]
        self.optimizer = training.build_optimizer(spec["optimizer"], self.model)
        self.schedule, self.schedule_end = training.build_schedule(spec["schedule"], self.optimizer)
        self.epochs = 0
        linear = [m for m in self.model if isinstance(m, torch.nn.Linear)]
        self.outputs = linear[-1].out_features

    def to_device(self, inputs, labels):
        """The examples on the device: inputs, and targets in the form the loss needs."""
        inputs, labels = torch.from_numpy(inputs), torch.from_numpy(labels)
        targets = training.targets(self.loss_kind, labels, self.outputs)
        return inputs.to(self.device), targets.to(self.device)

    def give_dropout(self, masks, epoch, rows):
        """Sets the dropout factors for these training rows of `epoch` (from 0)."""
        for layer, dropout in enumerate(self.dropouts):
            factors = masks.factors(epoch, layer, rows, dropout.width, dropout.rate)
            dropout.factors = torch.from_numpy(factors).to(self.device)

    def gradients(self, inputs, targets):
        """Loss and gradients in training mode; leaves parameters and running statistics as is."""
        before = self.parameters()
        loss = self.backward(inputs, targets)
        gradients = layers.gradients(self.model)
        layers.load(self.model, before)
        return loss.item(), gradients

    def step(self, inputs, targets):
        """One optimizer step; returns the loss before it. Reading the loss waits for the device."""
        loss = self.backward(inputs, targets)
        if self.clip_norm is not None:
            training.clip(list(self.model.parameters()), self.clip_norm)
        self.optimizer.step()
        return loss.item()

    def backward(self, inputs, targets):
        """Forward and backward pass in training mode."""
        self.model.train()
        self.optimizer.zero_grad()
        loss = self.loss(self.model(inputs), targets)
        loss.backward()
        return loss

    def end_epoch(self):
        """Sets the learning rate of the next epoch."""
        self.epochs += 1
        if self.epochs <= self.schedule_end:
            self.schedule.step()

    @torch.inference_mode()
    def predict(self, inputs):
        """The class of each row and the probability of every class, in evaluation mode. Rows are
        copied from host memory to the device batch by batch, as in the Rust contenders."""
        self.model.eval()
        batches = inputs.split(PREDICT_BATCH)
        outputs = torch.cat([self.model(rows.to(self.device)) for rows in batches])
        kind = self.loss_kind
        return training.classes(kind, outputs), training.probabilities(kind, outputs)

    def parameters(self):
        """Copies of all parameters and running statistics, in the canonical layout."""
        return layers.parameters(self.model)
