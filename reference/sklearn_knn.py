#!/usr/bin/env python3
"""The contender `sklearn-knn`: scikit-learn's nearest neighbours by brute force.

It votes by its own rules: a tie goes to the lowest class, where ours goes to the nearest neighbour's.
"""

from cell import requirements, run, say

with requirements():
    import sklearn
    from sklearn.neighbors import KNeighborsClassifier
    from threadpoolctl import threadpool_limits

    from neighbours import answer

METRICS = {"l1": "manhattan", "l2": "euclidean", "linf": "chebyshev", "cosine": "cosine"}


def contend(cell):
    """Fits and predicts as the cell says."""
    distance = cell["knn"].get("distance", "l2")
    lp = isinstance(distance, dict)
    weight = cell["knn"].get("vote", "majority")
    neighbours = KNeighborsClassifier(
        n_neighbors=cell["knn"]["k"],
        weights="uniform" if weight == "majority" else "distance",
        algorithm="brute",
        metric="minkowski" if lp else METRICS[distance],
        p=distance["lp"] if lp else 2,
        n_jobs=cell["threads"],
    )
    say("started", framework=f"scikit-learn {sklearn.__version__}", backend="brute", device="cpu")
    with threadpool_limits(cell["threads"]):
        answer(cell, neighbours.fit, neighbours.predict)


if __name__ == "__main__":
    run(contend)
