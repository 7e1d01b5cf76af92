"""The samples that the Python programs train on. Import it after the variables that numpy reads are set."""

import argparse
import os

import numpy


def load_samples(
    arguments: argparse.Namespace, part: str = "train"
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Pixels from 0 to 1 as floats, and labels: those of a folder, or else random ones."""
    if arguments.data is None:
        random = numpy.random.default_rng(1)
        pixels = random.integers(0, 256, (arguments.samples, 784), dtype=numpy.uint8)
        labels = random.integers(0, 10, arguments.samples)
    else:
        pixels = read_idx(arguments.data, f"{part}-images-idx3-ubyte").reshape(-1, 784)
        labels = read_idx(arguments.data, f"{part}-labels-idx1-ubyte")
    inputs = pixels.astype(numpy.float32)
    inputs /= 255
    return inputs, labels.astype(numpy.int64)


def read_idx(folder: str, name: str) -> numpy.ndarray:
    """Two zero bytes, the type of unsigned bytes, the number of axes, big-endian sizes, then data."""
    path = os.path.join(folder, name)
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise SystemExit(f"error: Cannot read samples: {error}")
    if content[:3] != b"\0\0\x08":
        raise SystemExit(f'error: Cannot read "{path}": expected a raw IDX file of unsigned bytes')
    axes = content[3]
    shape = numpy.frombuffer(content, ">u4", axes, offset=4)
    return numpy.frombuffer(content, numpy.uint8, offset=4 + 4 * axes).reshape(shape)
