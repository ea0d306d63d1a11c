"""Keras: model.fit on arrays in memory, as its users call it. `steps_per_execution` is 1 by default; 32 is its usual tuning."""

import os
import sys
import time

sys.path[:0] = [os.path.join(os.path.dirname(__file__), folder) for folder in ("..", "../networks")]
import data
import keras_networks
from keras_networks import keras
from warm_up import warm_up
from worker import serve


class Peer:
    def start(self, folder, device, threads, steps_per_execution):
        self.folder = folder
        self.steps_per_execution = steps_per_execution
        return keras_networks.start(device, threads)

    def prepare(self, batch, items, task):
        self.pictures, self.labels = data.read(self.folder, task)
        self.model = keras_networks.build(task)
        self.model.compile(
            optimizer=keras.optimizers.Adam(1e-3),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            steps_per_execution=self.steps_per_execution,
        )
        prepared = warm_up(lambda count: self.measure(batch, count, task), batch, items)
        prepared["facts"]["parameters"] = keras_networks.trainable_parameters(self.model)
        return prepared

    def measure(self, batch, items, task):
        start = time.perf_counter()
        history = self.model.fit(self.pictures[:items], self.labels[:items], batch_size=batch, epochs=1, verbose=0)
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "items": items, "facts": {"loss": history.history["loss"][0]}}


peer = Peer()
serve({"start": peer.start, "prepare": peer.prepare, "measure": peer.measure})
