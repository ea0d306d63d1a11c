"""The pictures that every contender works on (data.ts draws them): float32 [N, side, side, channels] in 0..1 and int64 labels [N]."""

import os

import numpy

SHAPES = {"cnn": (28, 28, 1), "resnet18": (64, 64, 3)}


def read(folder, network):
    pixels = numpy.fromfile(os.path.join(folder, f"{network}-pixels.bin"), dtype=numpy.uint8)
    labels = numpy.fromfile(os.path.join(folder, f"{network}-labels.bin"), dtype=numpy.uint8)
    return (pixels.reshape(-1, *SHAPES[network]) / numpy.float32(255)), labels.astype("int64")
