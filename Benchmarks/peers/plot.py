"""Draws results of compare.py as bars of images per second: plot.py RESULT.json... PICTURE.svg"""

import json
import sys
from xml.sax.saxutils import escape

BAR, GAP, LABEL, WIDTH = 20, 6, 130, 420


def bars(rows, top):
    """The bars of one mode, ours in colour; their height in all."""
    rows = sorted(
        (row for row in rows if "failure" not in row), key=lambda row: -row["images_per_second"])
    fastest, y, lines = rows[0]["images_per_second"], top, []
    for row in rows:
        length = WIDTH * row["images_per_second"] / fastest
        color = "#d9541e" if row["name"] == "nin" else "#9aa5b1"
        middle = y + BAR / 2 + 4
        lines += [
            f'<text x="{LABEL - 8}" y="{middle}" text-anchor="end">{escape(row["name"])}</text>',
            f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{color}"/>',
            f'<text x="{LABEL + length + 6:.1f}" y="{middle}">'
            f'{row["images_per_second"]:.1f}</text>',
        ]
        y += BAR + GAP
    return lines, y - top


def panels(path, top):
    """The bars of every mode of a result; their height in all."""
    with open(path) as file:
        result = json.load(file)
    y, lines = top, []
    for mode, rows in result["modes"].items():
        title = f"{result['model']}: {mode}, images a second, batch {result['batch']}"
        lines.append(f'<text x="{LABEL}" y="{y + 14}" font-weight="bold">{escape(title)}</text>')
        drawn, height = bars(rows, y + 24)
        lines += drawn
        y += height + 40
    return lines, y - top


def main():
    *results, picture = sys.argv[1:]
    y, lines = 10, []
    for path in results:
        drawn, height = panels(path, y)
        lines += drawn
        y += height
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LABEL + WIDTH + 70}" height="{y}" '
        'font-family="sans-serif" font-size="13">'
    )
    background = '<rect width="100%" height="100%" fill="white"/>'
    with open(picture, "w") as file:
        file.write("\n".join([head, background, *lines, "</svg>", ""]))


main()
