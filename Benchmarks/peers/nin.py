"""Runs nin-bench. No other script does."""

import functools
import json
import pathlib
import re
import subprocess

RELEASE = pathlib.Path(__file__).parent.parent.parent / ".build/release/nin-bench"


def _run(bench, *options):
    done = subprocess.run([bench, *map(str, options)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError((done.stderr.strip() or "nin-bench failed").splitlines()[-1])
    return done.stdout


def _network(job, math, threads):
    work = ["--model", job.workload.model, "--batch", job.workload.batch]
    files = ["--weights", job.weights, "--images", job.images]
    return [*work, *files, "--math", math, "--threads", threads]


@functools.cache
def math_modes(bench):
    """The math modes that this nin-bench offers, the default first."""
    line = re.search(r"--math.*?\(([^;)]+)", _run(bench, "--help"), re.DOTALL)
    return [mode.strip() for mode in line.group(1).split(",")]


def measure(job, math, threads, samples):
    """The seconds of every repetition, the peak memory, and the instruction set."""
    options = ["--only", job.workload.mode, "--samples", samples, "--json"]
    report = json.loads(_run(job.bench, *options, *_network(job, math, threads)))
    return {**report["rows"][0], "isa": report["isa"]}


def write_logits(job, math, threads, path):
    _run(job.bench, "--logits", path, *_network(job, math, threads))


def write_convolutions(bench, tensors, results):
    """The results of the kernels for the tensors of a safetensors file, in every math mode."""
    _run(bench, "--tensors", tensors, "--results", results)
