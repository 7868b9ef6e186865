"""Kills and faults at the n-th system call of each kind, injected by strace."""

import random
import re
import signal

from runs import CLEAN, SMALL, Torture

# Files are made, written and read by these; each may fail on a bad day, and none may trap.
FILE_CALLS = {
    "openat": ["ENOSPC", "EIO", "EMFILE", "EINTR"],
    "write": ["ENOSPC", "EIO", "EINTR"],
    "fsync": ["ENOSPC", "EIO", "EINTR"],
    "rename": ["ENOSPC", "EIO"],
    "mkdir": ["ENOSPC", "EIO"],
    "unlink": ["EIO"],
    "ftruncate": ["ENOSPC", "EIO"],
    "flock": ["ENOLCK", "EINTR"],
    "read": ["EIO", "EINTR"],
    "close": ["EIO", "EINTR"],
    "lseek": ["EIO"],
    "getdents64": ["EIO"],
    "newfstatat": ["EIO"],
    "fstat": ["EIO"],
}


def strace(*options):
    return ["strace", "-f", "-qqq", "-o", "/dev/null", *options]


def count_calls(runner):
    """How often a whole run makes each system call."""
    log = runner.folder / "calls"
    runner.run(SMALL + ["--output", "counted"], ["strace", "-f", "-qqq", "-o", str(log)])
    counts = {}
    for line in log.read_text(errors="replace").splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if call:
            counts[call[1]] = counts.get(call[1], 0) + 1
    runner.discard("counted")
    for ending in ["execve", "exit", "exit_group", "rt_sigreturn"]:
        counts.pop(ending, None)
    return counts


def places(runner, share, seed):
    """Each call and its number; of all that there are, a share that the seed chooses."""
    every = [(call, n) for call, most in sorted(count_calls(runner).items()) for n in range(1, most + 1)]
    chosen = random.Random(seed).sample(every, max(1, round(len(every) * share)))
    return sorted(chosen)


def kill_at(runner, call, n):
    """Returns whether the run got so far."""
    story = f"killed at {call} {n}"
    result = runner.run(
        SMALL + ["--output", "run"], strace("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}")
    )
    if result.returncode not in (-signal.SIGKILL, 0):
        raise Torture(f"{story}: ends with {result.returncode}: {result.stderr.strip()}")
    runner.finish("run", story)
    return result.returncode != 0


def kill_resume_at(runner, call, n):
    """As above, in a run that goes on from its middle, and once more in the one after that."""
    story = f"killed while it goes on at {call} {n}"
    runner.run(SMALL + ["--output", "run", "--max-steps", "5"])
    inject = strace("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}")
    killed = 0
    for _ in range(2):
        result = runner.run(runner.arguments("run"), inject)
        if result.returncode not in (-signal.SIGKILL, 0):
            raise Torture(f"{story}: ends with {result.returncode}: {result.stderr.strip()}")
        killed += result.returncode != 0
    runner.finish("run", story)
    return killed


def fail_at(runner, call, error, n):
    story = f"{call} {n} fails with {error}"
    result = runner.run(
        SMALL + ["--output", "run"], strace("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={n}")
    )
    if call in FILE_CALLS:
        check_end(result, story)
    runner.finish("run", story)


def check_end(result, story):
    """A fault ends in success or in one line that names the cause, never in a trap."""
    lines = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    if result.returncode not in CLEAN or (result.returncode == 1 and len(lines) != 1):
        raise Torture(f"{story}: ends with {result.returncode}: {result.stderr.strip()}")
