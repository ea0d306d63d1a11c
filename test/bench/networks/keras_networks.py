"""The networks of build.ts in Keras, written as its users write them. They end in plain scores."""

import math
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import tensorflow

layers = keras.layers
HE = keras.initializers.VarianceScaling(2, "fan_out", "untruncated_normal")  # PyTorch's kaiming_normal_(mode="fan_out")


def start(device, threads):
    """Pins the threads and makes sure of the device; the versions."""
    tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
    tensorflow.config.threading.set_inter_op_parallelism_threads(threads)
    if device == "gpu" and not tensorflow.config.list_physical_devices("GPU"):
        raise RuntimeError("this TensorFlow sees no GPU")
    return {"versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__}}


def build(network):
    return {"cnn": cnn, "resnet18": resnet18}[network]()


def trainable_parameters(model):
    return sum(math.prod(weight.shape) for weight in model.trainable_weights)


def cnn():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10),
        ]
    )


def normalized_convolution(x, filters, kernel, stride, relu=True):
    """Padded on all sides alike, as in PyTorch; "same" is that at stride 1 only."""
    if stride > 1 and kernel > 1:
        x = layers.ZeroPadding2D(kernel // 2)(x)
    padding = "same" if stride == 1 else "valid"
    x = layers.Conv2D(filters, kernel, stride, padding, use_bias=False, kernel_initializer=HE)(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(x)
    return layers.ReLU()(x) if relu else x


def basic_block(x, filters, stride):
    shortcut = x
    if stride > 1 or x.shape[-1] != filters:
        shortcut = normalized_convolution(x, filters, 1, stride, relu=False)
    x = normalized_convolution(x, filters, 3, stride)
    x = normalized_convolution(x, filters, 3, 1, relu=False)
    return layers.ReLU()(layers.Add()([x, shortcut]))


def resnet18():
    """torchvision's ResNet-18, which has no counterpart in keras.applications."""
    pictures = keras.Input((64, 64, 3))
    x = normalized_convolution(pictures, 64, 7, 2)
    x = layers.ZeroPadding2D(1)(x)
    x = layers.MaxPooling2D(3, 2)(x)
    for stage, filters in enumerate([64, 128, 256, 512]):
        x = basic_block(x, filters, 2 if stage > 0 else 1)
        x = basic_block(x, filters, 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(pictures, layers.Dense(10)(x))
