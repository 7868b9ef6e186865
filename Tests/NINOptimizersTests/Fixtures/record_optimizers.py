"""Writes ../OptimizerTrace.swift: what PyTorch's optimizers, schedules and clipping make of numbers
that both sides can generate. Run it with `python record_optimizers.py` where PyTorch is installed.

Parameters and gradients of one element share their sign, so nothing cancels and the bound on the
error of the last parameter stays a short sum; see OptimizerTests.swift."""

import pathlib

import torch

STEPS = 8
COUNT = 21
GROUP = 16

CASES = [
    ("sgd", dict(lr=0.05)),
    ("sgd", dict(lr=0.05, weight_decay=0.01)),
    ("sgd", dict(lr=0.01, momentum=0.9)),
    ("sgd", dict(lr=0.01, momentum=0.9, weight_decay=0.05)),
    ("sgd", dict(lr=0.01, momentum=0.9, weight_decay=0.05, nesterov=True)),
    ("adam", dict(lr=0.01)),
    ("adam", dict(lr=0.02, weight_decay=0.1)),
    ("adam", dict(lr=0.02, betas=(0.8, 0.95), eps=0.1)),
    ("adamw", dict(lr=0.01, weight_decay=0.1)),
    ("adamw", dict(lr=0.02, weight_decay=0.0)),
]
OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}


def generator():
    """Multiples of 1/256 in [0, 1): a linear congruential generator (Numerical Recipes)."""
    state = 1
    while True:
        state = (state * 1664525 + 1013904223) % 2**32
        yield (state >> 24) / 256


def trace(kind, options, groups=((slice(0, COUNT), {}),)):
    numbers = generator()
    signs = [1 if next(numbers) < 0.5 else -1 for _ in range(COUNT)]
    start = [s * (2 + next(numbers)) for s in signs]
    parts = [torch.nn.Parameter(torch.tensor(start[g], dtype=torch.float64)) for g, _ in groups]
    optimizer = OPTIMIZERS[kind](
        [dict(params=[p], **changes) for p, (_, changes) in zip(parts, groups)], **options
    )
    for _ in range(STEPS):
        gradient = [s * (0.25 + next(numbers)) for s in signs]
        for p, (g, _) in zip(parts, groups):
            p.grad = torch.tensor(gradient[g], dtype=torch.float64)
        optimizer.step()
    return [value for p in parts for value in p.tolist()]


def grouped(kind, options):
    """The last parameters have twice the learning rate and no weight decay."""
    changes = dict(lr=2 * options["lr"], weight_decay=0)
    return trace(kind, options, ((slice(0, GROUP), {}), (slice(GROUP, COUNT), changes)))


def rates(make, steps=20):
    p = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([p], lr=0.1)
    schedule = make(optimizer)
    result = []
    for _ in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return result


def clipped(gradient, limit):
    p = torch.nn.Parameter(torch.zeros(len(gradient), dtype=torch.float64))
    p.grad = torch.tensor(gradient, dtype=torch.float64)
    torch.nn.utils.clip_grad_norm_([p], limit)
    return p.grad.tolist()


def listing(values, indent):
    lines, line = [], ""
    for value in values:
        text = repr(value) + ", "
        if len(indent + line + text) > 100:
            lines.append(indent + line.rstrip())
            line = ""
        line += text
    return "\n".join(lines + [indent + line.rstrip()])


def case(kind, o, make=trace):
    b1, b2 = o.get("betas", (0.9, 0.999))
    return f"""  OptimizerCase(
    kind: .{kind}, learningRate: {o['lr']}, momentum: {o.get('momentum', 0)},
    weightDecay: {o.get('weight_decay', 0)}, nesterov: {str(o.get('nesterov', False)).lower()},
    beta1: {b1}, beta2: {b2}, epsilon: {o.get('eps', 1e-8)},
    parameters: [
{listing(make(kind, o), "      ")}
    ]),"""


schedulers = torch.optim.lr_scheduler
step = rates(lambda o: schedulers.StepLR(o, step_size=8, gamma=0.5))
cosine = rates(lambda o: schedulers.CosineAnnealingLR(o, T_max=20))
milestones = rates(lambda o: schedulers.MultiStepLR(o, milestones=[8, 12], gamma=0.25))
cases = "\n".join(case(kind, options) for kind, options in CASES)
groups = "\n".join(case(kind, options, grouped) for kind, options in CASES)
text = f"""// PyTorch {torch.__version__.split('+')[0]}; written by Fixtures/record_optimizers.py.

/// Parameters after {STEPS} steps in float64.
let optimizerTrace: [OptimizerCase] = [
{cases}
]

/// The same; the parameters from {GROUP} on learn at twice the rate and are not decayed.
let groupedTrace: [OptimizerCase] = [
{groups}
]

/// `StepLR(step_size=8, gamma=0.5)` from 0.1.
let stepTrace: [Double] = [
{listing(step, "  ")}
]

/// `MultiStepLR(milestones=[8, 12], gamma=0.25)` from 0.1.
let milestonesTrace: [Double] = [
{listing(milestones, "  ")}
]

/// `CosineAnnealingLR(T_max=20)` from 0.1.
let cosineTrace: [Double] = [
{listing(cosine, "  ")}
]

/// `clip_grad_norm_` of (3, 4, 12), norm 13, by limits.
let clippingTrace: [(limit: Float, gradient: [Double])] = [
  (1, {clipped([3, 4, 12], 1)}),
  (6.5, {clipped([3, 4, 12], 6.5)}),
  (13, {clipped([3, 4, 12], 13)}),
  (14, {clipped([3, 4, 12], 14)}),
]
"""
pathlib.Path(__file__).parent.parent.joinpath("OptimizerTrace.swift").write_text(text)
