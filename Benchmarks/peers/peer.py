"""What every peer's script does: read the arguments, time, report.

A peer runs in a process of its own and prints one line of JSON: the seconds of each repetition and
the most memory it held."""

import argparse
import json
import resource
import time

import numpy as np
from safetensors.numpy import load_file


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", default="")
    parser.add_argument("--mode", choices=["training", "inference"], required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--samples", type=int, required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--images", required=True)
    parser.add_argument("--side", type=int, required=True)
    parser.add_argument("--logits")
    return parser.parse_args()


def load(options):
    """Weights by name, and the batch as [batch][height][width][3]."""
    images = np.fromfile(options.images, np.float32)
    return load_file(options.weights), images.reshape(-1, options.side, options.side, 3)


def report(options, step, warm_up=2):
    for _ in range(warm_up):
        step()
    seconds = []
    for _ in range(options.samples):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024e-6
    print(json.dumps({"seconds": seconds, "peak_megabytes": peak}))


def save_logits(options, logits):
    if options.logits:
        np.ascontiguousarray(logits, np.float32).tofile(options.logits)
