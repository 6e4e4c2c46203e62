#!/usr/bin/env python3
"""The contender `faiss-flat`: the flat index of faiss-cpu, which is exact.

Faiss finds the neighbours. The vote follows `classifier::KnnSpec`, except that equal distances keep
the order of faiss.
"""

from cell import requirements, run, send

with requirements():
    import faiss
    import numpy as np

    from neighbours import fit_and_predict


class Flat:
    """A flat index with the vote."""

    def __init__(self, k, distance, weight, classes):
        self.k, self.weight, self.classes = k, weight, classes
        self.distance, self.p = ("lp", distance["lp"]) if isinstance(distance, dict) else (distance, 2)

    def fit(self, inputs, labels):
        kind = {
            "l1": faiss.METRIC_L1,
            "l2": faiss.METRIC_L2,
            "linf": faiss.METRIC_Linf,
            "lp": faiss.METRIC_Lp,
            "cosine": faiss.METRIC_INNER_PRODUCT,
        }[self.distance]
        width = inputs.shape[1]
        self.index = faiss.IndexFlatL2(width) if self.distance == "l2" else faiss.IndexFlat(width, kind)
        self.index.metric_arg = self.p
        self.index.add(self.normalised(inputs))
        self.labels = labels

    def predict(self, inputs):
        found, rows = self.index.search(self.normalised(inputs), self.k)
        ballots = self.labels[rows]
        queries = np.arange(len(inputs))
        weights = self.weights(found.astype(np.float64))
        votes = np.zeros((len(inputs), self.classes))
        for neighbour in range(self.k):
            votes[queries, ballots[:, neighbour]] += weights[:, neighbour]
        # The first neighbour whose class has the most votes decides.
        wins = np.take_along_axis(votes, ballots, 1) == votes.max(1, keepdims=True)
        return ballots[queries, wins.argmax(1)]

    def normalised(self, inputs):
        """Rows of length 1 for the cosine; rows of zeros stay zeros."""
        if self.distance != "cosine":
            return inputs
        norms = np.linalg.norm(inputs, axis=1, keepdims=True)
        return inputs / np.where(norms == 0, 1, norms)

    def weights(self, found):
        """1, or 1 / distance; if any distance is 0, only these neighbours vote."""
        if self.weight == "majority":
            return np.ones(found.shape)
        distances = self.plain(found)
        exact = distances == 0
        return np.where(exact.any(1, keepdims=True), exact, 1 / np.where(exact, 1, distances))

    def plain(self, found):
        """Distances from faiss's values: squares for l2, powers for lp, similarity for cosine."""
        if self.distance in ("l2", "lp"):
            return np.maximum(found, 0) ** (1 / self.p)
        return np.maximum(1 - found, 0) if self.distance == "cosine" else found


def run_cell(cell):
    """Fits and predicts as specified by the cell."""
    faiss.omp_set_num_threads(cell["threads"])
    send("started", framework=f"faiss {faiss.__version__}", backend="flat index", device="cpu")
    knn = cell["knn"]
    flat = Flat(knn["k"], knn.get("distance", "l2"), knn.get("vote", "majority"), cell["classes"])
    fit_and_predict(cell, flat.fit, flat.predict)


if __name__ == "__main__":
    run(run_cell)
