"""Draws the accuracy after each epoch of recorded runs, one panel per run."""

from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, GAP, COLUMNS = 240, 150, 50, 40, 70, 3
LINES = (("train_loss", "training loss", "#9aa5b1"), ("accuracy", "accuracy", "#d9541e"))


def text(x, y, what, style=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(what)}</text>'


def panel(name, epochs, x, y):
    """`epochs` are the rows of a run, with `accuracy` and `train_loss` as numbers."""
    lines = [text(x, y - 10, name, 'font-weight="bold"')]
    for share in (0, 0.25, 0.5, 0.75, 1):
        height = y + HEIGHT * (1 - share)
        lines.append(
            f'<line x1="{x}" x2="{x + WIDTH}" y1="{height}" y2="{height}" stroke="#dddddd"/>')
        lines.append(text(x - 6, height + 4, f"{share:.0%}", 'text-anchor="end"'))
    top = max(epoch["train_loss"] for epoch in epochs)
    for key, title, color in LINES:
        scale = top if key == "train_loss" else 1
        points = " ".join(
            f"{x + WIDTH * index / max(len(epochs) - 1, 1):.1f},"
            f"{y + HEIGHT * (1 - epoch[key] / scale):.1f}"
            for index, epoch in enumerate(epochs))
        lines.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
    last = epochs[-1]["accuracy"]
    lines.append(text(
        x + WIDTH, y + HEIGHT * (1 - last) + 16, f"{last:.2%}", 'text-anchor="end" fill="#d9541e"'))
    lines.append(text(x, y + HEIGHT + 18, "epoch 1"))
    lines.append(text(x + WIDTH, y + HEIGHT + 18, str(len(epochs)), 'text-anchor="end"'))
    return lines


def picture(runs):
    """`runs` are pairs of a name and the rows of its epochs."""
    lines = []
    for index, (_, title, color) in enumerate(LINES):
        note = ", as a share of that of the first epoch" if index == 0 else " on the test images"
        lines.append(text(LEFT + 330 * index, 16, title + note, f'fill="{color}"'))
    for index, (name, epochs) in enumerate(runs):
        row, column = divmod(index, COLUMNS)
        lines += panel(
            name, epochs, LEFT + column * (WIDTH + GAP), TOP + 20 + row * (HEIGHT + GAP))
    columns, rows = min(len(runs), COLUMNS), -(-len(runs) // COLUMNS)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{max(columns * (WIDTH + GAP) + 20, 600)}" '
        f'height="{TOP + rows * (HEIGHT + GAP)}" font-family="sans-serif" font-size="13">'
    )
    background = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([head, background, *lines, "</svg>", ""])
