#!/usr/bin/env python3
"""What a run survives: kills, faults and races, counted in a table.

    torture.py [--nin PATH] [--share 0.05] [--kills 40] [--seed 1] [kills faults transfers races]

A share of 1 takes every system call of a small run. Ends with 1 when anything is found.
"""

import argparse
import collections
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import calls
from runs import RESUME, SMALL, Runner, Torture, compare, contents

HERE = Path(__file__).parent


class Campaign:
    def __init__(self, runner, options):
        self.runner, self.options = runner, options
        self.random = random.Random(options.seed)
        self.counts = collections.Counter()
        self.findings = []

    def attempt(self, row, work):
        before = self.counts[row]
        try:
            self.counts[row] += int(work() or 0)
            if self.counts[row] // 100 > before // 100:
                print(f"{row}: {self.counts[row]}", flush=True)
        except Torture as finding:
            self.findings.append(f"{row}: {finding}")
            print(f"FOUND {row}: {finding}", flush=True)
            for name in ["run", "first", "second", "runs"]:
                self.runner.discard(name)

    def kills(self):
        """At chosen system calls, in a new run and in one that goes on; then at random moments."""
        rows = ["kills at a system call", "kills at a call of --resume", "kills at random moments"]
        for call, n in calls.places(self.runner, self.options.share, self.options.seed):
            self.attempt(rows[0], lambda: calls.kill_at(self.runner, call, n))
        for call, n in calls.places(self.runner, self.options.share / 2, self.options.seed + 1):
            self.attempt(rows[1], lambda: calls.kill_resume_at(self.runner, call, n))
        for _ in range(self.options.kills):
            if self.counts[rows[2]] < self.options.kills:
                self.attempt(rows[2], self.kill_randomly)
        for row in rows:
            self.require(row)

    def require(self, row):
        """What hurts nothing finds nothing."""
        if self.counts[row] == 0:
            self.findings.append(f"{row}: none took place")
            print(f"FOUND {self.findings[-1]}", flush=True)

    def kill_randomly(self):
        """Kills one run again and again, until it has come to its end in spite of that."""
        killed, story = 0, f"seed {self.options.seed}: killed at random"
        for _ in range(12):
            process = self.runner.start(self.runner.arguments("run"))
            try:
                process.communicate(timeout=self.random.uniform(0.02, self.runner.seconds))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            if process.returncode == 0:
                break
            if process.returncode != -signal.SIGKILL:
                raise Torture(f"{story}: ends with {process.returncode}")
            killed += 1
        self.runner.finish("run", story)
        return killed

    def faults(self):
        for call, n in calls.places(self.runner, self.options.share, self.options.seed + 2):
            errors = calls.FILE_CALLS.get(call, ["ENOMEM"])
            chosen = errors if self.options.share >= 1 else [self.random.choice(errors)]
            for error in chosen:
                row = f"faults ({error})"
                self.counts[row] += 0
                self.attempt(row, lambda: calls.fail_at(self.runner, call, error, n))
        for row in [row for row in self.counts if row.startswith("faults")]:
            self.require(row)

    def transfers(self):
        """Every read and write brings only a part of its bytes: half of them, or a thousand."""
        library = self.runner.folder / "short.so"
        subprocess.run(
            [os.environ.get("CC", "clang"), "-O1", "-shared", "-fPIC", "-o", library,
             HERE / "short_transfers.c", "-ldl"], check=True)
        for most in ["half", "1000"]:
            environment = {"LD_PRELOAD": str(library), "NIN_SHORT_TRANSFERS": most}
            self.attempt("short reads and writes", lambda: self.short_transfers(environment))

    def short_transfers(self, environment):
        story = f"short reads and writes ({environment['NIN_SHORT_TRANSFERS']})"
        for arguments in [SMALL + ["--output", "run", "--max-steps", "5"], RESUME + ["run"]]:
            result = self.runner.run(arguments, environment=environment)
            if result.returncode != 0:
                raise Torture(f"{story}: {result.stderr.strip()}")
        self.check_equal("run", story)
        return 1

    def races(self):
        delays = ["flock:delay_enter=1s:when=1", "flock:delay_exit=1s:when=1",
                  "mkdir:delay_enter=1s:when=1", "mkdir:delay_exit=1s:when=1",
                  "mkdir:delay_enter=1s:when=2", "rename:delay_enter=50ms"]
        for delay in delays:
            self.attempt("races for one folder", lambda: self.race(delay))
        for count in [2, 8]:
            self.attempt("races for a new number", lambda: self.crowd(count))

    def race(self, delay):
        """Two runs want one folder, one of them late: one has it whole, the other says so."""
        call = delay.split(":")[0]
        slow = calls.strace("-e", f"trace={call}", "-e", f"inject={delay}")
        first = self.runner.start(SMALL + ["--output", "run"], slow)
        time.sleep(self.random.uniform(0, 0.3))
        second = self.runner.start(SMALL + ["--output", "run"])
        ends = []
        for process in [first, second]:
            _, error = process.communicate(timeout=120)
            ends.append((process.returncode, error.strip()))
        codes = sorted(code for code, _ in ends)
        if codes != [0, 1]:
            raise Torture(f"two runs with one --output, {delay}: they end with {ends}")
        self.check_equal("run", f"two runs with one --output, {delay}")
        return 1

    def crowd(self, count):
        """Runs without --output that start at the same moment take a folder each."""
        processes = [self.runner.start(SMALL) for _ in range(count)]
        for process in processes:
            _, error = process.communicate(timeout=300)
            if process.returncode != 0:
                raise Torture(f"{count} runs at once: one ends with {process.returncode}: {error.strip()}")
        made = sorted((self.runner.folder / "runs").iterdir())
        if len(made) != count:
            raise Torture(f"{count} runs at once: {len(made)} folders")
        for folder in made:
            self.check_equal(f"runs/{folder.name}", f"{count} runs at once")
        self.runner.discard("runs")
        return 1

    def check_equal(self, name, story):
        differences = compare(self.runner.expected, contents(self.runner.folder / name))
        if differences:
            raise Torture(f"{story}: {', '.join(differences)}")
        self.runner.discard(name)

    def table(self):
        width = max(map(len, self.counts), default=0)
        for row, count in sorted(self.counts.items()):
            found = sum(finding.startswith(row + ":") for finding in self.findings)
            print(f"{row:{width}}  {count:6}  {found or 'no'} finding{'s' if found != 1 else ''}")


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nin", default=HERE.parent.parent / ".build/debug/nin")
    parser.add_argument("--share", type=float, default=0.05, help="of the system calls of a run")
    parser.add_argument("--kills", type=int, default=40, help="at random moments")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("parts", nargs="*", default=["kills", "faults", "transfers", "races"])
    return parser.parse_args()


def main():
    chosen = options()
    runner = Runner(chosen.nin)
    campaign = Campaign(runner, chosen)
    try:
        for part in chosen.parts or ["kills", "faults", "transfers", "races"]:
            getattr(campaign, part)()
    finally:
        campaign.table()
        runner.close()
    sys.exit(1 if campaign.findings else 0)


if __name__ == "__main__":
    main()
