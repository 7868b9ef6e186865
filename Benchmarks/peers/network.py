"""The two networks as lists of operations, with random weights that every framework can take."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Conv:
    name: str
    inputs: int
    outputs: int
    kernel: int
    stride: int = 1
    padding: int = 0


@dataclass(frozen=True)
class MaxPool:
    """3x3 windows with stride 2."""

    ceil: bool


@dataclass(frozen=True)
class Dropout:
    probability: float


def mlpconv(index, inputs, channels, kernel, stride=1, padding=0):
    """A convolution and two 1x1 ones; a ReLU follows every convolution."""
    first, second, third = channels
    return [
        Conv(f"net.{index}.0", inputs, first, kernel, stride, padding),
        Conv(f"net.{index}.2", first, second, 1),
        Conv(f"net.{index}.4", second, third, 1),
    ]


NETWORKS = {
    "nin": mlpconv(0, 3, (96, 96, 96), 11, 4)
    + [MaxPool(False)]
    + mlpconv(2, 96, (256, 256, 256), 5, 1, 2)
    + [MaxPool(False)]
    + mlpconv(4, 256, (384, 384, 384), 3, 1, 1)
    + [MaxPool(False)]
    + mlpconv(6, 384, (10, 10, 10), 3, 1, 1),
    "nin-cifar10": mlpconv(0, 3, (192, 160, 96), 5, 1, 2)
    + [MaxPool(True), Dropout(0.5)]
    + mlpconv(3, 96, (192, 192, 192), 5, 1, 2)
    + [MaxPool(True), Dropout(0.5)]
    + mlpconv(6, 192, (192, 192, 10), 3, 1, 1),
}

SIDES = {"nin": 224, "nin-cifar10": 32}


def random_weights(model):
    """Kaiming normal weights [out][in][kh][kw] and small biases, from a fixed seed."""
    generator, weights = np.random.default_rng(1), {}
    for layer in NETWORKS[model]:
        if isinstance(layer, Conv):
            fan_in = layer.inputs * layer.kernel**2
            shape = (layer.outputs, layer.inputs, layer.kernel, layer.kernel)
            normal = generator.standard_normal(shape) * np.sqrt(2 / fan_in)
            weights[layer.name + ".weight"] = normal.astype(np.float32)
            bias = generator.uniform(0, 0.1, layer.outputs)
            weights[layer.name + ".bias"] = bias.astype(np.float32)
    return weights


def random_images(model, batch):
    """[batch][height][width][3]."""
    shape = (batch, SIDES[model], SIDES[model], 3)
    return np.random.default_rng(2).random(shape, dtype=np.float32)


def labels(batch):
    return np.arange(batch, dtype=np.int32) % 10
