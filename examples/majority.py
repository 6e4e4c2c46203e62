#!/usr/bin/env python3
"""A contender in plain Python that predicts the most frequent class for every image.

    cargo run --release -- --contenders scratch --external majority="python3 examples/majority.py"
"""
import json, struct, sys, time
from collections import Counter


def send(event, **values):
    print(json.dumps({"event": event, **values}), flush=True)


def tensor(path, name):
    """The U32 values of one tensor of a safetensors file."""
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        start, end = json.loads(file.read(size))[name]["data_offsets"]
        file.seek(8 + size + start)
        return struct.unpack(f"<{(end - start) // 4}I", file.read(end - start))


cell = json.load(sys.stdin)
send("started", framework="python " + sys.version.split()[0], backend="majority class", device="cpu")
start = time.perf_counter()
labels = tensor(cell["files"]["train"], "labels")
rows = len(tensor(cell["files"]["test"], "labels"))
send("loaded", seconds=time.perf_counter() - start)
start = time.perf_counter()
majority = Counter(labels).most_common(1)[0][0]
send("fitted", seconds=time.perf_counter() - start)
start = time.perf_counter()
classes = [majority] * rows
send("predictions", classes=classes, seconds=[time.perf_counter() - start])
