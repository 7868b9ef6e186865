"""Measures nin and its peers in turn (A B C A B C ...) on the same network, weights, images and
threads; writes ratios and tables to results/PROCESSOR.md and .json. All workloads take about 12
minutes on two idle cores. The peers of a workload stay in memory together: up to 10 GB."""

import argparse
import datetime
import json
import os
import pathlib
import shlex
import signal
import sys
import tempfile

import goals
import nin
import peers
import processor
import rounds
import table
from workload import Job, Workload

HERE = pathlib.Path(__file__).parent
NAMES = [peer.name for peer in peers.PEERS]


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/peers/run", description=__doc__)
    add = parser.add_argument
    add("--threads", type=int, default=os.cpu_count())
    add("--rounds", type=int, default=4)
    add("--seconds", type=float, default=1.2, help="of measuring in a turn")
    add("--quick", action="store_true", help="two short rounds")
    add("--workloads", nargs="+", default=goals.WORKLOADS, choices=goals.WORKLOADS)
    add("--peers", nargs="+", default=NAMES, choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    add("--bench", default=nin.RELEASE, type=pathlib.Path, help="nin-bench")
    add("--output", default=HERE / "results", type=pathlib.Path, help="a folder")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds = 2, 0.5
    return options


def measure(options):
    """The rows of all workloads, and nin's instruction set."""
    workloads, isa = {}, "unknown"
    for key in options.workloads:
        with tempfile.TemporaryDirectory() as folder:
            job = Job(
                Workload.named(key), options.threads, options.seconds, options.bench,
                pathlib.Path(folder))
            group = rounds.run(job, options.peers, options.rounds)
        isa = group[0].isa or isa
        workloads[key] = [one.row() for one in group]
    return workloads, isa


def main():
    options = arguments()
    # Ends all peers, also after an error.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    workloads, isa = measure(options)
    result = {
        "date": datetime.date.today().isoformat(),
        "command": shlex.join(["Benchmarks/peers/run", *sys.argv[1:]]),
        "processor": processor.name(),
        "microarchitecture": processor.microarchitecture(),
        "isa": isa,
        "threads": options.threads,
        "rounds": options.rounds,
        "versions": peers.versions(),
        "workloads": workloads,
    }
    options.output.mkdir(parents=True, exist_ok=True)
    path = options.output / f"{result['microarchitecture']}-{isa}"
    path.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
    path.with_suffix(".md").write_text(table.markdown(result))
    print(table.markdown(result))


main()
