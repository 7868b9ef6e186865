"""One workload: all programs start and are checked, then they are measured in turn."""

import contextlib
import sys
import time

import numpy as np

import contender
import goals
import nin
import peers
import processor

# A peer with less than this share of the fastest one's speed is in the first round only.
NEAR = 0.7


def run(job, names, rounds):
    """nin and the peers with these names, after this number of rounds."""
    job.write_files()
    group = contenders(job, names)
    try:
        check(job, group, start(job, group))
        for number in range(rounds):
            say(job, f"round {number + 1}")
            for one in group:
                if one.goes_on:
                    with failures_noted(one):
                        one.turn()
            if number == 0:
                let_the_slow_go(group)
    finally:
        for one in group:
            one.stop()
    return group


def contenders(job, names):
    modes = nin.math_modes(job.bench)
    group = [contender.Nin(job, "nin", "fp32", modes[0], job.threads)]
    if "bf16" in modes and processor.has_bf16():
        group.append(contender.Nin(job, goals.BF16, "bf16", "bf16", job.threads))
    if goals.wants_one_thread(job.workload):
        group.append(contender.Nin(job, goals.ONE_THREAD, "fp32", modes[0], 1))
    chosen = [p for p in peers.PEERS if p.name in names and job.workload.mode in p.modes]
    return group + [contender.Peer(job, peer) for peer in chosen]


def say(job, what):
    print(f"{time.strftime('%H:%M:%S')} {job.workload}: {what}", file=sys.stderr)


@contextlib.contextmanager
def failures_noted(one):
    try:
        yield
    except (RuntimeError, OSError, ValueError) as error:
        one.failure = f"failed: {error}"
        say(one.job, f"{one.name} {one.failure}")
        one.stop()


def start(job, group):
    """The values for the check, by program."""
    checks = {}
    for one in group:
        if one.goes_on:
            say(job, f"{one.name} starts")
            with failures_noted(one):
                checks[one] = one.start()
    return {one: values for one, values in checks.items() if values is not None}


def check(job, group, checks):
    """Compares logits with nin's, and losses with the median of the peers'."""
    if job.workload.mode == "training":
        # A smaller batch has other losses.
        checks = {c: v for c, v in checks.items() if c.batch == job.workload.batch}
        exact = [values for one, values in checks.items() if one.precision == "fp32"]
        reference = np.median(exact, axis=0) if exact else None
    else:
        reference = checks.get(group[0])
    if reference is None or job.workload.is_random:
        return
    for one, values in checks.items():
        if values is not reference:
            with failures_noted(one):
                one.compare(values, reference)


def let_the_slow_go(group):
    speeds = {
        one: one.batch / one.rounds[0]
        for one in group
        if one.goes_on and isinstance(one, contender.Peer)
    }
    for one, speed in speeds.items():
        rivals = [speed for c, speed in speeds.items() if c.precision == one.precision]
        if speed < NEAR * max(rivals) and not goals.names(one.name):
            one.is_out = True
            one.stop()
