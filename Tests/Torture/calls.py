"""Kills and faults at the n-th system call of each kind, injected by strace."""

import collections
import random
import re
import signal

from runs import CLEAN, SMALL, Torture

# How OpenMP's runtime ends a process.
OPENMP_ENDS = {-signal.SIGABRT, -signal.SIGBUS}

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


def strace(*options, log="/dev/null"):
    return ["strace", "-f", "-qqq", "-o", str(log), *options]


def count_calls(runner):
    """How often a whole run makes each system call. Strace counts by thread: the first thread that
    has made a call n times is hurt."""
    log = runner.folder / "calls"
    runner.run(SMALL + ["--output", "counted"], strace(log=log))
    counts = collections.Counter()
    for line in log.read_text(errors="replace").splitlines():
        thread, call = re.match(r"(\d+) +(?:(\w+)\()?", line).groups()
        if call:
            counts[thread, call] += 1
    runner.discard("counted")
    most = collections.Counter()
    for (_, call), count in counts.items():
        most[call] = max(most[call], count)
    for ending in ["execve", "exit", "exit_group", "rt_sigreturn"]:
        most.pop(ending, None)
    return most


def places(runner, share, seed):
    """Each call and its number; of all that there are, a share that the seed chooses."""
    every = [(call, n) for call, most in sorted(count_calls(runner).items()) for n in range(1, most + 1)]
    chosen = random.Random(seed).sample(every, max(1, round(len(every) * share)))
    return sorted(chosen)


def killed(runner, arguments, call, n, story):
    """Runs and returns whether it got so far that it was killed."""
    inject = strace("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}")
    result = runner.run(arguments, inject)
    if result.returncode not in (-signal.SIGKILL, 0):
        raise Torture(f"{story}: ends with {result.returncode}: {result.stderr.strip()}")
    return result.returncode != 0


def kill_at(runner, call, n):
    story = f"killed at {call} {n}"
    count = killed(runner, SMALL + ["--output", "run"], call, n, story)
    runner.finish("run", story)
    return count


def kill_resume_at(runner, call, n):
    """As above, in a run that goes on from its middle, and once more in the one after that."""
    story = f"killed while it goes on at {call} {n}"
    runner.run(SMALL + ["--output", "run", "--max-steps", "5"])
    count = sum(killed(runner, runner.arguments("run"), call, n, story) for _ in range(2))
    runner.finish("run", story)
    return count


def fail_at(runner, call, error, n):
    """Returns whether the call was made to fail."""
    story, log = f"{call} {n} fails with {error}", runner.folder / "failed"
    inject = strace("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={n}", log=log)
    result = runner.run(SMALL + ["--output", "run"], inject)
    if call in FILE_CALLS:
        check_end(result, story)
    runner.finish("run", story)
    return "(INJECTED)" in log.read_text(errors="replace")


def check_end(result, story):
    """A fault ends in success or in one line that names the cause, never in a trap. Only where
    OpenMP's runtime cannot register at the start, it ends the process itself by a signal."""
    if result.returncode in OPENMP_ENDS and "OMP: Error #179" in result.stderr:
        return
    lines = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    if result.returncode not in CLEAN or (result.returncode == 1 and len(lines) != 1):
        raise Torture(f"{story}: ends with {result.returncode}: {result.stderr.strip()}")
