"""PyTorch: the training loop of its tutorials with OneCycleLR, on tensors in memory (no DataLoader, whose workers would only cost time here)."""

import gzip
import os
import sys
import time

import numpy
import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from worker import serve


def idx(path, header):
    with gzip.open(path) as file:
        return torch.from_numpy(numpy.frombuffer(file.read(), dtype=numpy.uint8, offset=header).copy())


def read(files):
    """Pictures in 0..1, float32 [N, 1, 28, 28], and their classes, int64 [N]."""
    pixels = idx(files["pictures"], 16).view(-1, 1, 28, 28)
    return pixels.to(torch.float32).div_(255), idx(files["labels"], 8).to(torch.int64)


def same_start(network):
    """He's weights as Keras and TensorFlow.js draw them (normal, cut at two deviations), Glorot's for the scores, biases of zero."""
    layers = [layer for layer in network if isinstance(layer, nn.Conv2d | nn.Linear)]
    for layer in layers:
        nn.init.zeros_(layer.bias)
    for layer in layers[:-1]:
        deviation = (2 / layer.weight[0].numel()) ** 0.5
        nn.init.trunc_normal_(layer.weight, std=deviation, a=-2 * deviation, b=2 * deviation)
    nn.init.xavier_uniform_(layers[-1].weight)


def make_network():
    network = nn.Sequential(
        nn.Conv2d(1, 32, 5),
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
    same_start(network)
    return network


def accuracy(network, images, labels):
    network.eval()
    with torch.no_grad():
        right = sum((network(some).argmax(1) == wanted).sum().item() for some, wanted in zip(images.split(500), labels.split(500)))
    network.train()
    return right / len(labels)


class Peer:
    def start(self, files, threads):
        torch.set_num_threads(threads)
        self.files = files
        return {"versions": {"pytorch": torch.__version__}}

    def train(self, seed, pictures, batch, epochs, peak, target):
        start = time.perf_counter()
        torch.manual_seed(seed)
        images, labels = (part[:pictures] for part in read(self.files["train"]))
        test_images, test_labels = read(self.files["test"])
        network = make_network()
        batches = -(-len(labels) // batch)
        optimizer = torch.optim.Adam(network.parameters())
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, peak, total_steps=epochs * batches)
        criterion = nn.CrossEntropyLoss()
        judged = []
        for epoch in range(epochs):
            for step, rows in enumerate(torch.randperm(len(labels)).split(batch)):
                optimizer.zero_grad(set_to_none=True)
                criterion(network(images[rows]), labels[rows]).backward()
                optimizer.step()
                schedule.step()
                if step + 1 in (batches // 2, batches):
                    judged.append(accuracy(network, test_images, test_labels))
                    if judged[-1] >= target:
                        return self.report(start, judged, network)
        return self.report(start, judged, network)

    def report(self, start, judged, network):
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "accuracies": judged, "parameters": sum(weights.numel() for weights in network.parameters())}


peer = Peer()
serve({"start": peer.start, "train": peer.train})
