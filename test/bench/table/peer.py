"""What both Python peers have in common: they answer the requests of test/bench/table/index.ts with the works that they are given."""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from worker import serve


def serve_works(load, versions):
    """load(annotations path, images path) gives the works by task; each does it once and gives facts of its result."""
    works = {}

    def start(folder):
        works.update(load(os.path.join(folder, "annotations.csv"), os.path.join(folder, "images.csv")))
        return {"versions": versions}

    def run(task, repeats):
        start = time.perf_counter()
        for _ in range(repeats):
            facts = works[task]()
        return {"seconds": time.perf_counter() - start, "facts": {name: float(value) for name, value in facts.items()}}

    def prepare(task, batch, items):
        run(task, 1)
        once = run(task, 1)
        return {"secondsPerItem": once["seconds"] / batch, "facts": once["facts"]}

    def measure(task, batch, items):
        return {**run(task, items // batch), "items": items}

    serve({"start": start, "prepare": prepare, "measure": measure})
