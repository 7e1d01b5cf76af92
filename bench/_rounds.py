"""What the Python programs share: their flags, and rounds that the caller asks for one by one.

So a caller can let several programs take turns within one run, and compare what they do in the same minutes.
"""

import argparse
import json
import os
import sys
import time
from typing import Callable

# Taken away before a framework is loaded: they force OpenBLAS to other kernels than it would choose.
for name in ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]:
    os.environ.pop(name, None)


def read_arguments(framework: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=f"Trains a multilayer perceptron in {framework}.")
    parser.add_argument("--batch-size", type=int, default=1000, help="samples in a step")
    parser.add_argument("--threads", type=int, default=1, help="threads of one operation")
    parser.add_argument(
        "--data", metavar="FOLDER", help="MNIST's raw IDX files (default random pixels)"
    )
    parser.add_argument("--samples", type=int, default=60000, help="samples of random pixels")
    parser.add_argument(
        "--hidden",
        type=lambda text: [int(width) for width in text.split(",")],
        default=[500, 250, 100],
        help="width of each hidden layer",
    )
    parser.add_argument("--xla", action="store_true", help="let Keras compile the step with XLA")
    return parser.parse_args()


def serve_rounds(
    framework: str, version: str, arguments: argparse.Namespace, train: Callable[[int], float]
) -> None:
    """Trains as many steps as each line of standard input says: {"steps": 10}."""
    train(5)
    answer({"framework": framework, "version": version, "threads": arguments.threads})
    for line in sys.stdin:
        steps = json.loads(line)["steps"]
        began = time.perf_counter()
        loss = train(steps)
        answer({"seconds": time.perf_counter() - began, "loss": loss})


def answer(message: dict) -> None:
    print(json.dumps(message), flush=True)
