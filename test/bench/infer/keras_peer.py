"""Keras: model.predict on an array in memory, as its users call it; tuned, predict_on_batch in a loop, without predict's machinery."""

import os
import sys
import time

sys.path[:0] = [os.path.join(os.path.dirname(__file__), folder) for folder in ("..", "../networks")]
import data
import keras_networks
import numpy
from answer_facts import answer_facts
from keras_networks import keras
from warm_up import warm_up
from worker import serve


class Peer:
    def start(self, folder, device, threads, tuned):
        self.folder = folder
        self.tuned = tuned
        return keras_networks.start(device, threads)

    def prepare(self, batch, items, task):
        self.pictures, _ = data.read(self.folder, task)
        scores = keras_networks.build(task)
        self.model = keras.Sequential([scores, keras.layers.Softmax()])
        prepared = warm_up(lambda count: self.measure(batch, count, task), batch, items)
        prepared["facts"]["parameters"] = keras_networks.trainable_parameters(scores)
        return prepared

    def measure(self, batch, items, task):
        start = time.perf_counter()
        pictures = self.pictures[:items]
        if self.tuned:
            answers = numpy.concatenate([self.model.predict_on_batch(pictures[at : at + batch]) for at in range(0, items, batch)])
        else:
            answers = self.model.predict(pictures, batch_size=batch, verbose=0)  # [N, 10]
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "items": items, "facts": answer_facts(answers, items)}


peer = Peer()
serve({"start": peer.start, "prepare": peer.prepare, "measure": peer.measure})
