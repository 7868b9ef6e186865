"""A small training run: started, killed, resumed, and compared with one that nothing befell."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

SMALL = (
    "train --model nin-small --dataset shapes --limit-train 6 --limit-test 4 --epochs 4 "
    "--batch-size 2 --seed 1 --threads 1 --checkpoint-minutes 0 --val-split 2"
).split()
RESUME = "train --threads 1 --checkpoint-minutes 0 --resume".split()
# What a process that stops with a message returns; 127 is the loader's.
CLEAN = {0, 1, 127}
TIMEOUT = 120


class Torture(Exception):
    """A finding: a sentence that says how to see it again."""


class Runner:
    def __init__(self, nin, environment=None):
        self.nin = str(Path(nin).resolve())
        self.folder = Path(tempfile.mkdtemp(prefix="nin-torture-"))
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "OMP_NUM_THREADS": "1",
            # A crash must end at once, with its signal.
            "SWIFT_BACKTRACE": "enable=no",
            **(environment or {}),
        }
        start = time.monotonic()
        reference = self.run(SMALL + ["--output", "reference"])
        self.seconds = time.monotonic() - start
        if reference.returncode != 0:
            raise Torture(f"the straight run fails: {reference.stderr}")
        self.expected = contents(self.folder / "reference")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        # Killed processes leave the files in which OpenMP's runtime registered.
        for path in Path("/dev/shm").glob(f"__KMP_REGISTERED_LIB_*_{os.getuid()}"):
            if not Path("/proc", path.name.split("_")[-2]).exists():
                path.unlink(missing_ok=True)

    def start(self, arguments, before=(), environment=None):
        return subprocess.Popen(
            [*before, self.nin, *arguments],
            cwd=self.folder,
            env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def run(self, arguments, before=(), environment=None):
        process = self.start(arguments, before, environment)
        try:
            output, error = process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise Torture(f"{' '.join([*before, *arguments])} hangs for {TIMEOUT} s") from None
        return subprocess.CompletedProcess(arguments, process.returncode, output, error)

    def arguments(self, name):
        """Goes on with the run, or begins it where it did not get so far."""
        if (self.folder / name / "state.safetensors").exists():
            return RESUME + [name]
        return SMALL + ["--output", name]

    def discard(self, name):
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def finish(self, name, story):
        """Brings the run to its end undisturbed; every file must be as it would have been."""
        last = self.run(self.arguments(name))
        if last.returncode != 0:
            raise Torture(f"{story}: going on ends with {last.returncode}: {last.stderr.strip()}")
        differences = compare(self.expected, contents(self.folder / name))
        if differences:
            raise Torture(f"{story}: {', '.join(differences)}")
        self.discard(name)


def contents(folder):
    """The files by name, without what is another in every run: speeds and times."""
    return {
        str(path.relative_to(folder)): timeless(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def timeless(path):
    data = path.read_bytes()
    if path.suffix == ".jsonl":
        lines = [json.loads(line) for line in data.splitlines()]
        for line in lines:
            line.pop("images_per_second", None)
            line.pop("seconds", None)
        return lines
    if path.name == "results.csv":
        rows = list(csv.DictReader(io.StringIO(data.decode())))
        for row in rows:
            row.pop("seconds", None)
        return rows
    if path.suffix == ".html":
        return re.sub(r"\d+ h \d+ min|\d+ min \d+ s", "TIME", data.decode())
    return data


def compare(expected, found):
    names = sorted(expected.keys() | found.keys())
    return [
        f"{name} {'differs' if name in expected and name in found else 'lacks' if name in expected else 'is left over'}"
        for name in names
        if expected.get(name) != found.get(name)
    ]
