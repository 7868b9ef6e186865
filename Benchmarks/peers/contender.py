"""The programs that are measured in turn: nin and its peers. `rounds` has the median seconds of a
batch in each turn; `failure` is the reason why a program has not been measured to the end."""

import json
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile

import numpy as np

import nin

WORKER = pathlib.Path(__file__).parent / "worker.py"
# The largest difference of logits or losses that rounding can cause, relative to the largest value.
TOLERANCE = {"fp32": 1e-4, "bf16": 5e-2}


class Contender:
    def __init__(self, job, name, precision, batch):
        self.job, self.name, self.precision, self.batch = job, name, precision, batch
        self.rounds, self.peak, self.failure, self.differs_by = [], 0.0, None, None
        self.is_out = False

    @property
    def goes_on(self):
        return not self.failure and not self.is_out

    def add(self, result):
        self.rounds.append(statistics.median(result["seconds"]))
        self.peak = max(self.peak, result["peak_megabytes"])

    def compare(self, values, reference):
        reference = reference[: len(values)]
        self.differs_by = float(np.abs(values - reference).max() / np.abs(reference).max())
        # Written so that NaN fails too.
        if not self.differs_by < TOLERANCE[self.precision]:
            raise ValueError(f"its results differ by {self.differs_by:.1e}")

    def row(self):
        row = {"name": self.name, "precision": self.precision, "batch": self.batch}
        if self.failure:
            return {**row, "failure": self.failure}
        return {
            **row,
            "images_per_second": [round(self.batch / seconds, 2) for seconds in self.rounds],
            "peak_megabytes": round(self.peak),
            "differs_by": self.differs_by,
        }


class Nin(Contender):
    """nin-bench, a new process for each turn."""

    def __init__(self, job, name, precision, math, threads):
        super().__init__(job, name, precision, job.workload.batch)
        self.settings, self.isa, self.samples = (math, threads), None, 2

    def start(self):
        """The logits; nin-bench does not print its losses."""
        if self.job.workload.mode == "training":
            return None
        path = self.job.logits(self.name)
        nin.write_logits(self.job, *self.settings, path)
        return np.fromfile(path, np.float32)

    def turn(self):
        result = nin.measure(self.job, *self.settings, self.samples)
        self.isa = result["isa"]
        self.add(result)
        # The first turn shows how many repetitions fit.
        self.samples = max(2, round(self.job.seconds / self.rounds[-1]))

    def stop(self):
        pass


class Peer(Contender):
    """A process that runs as long as the workload and is suspended between its turns."""

    def __init__(self, job, peer):
        batch = min(job.workload.batch, peer.largest_batch)
        super().__init__(job, peer.name, peer.precision, batch)
        self.failure, self.process, self.errors = peer.absence(), None, None

    def command(self):
        job = self.job
        return [
            *(sys.executable, WORKER, self.name, job.workload.mode, "--model", job.workload.model),
            *("--threads", str(job.threads), "--seconds", str(job.seconds)),
            *("--weights", job.weights, "--images", job.images),
            *("--logits", job.logits(self.name)),
        ]

    def start(self):
        """The values for the check: logits, or the losses of the first steps."""
        self.errors = tempfile.TemporaryFile("w+", errors="replace")
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            self.command(), stdin=pipe, stdout=pipe, stderr=self.errors, text=True)
        first = self.answer()
        if self.job.workload.mode == "training":
            return np.array(first["losses"])
        return np.fromfile(self.job.logits(self.name), np.float32)

    def turn(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.write("turn\n")
        self.process.stdin.flush()
        self.add(self.answer())

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            self.errors.seek(0)
            last = (self.errors.read().strip().splitlines() or ["it ended without a word"])[-1]
            raise RuntimeError(last)
        # Otherwise its idle threads could take time from another program's turn.
        self.process.send_signal(signal.SIGSTOP)
        return json.loads(line)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None
