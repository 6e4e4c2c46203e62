"""The cases of golden.py: one for every layer, loss, schedule and form of an optimizer."""

INPUTS, ROWS = 5, 16

SGD = {
    "kind": "sgd",
    "learning_rate": 0.1,
    "momentum": 0.0,
    "nesterov": False,
    "weight_decay": 0.0,
    "decoupled_weight_decay": 0.0,
}
ADAM = {
    "kind": "adam",
    "learning_rate": 0.01,
    "beta1": 0.9,
    "beta2": 0.999,
    "epsilon": 1e-8,
    "weight_decay": 0.0,
    "decoupled_weight_decay": 0.0,
}
TRAINING = {
    "epochs": 100,
    "batch": ROWS,
    "last_batch": "keep",
    "loss": "softmax-cross-entropy",
    "optimizer": SGD,
    "schedule": {"kind": "constant"},
    "clip_norm": None,
}


def linear(outputs):
    return {"kind": "linear", "outputs": outputs, "init": "he-normal"}


def batch_norm(running_variance, epsilon=1e-5, momentum=0.1):
    return {
        "kind": "batch-norm",
        "epsilon": epsilon,
        "momentum": momentum,
        "running_variance": running_variance,
    }


RELU, SIGMOID, TANH, SOFTMAX = ({"kind": kind} for kind in ("relu", "sigmoid", "tanh", "softmax"))


def golden_cases():
    """Name, layers and training of every case."""

    def case(name, *layers, **training):
        layers = layers or (linear(7), TANH, linear(3))
        return name, list(layers), TRAINING | training

    def hidden(name, layer):
        return case(f"layer-{name}", linear(7), layer, linear(3))

    yield hidden("relu", RELU)
    yield hidden("leaky-relu", {"kind": "leaky-relu", "slope": 0.2})
    yield hidden("sigmoid", SIGMOID)
    yield hidden("tanh", TANH)
    yield hidden("softmax", SOFTMAX)
    yield hidden("batch-norm", batch_norm("unbiased"))
    yield hidden("batch-norm-biased", batch_norm("biased", epsilon=1e-3, momentum=0.3))
    yield hidden("dropout", {"kind": "dropout", "rate": 0.3})

    def outputs(name, loss, count, *last):
        return case(f"loss-{name}", linear(7), TANH, linear(count), *last, loss=loss)

    yield outputs("softmax-cross-entropy", "softmax-cross-entropy", 3)
    yield outputs("cross-entropy", "cross-entropy", 3, SOFTMAX)
    yield outputs("binary-cross-entropy", "binary-cross-entropy", 3, SIGMOID)
    yield outputs("binary-cross-entropy-one-output", "binary-cross-entropy", 1, SIGMOID)
    yield outputs("sigmoid-cross-entropy", "sigmoid-cross-entropy", 3)
    yield outputs("sigmoid-cross-entropy-one-output", "sigmoid-cross-entropy", 1)
    yield outputs("mean-squared-error", "mean-squared-error", 3)

    def sgd(name, **settings):
        return case(f"optimizer-{name}", optimizer=SGD | settings)

    def adam(name, **settings):
        return case(f"optimizer-{name}", optimizer=ADAM | settings)

    yield sgd("sgd", learning_rate=0.2)
    yield sgd("sgd-coupled-decay", weight_decay=0.1)
    yield sgd("sgd-decoupled-decay", decoupled_weight_decay=0.1)
    yield sgd("sgd-both-decays", momentum=0.5, weight_decay=0.1, decoupled_weight_decay=0.05)
    yield sgd("momentum", momentum=0.9)
    yield sgd("nesterov", momentum=0.9, nesterov=True)
    yield sgd("nesterov-coupled-decay", momentum=0.9, nesterov=True, weight_decay=0.1)
    yield adam("adam")
    yield adam("adam-other-settings", learning_rate=0.02, beta1=0.8, beta2=0.99, epsilon=1e-3)
    yield adam("adam-coupled-decay", weight_decay=0.1)
    yield adam("adamw", decoupled_weight_decay=0.1)
    yield adam("adam-both-decays", weight_decay=0.1, decoupled_weight_decay=0.05)

    def schedule(kind, **settings):
        return case(f"schedule-{kind}", schedule={"kind": kind, **settings})

    # Each ends or changes within the 100 steps, which are as many epochs here.
    yield schedule("constant")
    yield schedule("linear", start=0.25, end=1.0, epochs=20)
    yield schedule("step", every=30, factor=0.5)
    yield schedule("cosine", epochs=60, end=0.1)

    yield case("clipping", clip_norm=0.2)
    yield case("clipping-adam", clip_norm=0.2, optimizer=ADAM)
    yield case(
        "all-together",
        *(linear(8), batch_norm("unbiased"), RELU, {"kind": "dropout", "rate": 0.25}),
        *(linear(6), TANH, {"kind": "dropout", "rate": 0.5}, linear(3)),
        optimizer=SGD | {"momentum": 0.9, "nesterov": True, "weight_decay": 0.01},
        schedule={"kind": "linear", "start": 1.0, "end": 0.1, "epochs": 50},
        clip_norm=1.0,
    )
