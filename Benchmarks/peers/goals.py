"""The ratios that nin should reach: its images per second divided by those of another program in
the same round of the same run."""

import statistics
from dataclasses import dataclass

from workload import Workload

BF16, ONE_THREAD = "nin bf16", "nin, 1 thread"
FASTEST = "the fastest fp32 peer"


@dataclass(frozen=True)
class Goal:
    workload: str
    # The goal and the minimum, by instruction set.
    bounds: dict
    against: str = FASTEST
    ours: str = "nin"


def on(avx2=(None, None), avx512=(None, None)):
    return {"avx2": avx2, "avx512": avx512}


GOALS = [
    Goal("nin-training-64", on((3.6, 3.2), (2.6, 2.25))),
    Goal("nin-inference-64", on((1.7, 1.4), (1.7, 1.45))),
    Goal("nin-inference-1", on((1.9, 1.6), (1.9, 1.65))),
    Goal("nin-cifar10-training-128", on((3.2, 2.9), (2.3, 1.95))),
    Goal("nin-cifar10-inference-128", on((1.6, 1.35), (1.6, 1.35))),
    Goal("nin-training-64", on((1.95, 1.9), (1.95, 1.9)), ONE_THREAD),
    Goal("nin-training-64", on(avx512=(3.0, None)), FASTEST, BF16),
    Goal("nin-training-64", on(avx512=(1.75, None)), "PyTorch bf16", BF16),
    Goal("nin-inference-64", on(avx512=(1.9, None)), FASTEST, BF16),
    Goal("nin-inference-64", on(avx512=(1.9, None)), "PyTorch bf16", BF16),
]

WORKLOADS = list(dict.fromkeys(goal.workload for goal in GOALS))


def names(contender):
    """Whether a goal needs this program, so that it is measured even if it is slow."""
    return any(goal.against == contender for goal in GOALS)


def wants_one_thread(workload):
    pairs = [(Workload.named(goal.workload), goal.against) for goal in GOALS]
    return (workload, ONE_THREAD) in pairs


def named(rows, name):
    measured = (row for row in rows if row.get("images_per_second"))
    return next((row for row in measured if row["name"] == name), None)


def fastest_peer(rows):
    """The fastest peer with fp32 sums, or None."""
    rows = [
        row for row in rows
        if row.get("images_per_second") and row["precision"] == "fp32"
        and not row["name"].startswith("nin")
    ]
    return max(rows, key=speed, default=None)


def speed(row):
    return statistics.median(row["images_per_second"])


def ratio(ours, other):
    """nin's speed divided by the other's in their common rounds: least, median, most."""
    pairs = zip(ours["images_per_second"], other["images_per_second"])
    ratios = [mine / its for mine, its in pairs]
    return min(ratios), statistics.median(ratios), max(ratios)


def rivals(result):
    """Each goal of which both sides were measured, with their rows."""
    for goal in GOALS:
        rows = result["workloads"].get(goal.workload, [])
        ours = named(rows, goal.ours)
        other = fastest_peer(rows) if goal.against == FASTEST else named(rows, goal.against)
        if ours and other:
            yield goal, ours, other
