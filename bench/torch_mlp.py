"""Trains tandem's multilayer perceptron in PyTorch, a round of steps for each line of standard input.

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

layers = []
width = 784
for units in [*arguments.hidden, 10]:
    linear = torch.nn.Linear(width, units)
    torch.nn.init.xavier_uniform_(linear.weight)
    torch.nn.init.zeros_(linear.bias)
    layers += [linear, torch.nn.ReLU()]
    width = units
model = torch.nn.Sequential(*layers[:-1])
cross_entropy = torch.nn.CrossEntropyLoss()
adam = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)

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
