"""Draws the efficiency that the model predicts for many ranks."""

RANKS = (1, 4, 16, 64, 256)
LINKS = (
    ("1 Gbit/s, 0.2 ms", 0.125e9, 2e-4, "#9aa5b1"),
    ("10 Gbit/s, 0.05 ms", 1.25e9, 5e-5, "#d9541e"),
)
WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 200, 50, 50, 80


def panel(step, title, x, top, batch_of):
    """Efficiency over ranks, with one line per link; `batch_of` gives the batch of P ranks."""
    lines = [f'<text x="{x}" y="{top - 12}" font-weight="bold">{title}</text>']
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = top + HEIGHT * (1 - share)
        lines.append(f'<line x1="{x}" x2="{x + WIDTH}" y1="{y}" y2="{y}" stroke="#dddddd"/>')
        lines.append(f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{share:.0%}</text>')
    places = [x + WIDTH * index / (len(RANKS) - 1) for index in range(len(RANKS))]
    for place, ranks in zip(places, RANKS):
        lines.append(
            f'<text x="{place}" y="{top + HEIGHT + 18}" text-anchor="middle">{ranks}</text>')
    for number, (name, bandwidth, latency, color) in enumerate(LINKS):
        points = []
        for place, ranks in zip(places, RANKS):
            batch = batch_of(ranks)
            speed = batch / step.seconds(batch, ranks, bandwidth, latency)
            alone = batch_of(1) / step.seconds(batch_of(1), 1, bandwidth, latency)
            points.append(f"{place:.0f},{top + HEIGHT * (1 - speed / alone / ranks):.1f}")
        lines.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{color}" '
                     'stroke-width="2"/>')
        lines.append(f'<text x="{x + 8}" y="{top + HEIGHT - 26 + 16 * number}" fill="{color}">'
                     f"{name}</text>")
    return lines


def picture(steps, batches):
    """`steps` are those of a rank, by model; `batches` are the images of a step on one rank."""
    first, second, top, lines = LEFT, LEFT + WIDTH + GAP, TOP, []
    for model, step in steps.items():
        batch = batches[model]
        lines += panel(
            step, f"{model}: efficiency over ranks, batch {batch}", first, top, lambda _: batch)
        lines += panel(
            step, f"{batch} images for each rank", second, top, lambda ranks: batch * ranks)
        top += HEIGHT + 80
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{second + WIDTH + 20}" '
        f'height="{top - 50}" font-family="sans-serif" font-size="13">'
    )
    background = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([head, background, *lines, "</svg>", ""])
