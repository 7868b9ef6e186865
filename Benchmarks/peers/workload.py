"""The work of all programs: training steps or inference of a network on one batch."""

import pathlib
from dataclasses import dataclass

from safetensors.numpy import save_file

import network


@dataclass(frozen=True)
class Workload:
    model: str
    mode: str
    batch: int

    @classmethod
    def named(cls, key):
        model, mode, batch = key.rsplit("-", 2)
        return cls(model, mode, int(batch))

    def __str__(self):
        return f"`{self.model}` {self.mode}, batch {self.batch}"

    @property
    def is_random(self):
        """Whether the losses are random: with dropout, each framework has other losses."""
        layers = network.NETWORKS[self.model]
        return self.mode == "training" and any(isinstance(x, network.Dropout) for x in layers)


@dataclass(frozen=True)
class Job:
    """A workload with everything that is the same for all programs."""

    workload: Workload
    threads: int
    # The seconds of measuring in a turn.
    seconds: float
    bench: pathlib.Path
    folder: pathlib.Path

    @property
    def weights(self):
        return self.folder / "weights.safetensors"

    @property
    def images(self):
        return self.folder / "images.bin"

    def logits(self, name):
        return self.folder / f"{name}.logits"

    def write_files(self):
        save_file(network.random_weights(self.workload.model), self.weights)
        images = network.random_images(self.workload.model, self.workload.batch)
        images.tofile(self.images)
