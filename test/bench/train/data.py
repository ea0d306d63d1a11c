"""The pictures that every contender trains on (data.ts draws them): float32 [N, 28, 28, 1] in 0..1 and int64 labels [N]."""

import os

import numpy


def read(folder):
    pixels = numpy.fromfile(os.path.join(folder, "pixels.bin"), dtype=numpy.uint8)
    labels = numpy.fromfile(os.path.join(folder, "labels.bin"), dtype=numpy.uint8)
    return (pixels.reshape(-1, 28, 28, 1) / 255).astype("float32"), labels.astype("int64")
