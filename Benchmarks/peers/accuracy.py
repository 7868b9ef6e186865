"""The error of nin's convolutions and of PyTorch's (fp32 and bf16) against float64, for every layer
and pass of a network, on the activations and gradients that the network itself makes of random
images: the largest error and, in brackets, its root mean square, relative to the largest output."""

import argparse
import pathlib
import tempfile

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch.nn.functional import conv2d, cross_entropy, max_pool2d, relu

import network
import nin

PASSES = {"y": "forward", "dx": "backward data", "dw": "backward weights", "db": "backward bias"}


def operands(model, images):
    """For each convolution: its input, weights, bias and the gradient of its output, in float32."""
    weights = {k: torch.from_numpy(v).double() for k, v in network.random_weights(model).items()}
    x = torch.from_numpy(network.random_images(model, images)).double().permute(0, 3, 1, 2)
    seen = {}
    for layer in network.NETWORKS[model]:
        if isinstance(layer, network.Conv):
            w, b = weights[layer.name + ".weight"], weights[layer.name + ".bias"]
            y = conv2d(x, w, b, layer.stride, layer.padding)
            y.requires_grad_(True).retain_grad()
            seen[layer.name] = (layer, x, w, b, y)
            x = relu(y)
        elif isinstance(layer, network.MaxPool):
            x = max_pool2d(x, 3, 2, ceil_mode=layer.ceil)
    labels = torch.arange(images) % x.shape[1]
    cross_entropy(x.mean((2, 3)), labels).backward()
    return {
        name: (layer, *(t.detach().float() for t in (x, w, b, y.grad)))
        for name, (layer, x, w, b, y) in seen.items()
    }


def passes(layer, x, w, b, dy, dtype, memory_format=torch.contiguous_format, bf16=False):
    """y, dx, dw, db by PyTorch."""
    x, w, b, dy = (t.detach().to(dtype) for t in (x, w, b, dy))
    x, w, dy = (t.contiguous(memory_format=memory_format) for t in (x, w, dy))
    for t in (x, w, b):
        t.requires_grad_(True)
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        y = conv2d(x, w, b, layer.stride, layer.padding)
    y.backward(dy.to(y.dtype))
    results = {"y": y, "dx": x.grad, "dw": w.grad, "db": b.grad}
    return {k: v.detach().double().numpy() for k, v in results.items()}


def ours(bench, layers, folder):
    """{"MODE.NAME.pass": array} in PyTorch's layouts."""
    tensors, settings = {}, {}
    for name, (layer, x, w, b, dy) in layers.items():
        settings[name] = f"{layer.stride} {layer.padding}"
        nhwc = {"x": x.permute(0, 2, 3, 1), "dy": dy.permute(0, 2, 3, 1)}
        for key, t in {**nhwc, "weight": w.permute(2, 3, 1, 0), "bias": b}.items():
            tensors[f"{name}.{key}"] = np.ascontiguousarray(t.numpy())
    given, made = f"{folder}/in.safetensors", f"{folder}/out.safetensors"
    save_file(tensors, given, settings)
    nin.write_convolutions(bench, given, made)
    order = {"y": (0, 3, 1, 2), "dx": (0, 3, 1, 2), "dw": (3, 2, 0, 1), "db": (0,)}
    results = load_file(made)
    return {k: v.transpose(order[k.rsplit(".", 1)[1]]) for k, v in results.items()}


def error(result, truth):
    """The largest error, and its root mean square, relative to the largest output."""
    difference = (result - truth) / max(np.abs(truth).max(), 1e-300)
    return np.abs(difference).max(), np.sqrt(np.mean(difference**2))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="nin", choices=list(network.NETWORKS))
    parser.add_argument("--images", type=int, default=8)
    parser.add_argument("--bench", default=nin.RELEASE, type=pathlib.Path, help="nin-bench")
    options = parser.parse_args()
    modes = nin.math_modes(options.bench)
    torch.manual_seed(1)
    layers = operands(options.model, options.images)
    with tempfile.TemporaryDirectory() as folder:
        results = ours(options.bench, layers, folder)
    columns = ["PyTorch", "PyTorch bf16", *modes]
    print(f"| layer | pass | {' | '.join(columns)} |\n|---|---|{'--:|' * len(columns)}")
    worst = np.zeros(len(columns))
    for name, (layer, *tensors) in layers.items():
        truth = passes(layer, *tensors, torch.float64)
        peers = [
            passes(layer, *tensors, torch.float32, torch.channels_last, bf16)
            for bf16 in (False, True)
        ]
        for key, title in PASSES.items():
            errors = [error(peer[key], truth[key]) for peer in peers]
            errors += [error(results[f"{m}.{name}.{key}"], truth[key]) for m in modes]
            cells = " | ".join(f"{most:.1e} ({mean:.0e})" for most, mean in errors)
            print(f"| {name} | {title} | {cells} |")
            worst = np.maximum(worst, [most for most, _ in errors])
    print("| worst | | " + " | ".join(f"{most:.1e}" for most in worst) + " |")


main()
