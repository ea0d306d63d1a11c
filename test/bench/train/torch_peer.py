"""PyTorch: the training loop of its tutorials, on tensors in memory (no DataLoader, whose workers would only cost time here)."""

import os
import sys
import time

import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import data
from worker import serve

WARM_UP_BATCHES = 32


def accelerator():
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    raise RuntimeError("this PyTorch sees no GPU")


def same_start(layer):
    """Keras's and TensorFlow.js's default: Glorot's uniform weights, biases of zero."""
    if isinstance(layer, nn.Conv2d | nn.Linear):
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)


class Peer:
    def start(self, folder, device, threads):
        torch.set_num_threads(threads)
        self.device = torch.device("cpu") if device == "cpu" else accelerator()
        pictures, labels = data.read(folder)
        self.pictures = torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous().to(self.device)  # [N, 1, 28, 28]
        self.labels = torch.from_numpy(labels).to(self.device)
        return {"versions": {"pytorch": torch.__version__}}

    def prepare(self, batch, items):
        self.model = nn.Sequential(
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
        self.model.apply(same_start).to(self.device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7)
        self.loss = nn.CrossEntropyLoss()
        warm_up = min(batch * WARM_UP_BATCHES, items)
        loss = self.measure(batch, warm_up)["facts"]["loss"]
        seconds = self.measure(batch, warm_up)["seconds"]
        parameters = sum(weights.numel() for weights in self.model.parameters())
        return {"secondsPerItem": seconds / warm_up, "facts": {"loss": loss, "parameters": parameters}}

    def measure(self, batch, items):
        start = time.perf_counter()
        self.model.train()
        total = torch.zeros((), device=self.device)
        order = torch.randperm(items, device=self.device)
        for rows in order.split(batch):
            self.optimizer.zero_grad(set_to_none=True)
            loss = self.loss(self.model(self.pictures[rows]), self.labels[rows])
            loss.backward()
            self.optimizer.step()
            total += loss.detach() * len(rows)
        mean = total.item() / items  # waits for the device, so the clock stops after the work
        return {"seconds": time.perf_counter() - start, "items": items, "facts": {"loss": mean}}


peer = Peer()
serve({"start": peer.start, "prepare": peer.prepare, "measure": peer.measure})
