"""Keras: model.fit on arrays in memory, as its users call it. `steps_per_execution` is 1 by default; 32 is its usual tuning."""

import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import tensorflow

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import data
from worker import serve

WARM_UP_BATCHES = 32  # one whole execution of the tuned variant


class Peer:
    def start(self, folder, device, threads, steps_per_execution):
        tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
        tensorflow.config.threading.set_inter_op_parallelism_threads(threads)
        if device == "gpu" and not tensorflow.config.list_physical_devices("GPU"):
            raise RuntimeError("this TensorFlow sees no GPU")
        self.pictures, self.labels = data.read(folder)
        self.steps_per_execution = steps_per_execution
        return {"versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__}}

    def prepare(self, batch, items):
        layers = keras.layers
        self.model = keras.Sequential(
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
        self.model.compile(
            optimizer=keras.optimizers.Adam(1e-3),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            steps_per_execution=self.steps_per_execution,
        )
        warm_up = min(batch * WARM_UP_BATCHES, items)
        loss = self.measure(batch, warm_up)["facts"]["loss"]
        seconds = self.measure(batch, warm_up)["seconds"]
        return {"secondsPerItem": seconds / warm_up, "facts": {"loss": loss, "parameters": self.model.count_params()}}

    def measure(self, batch, items):
        start = time.perf_counter()
        history = self.model.fit(self.pictures[:items], self.labels[:items], batch_size=batch, epochs=1, verbose=0)
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "items": items, "facts": {"loss": history.history["loss"][0]}}


peer = Peer()
serve({"start": peer.start, "prepare": peer.prepare, "measure": peer.measure})
