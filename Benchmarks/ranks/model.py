"""The time of a training step on P ranks.

A step computes its share of the batch, whatever the number of ranks does the fixed part (optimizer,
weights into the kernels' order), and moves the gradient: each rank sends all but its own slice, first
of what it has summed, then of what all have summed. The gradient moves in parts while the backward
pass of the last chunk computes the next ones; only the last part has to wait for its end. Short
messages join losses and requests to stop.
"""

from dataclasses import dataclass

SHORT_ROUNDS = 5
CHUNK = 8  # images of one pass
BACKWARD = 2 / 3  # of the time of an image
PART = 4 * 65_536  # bytes of the gradient that move at a time


@dataclass
class Step:
    image: float  # seconds of a rank for one image
    fixed: float  # seconds of a step that ranks cannot share
    gradient: int  # bytes

    def compute(self, batch, ranks, processors=None):
        """The seconds of computing; ranks on a machine with fewer processors take turns."""
        return (-(-batch // ranks) * self.image + self.fixed) * self.turns(ranks, processors)

    @staticmethod
    def turns(ranks, processors):
        return max(1, ranks / processors) if processors else 1

    def exchange(self, batch, ranks, bandwidth, latency, processors=None):
        """The seconds of communication that computing does not hide; `bandwidth` is that of one
        direction of a rank's link, in bytes per second."""
        if ranks == 1:
            return 0
        moved = 2 * self.gradient * (ranks - 1) / ranks / bandwidth
        images = min(CHUNK, -(-batch // ranks))
        hidden = BACKWARD * images * self.image * self.turns(ranks, processors)
        return max(moved - hidden, moved * PART / self.gradient) + SHORT_ROUNDS * latency

    def seconds(self, batch, ranks, bandwidth, latency, processors=None):
        return self.compute(batch, ranks, processors) + self.exchange(
            batch, ranks, bandwidth, latency, processors)

    def efficiency(self, batch, ranks, bandwidth, latency):
        """The speed as a share of P times that of one rank."""
        alone = self.compute(batch, 1)
        return alone / (ranks * self.seconds(batch, ranks, bandwidth, latency))
