#!/usr/bin/env python3
"""faiss-cpu's flat index, the exact one, as an external contender:

cargo run --release -- --external faiss-flat="reference/.venv/bin/python reference/faiss_flat.py"

Faiss finds the neighbours; the vote is NumPy, by the rules of `classifier::KnnSpec`, except that equal
distances come in the order that faiss gives them.
"""

from knn_cell import answer, read_cell, say, skip

cell = read_cell()
try:
    import faiss
    import numpy as np
except ImportError as error:
    skip(error)

k = cell["knn"]["k"]
distance = cell["knn"].get("distance", "l2")
weight = cell["knn"].get("vote", "majority")
METRICS = {
    "l1": faiss.METRIC_L1,
    "l2": faiss.METRIC_L2,
    "linf": faiss.METRIC_Linf,
    "cosine": faiss.METRIC_INNER_PRODUCT,
}


def normalised(inputs):
    """Rows of length 1 for the cosine; all zeros stay so."""
    if distance != "cosine":
        return inputs
    norms = np.linalg.norm(inputs, axis=1, keepdims=True)
    return inputs / np.where(norms == 0, 1, norms)


def plain(found):
    """Distances from what faiss ranks by: their squares or powers, or the cosine itself."""
    if isinstance(distance, dict):
        return np.maximum(found, 0) ** (1 / distance["lp"])
    if distance == "l2":
        return np.sqrt(np.maximum(found, 0))
    return np.maximum(1 - found, 0) if distance == "cosine" else found


class Flat:
    def fit(self, inputs, labels):
        if isinstance(distance, dict):
            self.index = faiss.IndexFlat(inputs.shape[1], faiss.METRIC_Lp)
            self.index.metric_arg = distance["lp"]
        elif distance == "l2":
            self.index = faiss.IndexFlatL2(inputs.shape[1])
        else:
            self.index = faiss.IndexFlat(inputs.shape[1], METRICS[distance])
        self.index.add(normalised(inputs))
        self.labels = labels

    def predict(self, inputs):
        found, rows = self.index.search(normalised(inputs), k)
        ballots = self.labels[rows]
        weights = np.ones(ballots.shape)
        if weight == "distance":
            distances = plain(found.astype(np.float64))
            exact = distances == 0
            weights = np.where(exact.any(1, keepdims=True), exact, 1 / np.where(exact, 1, distances))
        votes = np.zeros((len(inputs), cell["classes"]))
        for column in range(k):
            votes[np.arange(len(inputs)), ballots[:, column]] += weights[:, column]
        # The first neighbour whose class has the most votes.
        wins = np.take_along_axis(votes, ballots, 1) == votes.max(1, keepdims=True)
        return ballots[np.arange(len(inputs)), wins.argmax(1)]


faiss.omp_set_num_threads(cell["threads"])
say("started", framework=f"faiss {faiss.__version__}", backend="IndexFlat", device="cpu")
flat = Flat()
answer(cell, flat.fit, flat.predict)
