"""The result of a comparison as JSON and as Markdown."""

import datetime
import platform

import numpy as np


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
        return names[0]
    except (OSError, IndexError):
        return platform.processor()


def row(contender, batch, ours):
    if contender.failure or not contender.seconds:
        return {"name": contender.name, "failure": contender.failure or "not measured"}
    low, median, high = np.quantile(contender.seconds, [0.25, 0.5, 0.75])
    return {
        "name": contender.name,
        "images_per_second": batch / median,
        "spread": (high - low) / 2 / median,
        "samples": len(contender.seconds),
        "peak_megabytes": contender.peak,
        "nin_is_faster_by": median / ours,
        "logits_differ_by": contender.error,
    }


def result(options, groups):
    modes = {}
    for mode, group in groups.items():
        ours = np.median(group[0].seconds) if group[0].seconds else float("nan")
        modes[mode] = [row(contender, options.batch, ours) for contender in group]
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "model": options.model,
        "batch": options.batch,
        "threads": options.threads,
        "modes": modes,
    }


def markdown(result):
    lines = [
        f"`{result['model']}`, batch {result['batch']}, {result['threads']} threads, fp32, "
        f"{result['processor']}, {result['date']}",
        "",
    ]
    for mode, rows in result["modes"].items():
        lines += [
            f"| {mode} | images/s | spread | nin is faster by | peak memory | logits differ by |",
            "|---|--:|--:|--:|--:|--:|",
        ]
        lines += [line(row) for row in rows] + [""]
    return "\n".join(lines)


def line(row):
    if "failure" in row:
        return f"| {row['name']} | failed: {row['failure'][:80]} | | | | |"
    error = row["logits_differ_by"]
    cells = [
        row["name"],
        f"{row['images_per_second']:.1f}",
        f"{row['spread']:.1%}",
        f"{row['nin_is_faster_by']:.2f} x",
        f"{row['peak_megabytes']:.0f} MB",
        "" if error is None else f"{error:.1e}",
    ]
    return "| " + " | ".join(cells) + " |"
