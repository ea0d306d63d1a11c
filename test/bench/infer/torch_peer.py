"""PyTorch: the evaluation loop of its tutorials under inference_mode, on tensors in memory."""

import os
import sys
import time

sys.path[:0] = [os.path.join(os.path.dirname(__file__), folder) for folder in ("..", "../networks")]
import data
import torch
import torch_networks
from answer_facts import answer_facts
from warm_up import warm_up
from worker import serve


class Peer:
    def start(self, folder, device, threads):
        self.folder = folder
        self.device, started = torch_networks.start(device, threads)
        return started

    def prepare(self, batch, items, task):
        pictures, _ = data.read(self.folder, task)
        self.pictures = torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous().to(self.device)  # [N, C, H, W]
        self.model = torch_networks.build(task).to(self.device)
        prepared = warm_up(lambda count: self.measure(batch, count, task), batch, items)
        prepared["facts"]["parameters"] = torch_networks.trainable_parameters(self.model)
        return prepared

    def measure(self, batch, items, task):
        start = time.perf_counter()
        self.model.eval()
        with torch.inference_mode():
            parts = [self.model(pictures).softmax(1) for pictures in self.pictures[:items].split(batch)]
            answers = torch.cat(parts).cpu().numpy()  # [N, 10]; waits for the device
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "items": items, "facts": answer_facts(answers, items)}


peer = Peer()
serve({"start": peer.start, "prepare": peer.prepare, "measure": peer.measure})
