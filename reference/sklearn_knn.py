#!/usr/bin/env python3
"""scikit-learn's nearest neighbours by brute force as an external contender:

cargo run --release -- --external sklearn-knn="reference/.venv/bin/python reference/sklearn_knn.py"

It votes by its own rules: a tie goes to the lowest class, where ours goes to the nearest neighbour's.
"""

from knn_cell import answer, read_cell, say, skip

cell = read_cell()
try:
    import sklearn
    from sklearn.neighbors import KNeighborsClassifier
    from threadpoolctl import threadpool_limits
except ImportError as error:
    skip(error)

METRICS = {"l1": "manhattan", "l2": "euclidean", "linf": "chebyshev", "cosine": "cosine"}

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
