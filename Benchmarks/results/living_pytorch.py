#!/usr/bin/env python3
"""How many outputs of a notebook recipe live in PyTorch after 300 steps, from nin's own weights.

    living_pytorch.py RECIPE FOLDER SEED...   RECIPE: notebook-sgd or notebook-adam

FOLDER has CIFAR-10's binary files, and the variable NIN is the program. An output is dead when it
is zero for each of the first 1,000 test images; the loss is the mean of the last 50 steps. Needs
torch, numpy, pillow and safetensors.
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch
from PIL import Image
from safetensors.numpy import load_file

from results import ROOT, program

# The same network is measured there.
sys.path.append(str(ROOT / "Benchmarks/peers"))
from network import NETWORKS
from pytorch_peer import Net

STEPS, LAST, BATCH, SIDE, TESTED = 300, 50, 64, 224, 1000


def first_weights(recipe, seed):
    """The weights before the first step: those after one step at a rate too small to matter."""
    with tempfile.TemporaryDirectory() as work:
        run = pathlib.Path(work) / "run"
        options = ["--recipe", recipe, "--seed", str(seed), "--max-steps", "1", "--lr", "1e-30"]
        subprocess.run([program(), "train", *options, "--output", str(run)], check=True, stdout=2)
        return load_file(run / "weights/last.safetensors")


def images(folder, *names):
    """The images of some files, as bytes of [count, 32, 32, 3], and their labels."""
    files = [np.fromfile(pathlib.Path(folder) / f"{name}.bin", np.uint8) for name in names]
    rows = np.concatenate(files).reshape(-1, 3073)
    return rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), rows[:, 0].astype(np.int64)


def enlarged(pictures):
    """As torchvision's Resize of PIL images and ToTensor."""
    large = [Image.fromarray(p).resize((SIDE, SIDE), Image.Resampling.BILINEAR) for p in pictures]
    return torch.from_numpy(np.stack(large)).permute(0, 3, 1, 2).float().div(255)


def living(recipe, seed, pictures, labels, tests):
    net = Net(NETWORKS["nin"])
    net.load(NETWORKS["nin"], first_weights(recipe, seed))
    if recipe == "notebook-sgd":
        optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    else:
        optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
    order = np.random.default_rng(seed).permutation(len(labels))
    losses = []
    for step in range(STEPS):
        batch = order[step * BATCH:(step + 1) * BATCH]
        logits = net(enlarged(pictures[batch]))
        loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels[batch]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        parts = [net(enlarged(tests[i:i + BATCH])) for i in range(0, TESTED, BATCH)]
    return int((torch.cat(parts) > 0).any(0).sum()), sum(losses[-LAST:]) / LAST


def main(arguments):
    match arguments:
        case ["notebook-sgd" | "notebook-adam" as recipe, folder, *seeds] if seeds:
            pictures, labels = images(folder, *(f"data_batch_{n}" for n in range(1, 6)))
            tests = images(folder, "test_batch")[0][:TESTED]
            for seed in map(int, seeds):
                count, loss = living(recipe, seed, pictures, labels, tests)
                print(f"{recipe}, seed {seed}: {count} outputs live, loss {loss:.3f}", flush=True)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
