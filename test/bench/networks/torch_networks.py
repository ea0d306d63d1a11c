"""The networks of build.ts in PyTorch. They end in plain scores."""

import torch
from torch import nn

torch.library.register_fake = lambda *_, **__: lambda function: function  # torchvision asks for an operator that some builds of PyTorch lack
import torchvision  # noqa: E402


def start(device, threads):
    """Pins the threads; the device and the versions."""
    torch.set_num_threads(threads)
    versions = {"pytorch": torch.__version__, "torchvision": torchvision.__version__}
    return torch.device("cpu") if device == "cpu" else accelerator(), {"versions": versions}


def accelerator():
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    raise RuntimeError("this PyTorch sees no GPU")


def build(network):
    return {"cnn": cnn, "resnet18": lambda: torchvision.models.resnet18(num_classes=10)}[network]()


def trainable_parameters(model):
    return sum(weights.numel() for weights in model.parameters())


def cnn():
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64 * 5 * 5, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )
    return model.apply(same_start)


def same_start(layer):
    """Keras's and TensorFlow.js's default: Glorot's uniform weights, biases of zero."""
    if isinstance(layer, nn.Conv2d | nn.Linear):
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)
