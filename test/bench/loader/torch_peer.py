"""PyTorch: a DataLoader over Pillow, with what torchvision's transforms do to pictures of Pillow, written out (torchvision is not needed)."""

import json
import math
import os
import sys
import time

import numpy
import torch
import PIL
from PIL import Image
from torch.utils.data import DataLoader, Dataset

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from worker import serve

SIDE, CACHED = 128, 160
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


def draw(low, high):
    return torch.empty(1).uniform_(low, high).item()


def finish(pixels):
    """RandomHorizontalFlip, ToTensor, Normalize: uint8 [H, W, 3] to float32 [3, H, W]."""
    picture = torch.from_numpy(pixels).permute(2, 0, 1).contiguous().to(torch.float32).div_(255)
    if draw(0, 1) < 0.5:
        picture = picture.flip(-1)
    return picture.sub_(MEAN).div_(STD)


def box_of_random_resized_crop(width, height):
    area = width * height
    for _ in range(10):
        target = area * draw(0.08, 1)
        ratio = math.exp(draw(math.log(3 / 4), math.log(4 / 3)))
        wide, high = round(math.sqrt(target * ratio)), round(math.sqrt(target / ratio))
        if 0 < wide <= width and 0 < high <= height:
            top = int(torch.randint(0, height - high + 1, (1,)))
            left = int(torch.randint(0, width - wide + 1, (1,)))
            return left, top, left + wide, top + high
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return left, top, left + side, top + side


class Photos(Dataset):
    """First epoch: each file is opened, decoded, cropped and resized (bilinear, antialiased, from the box: no copy of the crop)."""

    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        with Image.open(self.paths[index]) as file:
            picture = file.convert("RGB")
        box = box_of_random_resized_crop(*picture.size)
        return finish(numpy.array(picture.resize((SIDE, SIDE), Image.BILINEAR, box=box))), 0


class Cached(Dataset):
    """Later epochs: bytes of 160 x 160 from a memory map of a file that was written before."""

    def __init__(self, paths, file):
        self.count = len(paths)
        self.shape = (self.count, CACHED, CACHED, 3)
        if not os.path.exists(file):
            pixels = numpy.memmap(file, dtype=numpy.uint8, mode="w+", shape=self.shape)
            for index, path in enumerate(paths):
                with Image.open(path) as picture:
                    pixels[index] = numpy.array(picture.convert("RGB").resize((CACHED, CACHED), Image.BILINEAR))
            pixels.flush()
        self.pixels = numpy.memmap(file, dtype=numpy.uint8, mode="r", shape=self.shape)

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        top, left = torch.randint(0, CACHED - SIDE + 1, (2,)).tolist()
        return finish(numpy.array(self.pixels[index, top : top + SIDE, left : left + SIDE])), 0


def resident(process):
    with open(f"/proc/{process}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def children():
    with open(f"/proc/{os.getpid()}/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(number) for number in file.read().split()]


class Peer:
    def start(self, list, folder, mode, workers):
        torch.set_num_threads(1)
        with open(list, encoding="utf-8") as file:
            paths = json.load(file)
        pictures = Photos(paths) if mode == "photos" else Cached(paths, os.path.join(folder, "pixels.bin"))
        self.batches = DataLoader(
            pictures, batch_size=64, shuffle=True, drop_last=True, num_workers=workers, persistent_workers=workers > 0
        )
        return {"versions": {"pytorch": torch.__version__, "pillow": PIL.__version__}}

    def epoch(self):
        pictures, mean = 0, None
        for images, _ in self.batches:
            pictures += len(images)
            if mean is None:
                mean = images.mean().item()
        return pictures, mean

    def prepare(self, batch, items):
        _, mean = self.epoch()
        start = time.perf_counter()
        pictures, _ = self.epoch()
        return {"secondsPerItem": (time.perf_counter() - start) / pictures, "facts": {"mean": mean}}

    def measure(self, batch, items):
        start, pictures = time.perf_counter(), 0
        while pictures < items:
            pictures += self.epoch()[0]
        return {"seconds": time.perf_counter() - start, "items": pictures, "facts": {}}

    def growth(self, epochs):
        before = sum(map(resident, [os.getpid(), *children()]))
        for _ in range(epochs):
            self.epoch()
        return {"before": before, "after": sum(map(resident, [os.getpid(), *children()]))}


peer = Peer()
serve({"start": peer.start, "prepare": peer.prepare, "measure": peer.measure, "growth": peer.growth})
