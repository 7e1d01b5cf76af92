"""Trains a network of the benchmark in PyTorch, a round of steps for each line of standard input.

Prints one JSON line when it is ready, and one a round. See README.md beside this file.
"""

import os

from _rounds import read_arguments, serve_rounds

arguments = read_arguments("PyTorch")
# Read when PyTorch is loaded. With more OpenBLAS threads Debian's build starts threads within threads.
os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
os.environ["OPENBLAS_NUM_THREADS"] = "1"

try:
    import torch

    from _samples import load_samples
except ImportError:
    raise SystemExit("error: Cannot find PyTorch or NumPy: install them as bench/README.md says")

torch.set_num_threads(arguments.threads)
torch.manual_seed(1)



def started(layer):
    """A layer with tandem's initial weights."""
    torch.nn.init.xavier_uniform_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    return layer


layers = []
side, channels = 28, 1
if arguments.filters:
    layers.append(torch.nn.Unflatten(1, (channels, side, side)))
for filters in arguments.filters:
    convolution = started(torch.nn.Conv2d(channels, filters, arguments.kernel_size))
    layers += [convolution, torch.nn.ReLU(), torch.nn.MaxPool2d(2)]
    side, channels = (side - arguments.kernel_size + 1) // 2, filters
if arguments.filters:
    layers.append(torch.nn.Flatten())
width = side * side * channels
for units in [*arguments.hidden, 10]:
    if arguments.dropout > 0:
        layers.append(torch.nn.Dropout(arguments.dropout))
    layers += [started(torch.nn.Linear(width, units)), torch.nn.ReLU()]
    width = units
model = torch.nn.Sequential(*layers[:-1])
cross_entropy = torch.nn.CrossEntropyLoss()
adam = torch.optim.Adam(model.parameters(), lr=arguments.learning_rate, eps=1e-7)

inputs, targets = map(torch.from_numpy, load_samples(arguments))
samples = len(targets)


def train(steps: int) -> float:
    order = torch.randperm(samples)
    loss = None
    for step in range(steps):
        start = step * arguments.batch_size % (samples - arguments.batch_size + 1)
        batch = order[start : start + arguments.batch_size]
        loss = cross_entropy(model(inputs[batch]), targets[batch])
        adam.zero_grad()
        loss.backward()
        adam.step()
    return loss.item()


serve_rounds("PyTorch", torch.__version__, arguments, train)
