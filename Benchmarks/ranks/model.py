"""The time of a training step on P ranks.

A step computes its share of the batch, whatever the number of ranks does the fixed part (optimizer,
weights into the kernels' order), and moves the gradient: each rank sends all but its own slice, first
of what it has summed, then of what all have summed. Short messages join losses and requests to stop.
"""

from dataclasses import dataclass

SHORT_ROUNDS = 5


@dataclass
class Step:
    image: float  # seconds of a rank for one image
    fixed: float  # seconds of a step that ranks cannot share
    gradient: int  # bytes

    def compute(self, batch, ranks, processors=None):
        """The seconds of computing; ranks on a machine with fewer processors take turns."""
        share = -(-batch // ranks)
        turns = max(1, ranks / processors) if processors else 1
        return (share * self.image + self.fixed) * turns

    def exchange(self, ranks, bandwidth, latency):
        """The seconds of communication; `bandwidth` is that of one direction of a rank's link, in
        bytes per second."""
        if ranks == 1:
            return 0
        moved = 2 * self.gradient * (ranks - 1) / ranks
        return moved / bandwidth + SHORT_ROUNDS * latency

    def seconds(self, batch, ranks, bandwidth, latency, processors=None):
        return self.compute(batch, ranks, processors) + self.exchange(ranks, bandwidth, latency)

    def efficiency(self, batch, ranks, bandwidth, latency):
        """The speed as a share of P times that of one rank."""
        alone = self.compute(batch, 1)
        return alone / (ranks * self.seconds(batch, ranks, bandwidth, latency))
