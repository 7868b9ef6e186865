"""Draws a result of compare.py, with training and inference side by side:
plot.py RESULT.json PICTURE.svg"""

import json
import sys
from xml.sax.saxutils import escape

import goals
from workload import Workload

BAR, GAP, LABEL, WIDTH, COLUMN = 18, 5, 150, 200, 420
PEERS = 4
# The colours of nin and of a peer, by the precision of the sums.
COLORS = {"fp32": ("#d9541e", "#9aa5b1"), "bf16": ("#eba27f", "#cdd4da")}


def shown(rows):
    """nin on all threads and the fastest peers."""
    rows = [row for row in rows if row.get("images_per_second")]
    rows = sorted(rows, key=goals.speed, reverse=True)
    peers = [row for row in rows if not row["name"].startswith("nin")][:PEERS]
    return [row for row in rows if row in peers or row["name"] in ("nin", goals.BF16)]


def text(x, y, what, style=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(what)}</text>'


def panel(key, rows, x, y):
    """The bars of a workload, and the y below them."""
    title = str(Workload.named(key)).replace("`", "")
    lines, rows = [text(x, y + 14, title, 'font-weight="bold"')], shown(rows)
    y += 22
    for row in rows:
        length = WIDTH * goals.speed(row) / goals.speed(rows[0])
        color = COLORS[row["precision"]][not row["name"].startswith("nin")]
        lines += [
            text(x + LABEL - 8, y + 14, row["name"], 'text-anchor="end"'),
            f'<rect x="{x + LABEL}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{color}"/>',
            text(x + LABEL + length + 6, y + 14, f"{goals.speed(row):.0f}"),
        ]
        y += BAR + GAP
    return lines, y + 18


def main():
    path, picture = sys.argv[1:]
    with open(path) as file:
        result = json.load(file)
    machine = f"{result['processor']} ({result['microarchitecture']})"
    lines = [text(10, 20, f"Images per second, {result['threads']} threads, {machine}; pale: bf16")]
    bottoms = []
    for column, mode in enumerate(("training", "inference")):
        y = 34
        for key, rows in result["workloads"].items():
            if Workload.named(key).mode == mode:
                drawn, y = panel(key, rows, 10 + column * COLUMN, y)
                lines += drawn
        bottoms.append(y)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * COLUMN}" height="{max(bottoms)}" '
        'font-family="sans-serif" font-size="13">'
    )
    background = '<rect width="100%" height="100%" fill="white"/>'
    with open(picture, "w") as file:
        file.write("\n".join([head, background, *lines, "</svg>", ""]))


main()
