"""The run of a nearest-neighbour contender."""

import time

import tensors
from cell import send


def fit_and_predict(cell, fit, predict):
    """Times `fit(inputs, labels)` and `predict(inputs)` and sends the results."""
    files = cell["files"]
    start = time.perf_counter()
    train, test = tensors.read_examples(files["train"]), tensors.read_examples(files["test"])
    send("loaded", seconds=time.perf_counter() - start)
    start = time.perf_counter()
    fit(*train)
    send("fitted", seconds=time.perf_counter() - start)
    for name, path in files.get("variants", {}).items():
        send("variant", name=name, classes=predict(tensors.read_examples(path)[0]).tolist())
    seconds = []
    # As in the Rust contenders: three samples, fewer once they have taken two seconds.
    while len(seconds) < 3 and sum(seconds) <= 2:
        start = time.perf_counter()
        classes = predict(test[0])
        seconds.append(time.perf_counter() - start)
    send("predictions", classes=classes.tolist(), seconds=seconds)
