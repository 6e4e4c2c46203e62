#!/usr/bin/env python3
"""The contender `sklearn-knn`: scikit-learn's nearest neighbours by brute force.

A tied vote goes to the lowest class; in the Rust contenders it goes to the nearest neighbour's.
"""

from cell import requirements, run, send

with requirements():
    import sklearn
    from sklearn.neighbors import KNeighborsClassifier
    from threadpoolctl import threadpool_limits

    from neighbours import fit_and_predict

METRICS = {"l1": "manhattan", "l2": "euclidean", "linf": "chebyshev", "cosine": "cosine"}


def run_cell(cell):
    """Fits and predicts as specified by the cell."""
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
    send("started", framework=f"scikit-learn {sklearn.__version__}", backend="brute", device="cpu")
    with threadpool_limits(cell["threads"]):
        fit_and_predict(cell, neighbours.fit, neighbours.predict)


if __name__ == "__main__":
    run(run_cell)
