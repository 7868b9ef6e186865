"""Records the results of ten optimizer steps in PyTorch, for ParityTests.swift.

    python -m venv venv && venv/bin/pip install torch numpy safetensors
    venv/bin/python record_parity.py [TRACE…]

Weights and batches come from a generator that both sides compute (Sources/Tensors/RandomStream),
so only results are stored: one safetensors file a trace, with every parameter after ten steps of
training in float64, the ten losses, and how far PyTorch's own float32 is from its float64 (the
largest difference of a tensor, over three ways of computing it). Written with torch 2.15.0 on a CPU,
connected-sgd, imagenet-sgd and grey-sgd with torch 2.13.0.
"""

import contextlib
import math
import os
import sys

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
TESTING = 7  # RandomStream.Purpose.testing
STEPS, BATCH, CLASSES = 10, 5, 5
# With Adam's default of 1e-8, the rounding error of an element whose true gradient is zero becomes
# a whole step. Direct sums have no error there and can be compared with the traces called
# "-default"; Winograd's algorithm has one and is compared with the others.
# With these rates, PyTorch's float32 runs stay within 1e-6 of float64. With others, some ReLU or
# maximum is so near its edge that rounding decides, and the trace cannot be compared.
EPSILON = 1e-3


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class RandomStream:
    def __init__(self, seed, *coordinates):
        self.key = mix(mix((seed + GOLDEN) & MASK) ^ TESTING)
        for coordinate in coordinates:
            self.key = mix(((self.key + GOLDEN) & MASK) ^ coordinate)
        self.index = 0

    def next(self):
        self.index += 1
        return mix((self.key + self.index * GOLDEN) & MASK)

    def uniform(self, count, bound):
        u = np.array([self.next() >> 40 for _ in range(count)], np.float32) * np.float32(2.0**-24)
        low, high = np.float32(-bound), np.float32(bound)
        return low + (high - low) * u

    def integer(self, below):
        return (self.next() * below) >> 64


def mlpconv(inputs, channels, kernel, stride=1, padding=0, rectified=True):
    a, b, c = channels
    layers = [
        nn.Conv2d(inputs, a, kernel, stride, padding), nn.ReLU(),
        nn.Conv2d(a, b, 1), nn.ReLU(),
        nn.Conv2d(b, c, 1), nn.ReLU(),
    ]
    return nn.Sequential(*layers[: 6 if rectified else 5])


HEAD = [nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten()]


def large(pool, *last):
    """Three mlpconv layers for large images, and one more with these channels."""
    return nn.Sequential(
        mlpconv(3, (12, 10, 8), 11, stride=4), pool,
        mlpconv(8, (17, 16, 12), 5, padding=2), pool,
        mlpconv(12, (16, 24, 16), 3, padding=1), pool,
        mlpconv(16, (*last, CLASSES), 3, padding=1), *HEAD,
    )


