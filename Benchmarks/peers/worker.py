"""Runs one peer in a process of its own (see contender.py).

First it prints a line of JSON with what a check needs: `losses` of the first steps in training; in
inference the logits go to a file. From then on each line on standard input asks for one turn. The
answer is a line with the seconds of every repetition and the peak memory so far."""

import argparse
import importlib
import json
import os
import pathlib
import resource
import sys
import tempfile
import time
from dataclasses import dataclass

import numpy as np
from safetensors.numpy import load_file

import network
import peers

CHECKED_STEPS = 2


@dataclass
class Task:
    variant: str
    training: bool
    threads: int
    model: str
    layers: list
    weights: dict
    # [batch][height][width][3]
    images: np.ndarray
    labels: np.ndarray
    # A folder for files that the peer needs.
    folder: pathlib.Path


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=[peer.name for peer in peers.PEERS])
    parser.add_argument("mode", choices=["training", "inference"])
    parser.add_argument("--model", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="of measuring in a turn")
    parser.add_argument("--weights", required=True)
    parser.add_argument("--images", required=True)
    parser.add_argument("--logits", required=True)
    return parser.parse_args()


def task(options, peer, folder):
    side = network.SIDES[options.model]
    images = np.fromfile(options.images, np.float32).reshape(-1, side, side, 3)
    images = images[: peer.largest_batch]
    return Task(
        peer.variant,
        options.mode == "training",
        options.threads,
        options.model,
        network.NETWORKS[options.model],
        load_file(options.weights),
        images,
        network.labels(len(images)),
        pathlib.Path(folder),
    )


def limit_threads(threads):
    """Sets the processors of this process, because some frameworks have no setting for the number
    of threads and use all of them."""
    os.environ["OMP_NUM_THREADS"] = str(threads)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def private_output():
    """Standard output for our answers; what libraries print then goes to standard error."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return answers


def timed(step):
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def turn(step, seconds):
    """The seconds of as many repetitions as fit. The first is a warm-up, which only counts when it
    takes the whole time."""
    result = [timed(step)]
    if result[0] < seconds:
        result = []
    while sum(result) < seconds:
        result.append(timed(step))
    # Kilobytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit * 1e-6
    return {"seconds": result, "peak_megabytes": peak}


def check(options, runner):
    if options.mode == "training":
        return {"losses": [float(runner.train()) for _ in range(CHECKED_STEPS)]}
    np.ascontiguousarray(runner.infer(), np.float32).tofile(options.logits)
    return {}


def main():
    options = arguments()
    limit_threads(options.threads)
    answers = private_output()
    peer = peers.named(options.peer)
    with tempfile.TemporaryDirectory() as folder:
        runner = importlib.import_module(peer.file).Peer(task(options, peer, folder))
        print(json.dumps(check(options, runner)), file=answers, flush=True)
        step = runner.train if options.mode == "training" else runner.infer
        for _ in sys.stdin:
            print(json.dumps(turn(step, options.seconds)), file=answers, flush=True)


main()
