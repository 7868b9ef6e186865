"""A result of compare.py as Markdown. `table.py RESULT.json` prints only the ratios."""

import json
import sys

import goals
from workload import Workload


def markdown(result):
    versions = ", ".join(f"{package} {number}" for package, number in result["versions"].items())
    return "\n".join([
        f"# {result['processor']} ({result['microarchitecture']}), {result['isa']}",
        "",
        f"{result['date']}, {result['threads']} threads, {result['rounds']} rounds, measured by",
        "",
        f"    {result['command']}",
        "",
        f"with {versions}.",
        "",
        "All of them take turns in one run, on the same weights and images. Images per second are",
        "the median of all rounds, with the least and the most in brackets. A peer far behind the",
        "fastest one takes part in the first round only. \"Sums\" is the precision of the",
        "convolutions. Logits are compared with those of nin, losses of the first two steps with",
        "the median of the fp32 peers, relative to the largest. With dropout losses are random.",
        "",
        "## Ratios",
        "",
        *ratios(result),
        *(line for key, rows in result["workloads"].items() for line in long_table(key, rows)),
        "",
    ])


def cells(*values):
    return "| " + " | ".join(values) + " |"


def ratios(result):
    yield cells("work", "images/s", "against", "images/s", "ratio", "all rounds", "goal", "least")
    yield "|---|--:|---|--:|--:|--:|--:|--:|"
    for goal, ours, other in goals.rivals(result):
        low, median, high = goals.ratio(ours, other)
        bounds = goal.bounds.get(result["isa"], (None, None))
        yield cells(
            f"{Workload.named(goal.workload)}{goal.ours.removeprefix('nin')}",
            f"{goals.speed(ours):.1f}",
            other["name"],
            f"{goals.speed(other):.1f}",
            f"{median:.2f} x",
            f"{low:.2f} to {high:.2f}",
            *("" if bound is None else f"{bound:.2f} x" for bound in bounds),
        )


def long_table(key, rows):
    workload = Workload.named(key)
    checked = "losses" if workload.mode == "training" else "logits"
    yield f"\n## {workload}\n"
    yield cells("", "sums", "images/s", "nin is faster by", "peak memory", f"{checked} differ by")
    yield "|---|---|--:|--:|--:|--:|"
    measured = [row for row in rows if row.get("images_per_second")]
    for row in sorted(measured, key=goals.speed, reverse=True):
        yield measured_line(row, goals.named(rows, "nin"), workload)
    for row in rows:
        if "failure" in row:
            yield cells(row["name"], row["precision"], row["failure"][:90], "", "", "")


def measured_line(row, ours, workload):
    smaller = "" if row["batch"] == workload.batch else f", batch {row['batch']}"
    images, differs = row["images_per_second"], row["differs_by"]
    return cells(
        row["name"] + smaller,
        row["precision"],
        f"{goals.speed(row):.1f} ({min(images):.1f} to {max(images):.1f})",
        f"{goals.ratio(ours, row)[1]:.2f} x" if ours else "",
        f"{row['peak_megabytes']} MB",
        "" if differs is None else f"{differs:.0e}",
    )


def main():
    for path in sys.argv[1:]:
        with open(path) as file:
            print("\n".join(ratios(json.load(file))))


if __name__ == "__main__":
    main()