def small(inputs, kernels, rectified, head):
    """Three mlpconv layers for small images, as in the paper, without dropout."""
    pool, (a, b, c) = nn.MaxPool2d(3, 2, ceil_mode=True), kernels
    return nn.Sequential(
        mlpconv(inputs, (24, 20, 16), a, padding=a // 2), pool,
        mlpconv(16, (32, 16, 16), b, padding=b // 2), pool,
        mlpconv(16, (16, 17, CLASSES), c, padding=c // 2, rectified=rectified), *head,
    )


def notebook():
    """The notebook's network with fewer channels, on images of 83x67."""
    return large(nn.MaxPool2d(3, 2), CLASSES, CLASSES)


def imagenet():
    """Caffe's network with fewer channels, on images of 79x71: each pool rounds up."""
    return large(nn.MaxPool2d(3, 2, ceil_mode=True), 24, 20)


def paper():
    """The paper's network with fewer channels and a linear end, on images of 17x22."""
    return small(3, (5, 3, 3), False, HEAD)


def connected():
    """The same with a fully connected layer in place of the global average."""
    return small(3, (5, 3, 3), False, [nn.Flatten(), nn.Linear(CLASSES * 4 * 5, CLASSES)])


def grey():
    """The paper's networks for MNIST and SVHN: 5x5 kernels to the end, and a rectified end. On grey
    images of 16x18."""
    return small(1, (5, 5, 5), True, HEAD)


TRACES = {
    "notebook-sgd": (notebook, (83, 67), 0.0, lambda p: torch.optim.SGD(
        p, lr=0.01, momentum=0.9, weight_decay=1e-3)),
    "notebook-adam": (notebook, (83, 67), 0.0, lambda p: torch.optim.Adam(
        p, lr=5e-4, weight_decay=1e-3, eps=EPSILON)),
    "paper-nesterov": (paper, (17, 22), 0.1, lambda p: torch.optim.SGD(
        p, lr=0.02, momentum=0.9, weight_decay=1e-3, nesterov=True)),
    "paper-adamw": (paper, (17, 22), 0.1, lambda p: torch.optim.AdamW(
        p, lr=5e-4, weight_decay=1e-2, eps=EPSILON)),
    "connected-sgd": (connected, (17, 22), 0.0, lambda p: torch.optim.SGD(
        p, lr=0.01, momentum=0.9, weight_decay=1e-3)),
    "imagenet-sgd": (imagenet, (79, 71), 0.0, lambda p: torch.optim.SGD(
        p, lr=0.005, momentum=0.9, weight_decay=1e-3)),
    "grey-sgd": (grey, (16, 18), 0.0, lambda p: torch.optim.SGD(
        p, lr=0.002, momentum=0.9, weight_decay=1e-3)),
    "notebook-adam-default": (notebook, (83, 67), 0.0, lambda p: torch.optim.Adam(
        p, lr=1e-3, weight_decay=1e-3)),
    "paper-adamw-default": (paper, (17, 22), 0.1, lambda p: torch.optim.AdamW(
        p, lr=1e-3, weight_decay=1e-2)),
}


def initialize(net):
    """Uniform in ±√(6/fan in) for weights, ±0.1 for biases, in the order of the state dict."""
    with torch.no_grad():
        for index, parameter in enumerate(net.parameters()):
            fan_in = math.prod(parameter.shape[1:])
            bound = np.sqrt(np.float32(6) / np.float32(fan_in)) if parameter.dim() > 1 else 0.1
            values = RandomStream(1, index).uniform(parameter.numel(), bound)
            parameter.copy_(torch.from_numpy(values.reshape(tuple(parameter.shape))))


def batch(step, size, channels):
    """Pixels in ±1 in the order NHWC, then labels from the same stream."""
    stream, shape = RandomStream(2, step), (BATCH, *size, channels)
    pixels = stream.uniform(math.prod(shape), 1).reshape(shape)
    labels = [stream.integer(CLASSES) for _ in range(BATCH)]
    return torch.from_numpy(pixels.transpose(0, 3, 1, 2).copy()), torch.tensor(labels)


def train(make, size, smoothing, make_optimizer, dtype, layout=torch.contiguous_format):
    net = make()
    initialize(net)
    net = net.to(dtype=dtype, memory_format=layout)
    optimizer = make_optimizer(net.parameters())
    criterion = nn.CrossEntropyLoss(label_smoothing=smoothing)
    losses = []
    for step in range(STEPS):
        pixels, labels = batch(step, size, net[0][0].in_channels)
        logits = net(pixels.to(dtype=dtype, memory_format=layout))
        loss = criterion(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        living = (logits != 0).any(dim=0).sum().item()
        assert living == CLASSES, f"step {step}: {living} living outputs"
    return losses, {f"net.{k}": v.detach().double().numpy() for k, v in net.state_dict().items()}


def record(name):
    arguments = TRACES[name]
    losses, parameters = train(*arguments, torch.float64)
    noise = {key: 0.0 for key in parameters}
    loss_noise = [0.0] * STEPS
    ways = [
        (contextlib.nullcontext(), torch.contiguous_format),
        (contextlib.nullcontext(), torch.channels_last),
        (torch.backends.mkldnn.flags(enabled=False), torch.contiguous_format),
    ]
    for context, layout in ways:
        with context:
            losses32, parameters32 = train(*arguments, torch.float32, layout)
        loss_noise = [max(n, abs(a - b)) for n, a, b in zip(loss_noise, losses, losses32)]
        for key, values in parameters.items():
            noise[key] = max(noise[key], float(np.abs(values - parameters32[key]).max()))
    metadata = {f"noise {key}": repr(value) for key, value in noise.items()}
    metadata["losses"] = ",".join(map(repr, losses))
    metadata["loss_noise"] = ",".join(map(repr, loss_noise))
    folder = os.path.dirname(os.path.abspath(__file__))
    tensors = {key: np.ascontiguousarray(v, np.float32) for key, v in parameters.items()}
    save_file(tensors, os.path.join(folder, f"{name}.safetensors"), metadata)
    print(name, losses, "largest noise", max(noise.values()), max(loss_noise))


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    for name in sys.argv[1:] or TRACES:
        record(name)
