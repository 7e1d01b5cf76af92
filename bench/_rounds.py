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
    parser = argparse.ArgumentParser(description=f"Trains a network in {framework}.")
    parser.add_argument("--batch-size", type=int, default=1000, help="samples in a step")
    parser.add_argument("--threads", type=int, default=1, help="threads of one operation")
    parser.add_argument(
        "--data", metavar="FOLDER", help="MNIST's raw IDX files (default random pixels)"
    )
    parser.add_argument(
        "--test", action="store_true", help="evaluate on the folder's test set, too (Keras alone)"
    )
    parser.add_argument("--samples", type=int, default=60000, help="samples of random pixels")
    parser.add_argument(
        "--filters",
        type=whole_numbers,
        default=[],
        help="filters of each convolution, which a pooling of 2 x 2 follows (default none)",
    )
    parser.add_argument("--kernel-size", type=int, default=3, help="side of the filters")
    parser.add_argument(
        "--hidden",
        type=whole_numbers,
        default=[500, 250, 100],
        help="width of each hidden dense layer",
    )
    parser.add_argument(
        "--dropout", type=float, default=0, help="share of values left out before dense layers"
    )
    parser.add_argument("--learning-rate", type=float, default=0.001, help="rate of Adam")
    parser.add_argument(
        "--decay-steps",
        type=int,
        default=0,
        help="steps over which the rate falls to 0 along a cosine (default it stays; Keras alone)",
    )
    parser.add_argument("--xla", action="store_true", help="let Keras compile the step with XLA")
    return parser.parse_args()


def whole_numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",") if number]


def serve_rounds(
    framework: str,
    version: str,
    arguments: argparse.Namespace,
    train: Callable[[int], float],
    evaluate: Callable[[], float] | None = None,
) -> None:
    """Does what each line of standard input says: {"steps": 10}, or {"evaluate": true}."""
    if evaluate:
        evaluate()
    train(5)
    answer({"framework": framework, "version": version, "threads": arguments.threads})
    for line in sys.stdin:
        asked = json.loads(line)
        began = time.perf_counter()
        if "steps" in asked:
            result = {"loss": train(asked["steps"])}
        else:
            result = {"accuracy": evaluate()}
        answer({"seconds": time.perf_counter() - began, **result})


def answer(message: dict) -> None:
    print(json.dumps(message), flush=True)
