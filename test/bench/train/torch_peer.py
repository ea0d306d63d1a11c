"""PyTorch: the training loop of its tutorials, on tensors in memory (no DataLoader, whose workers would only cost time here)."""

import os
import sys
import time

sys.path[:0] = [os.path.join(os.path.dirname(__file__), folder) for folder in ("..", "../networks")]
import data
import torch
import torch_networks
from torch import nn
from warm_up import warm_up
from worker import serve


class Peer:
    def start(self, folder, device, threads):
        self.folder = folder
        self.device, started = torch_networks.start(device, threads)
        return started

    def prepare(self, batch, items, task):
        pictures, labels = data.read(self.folder, task)
        self.pictures = torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous().to(self.device)  # [N, C, H, W]
        self.labels = torch.from_numpy(labels).to(self.device)
        self.model = torch_networks.build(task).to(self.device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7)
        self.loss = nn.CrossEntropyLoss()
        prepared = warm_up(lambda count: self.measure(batch, count, task), batch, items)
        prepared["facts"]["parameters"] = torch_networks.trainable_parameters(self.model)
        return prepared

    def measure(self, batch, items, task):
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
