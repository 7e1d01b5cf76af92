"""Trains a network of the benchmark in Keras on TensorFlow, a round of steps for each line of standard input.

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

layers = [keras.Input((784,))]
if arguments.filters:
    layers.append(keras.layers.Reshape((28, 28, 1)))
for filters in arguments.filters:
    layers.append(keras.layers.Conv2D(filters, arguments.kernel_size, activation="relu"))
    layers.append(keras.layers.MaxPooling2D(2))
if arguments.filters:
    layers.append(keras.layers.Flatten())
for units in [*arguments.hidden, 10]:
    if arguments.dropout > 0:
        layers.append(keras.layers.Dropout(arguments.dropout))
    layers.append(keras.layers.Dense(units, activation="relu"))
layers[-1].activation = keras.activations.linear
model = keras.Sequential(layers)
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
rate = arguments.learning_rate
if arguments.decay_steps > 0:
    rate = keras.optimizers.schedules.CosineDecay(rate, arguments.decay_steps)
adam = keras.optimizers.Adam(rate)
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


@tensorflow.function(jit_compile=arguments.xla)
def count_right(images, labels):
    right = tensorflow.argmax(model(images, training=False), 1) == labels
    return tensorflow.reduce_sum(tensorflow.cast(right, tensorflow.int32))


def evaluator():
    test_inputs, test_targets = map(tensorflow.constant, load_samples(arguments, "t10k"))
    # A thousand at once, which the test set is a multiple of.
    parts = [slice(start, start + 1000) for start in range(0, len(test_targets), 1000)]

    def evaluate() -> float:
        """The share of the test set that is named right."""
        right = sum(int(count_right(test_inputs[part], test_targets[part])) for part in parts)
        return right / len(test_targets)

    return evaluate


evaluate = evaluator() if arguments.test else None
serve_rounds("Keras", tensorflow.__version__, arguments, train, evaluate)
