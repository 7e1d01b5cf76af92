"""Trains tandem's multilayer perceptron in Keras on TensorFlow, a round of steps for each line of standard input.

Prints one JSON line when it is ready, and one a round. See README.md beside this file.
"""

import os

from _rounds import read_arguments, serve_rounds

arguments = read_arguments("Keras")
os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

try:
    import tensorflow

    from _samples import load_samples
except ImportError:
    raise SystemExit("error: Cannot find TensorFlow or NumPy: install them as bench/README.md says")

tensorflow.config.threading.set_intra_op_parallelism_threads(arguments.threads)
tensorflow.config.threading.set_inter_op_parallelism_threads(1)
tensorflow.keras.utils.set_random_seed(1)
keras = tensorflow.keras

layers = [keras.layers.Dense(units, activation="relu") for units in arguments.hidden]
model = keras.Sequential([keras.Input((784,)), *layers, keras.layers.Dense(10)])
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
adam = keras.optimizers.Adam(0.001)
adam.build(model.trainable_variables)

inputs, targets = map(tensorflow.constant, load_samples(arguments))
samples = len(targets)


@tensorflow.function(jit_compile=arguments.xla)
def step(batch):
    """One step as a graph: faster than model.fit, which adds callbacks and metrics."""
    with tensorflow.GradientTape() as tape:
        outputs = model(tensorflow.gather(inputs, batch), training=True)
        loss = cross_entropy(tensorflow.gather(targets, batch), outputs)
    variables = model.trainable_variables
    adam.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return loss


def train(steps: int) -> float:
    order = tensorflow.random.shuffle(tensorflow.range(samples))
    loss = None
    for number in range(steps):
        start = number * arguments.batch_size % (samples - arguments.batch_size + 1)
        loss = step(order[start : start + arguments.batch_size])
    return float(loss)


serve_rounds("Keras", tensorflow.__version__, arguments, train)
