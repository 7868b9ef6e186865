"""MLX on the CPU, NHWC."""

import mlx.core as mx
from mlx import nn

import network

mx.set_default_device(mx.cpu)


class Peer:
    def __init__(self, task):
        self.layers, self.training = task.layers, task.training
        self.weights = {
            name: mx.array(values.transpose(0, 2, 3, 1) if values.ndim == 4 else values)
            for name, values in task.weights.items()
        }
        self.velocities = {name: mx.zeros_like(weight) for name, weight in self.weights.items()}
        self.x, self.labels = mx.array(task.images), mx.array(task.labels)
        self.pool = nn.MaxPool2d(3, 2)
        self.gradients = mx.value_and_grad(self.loss)

    def forward(self, weights):
        x = self.x
        for layer in self.layers:
            if isinstance(layer, network.Conv):
                x = mx.conv2d(x, weights[layer.name + ".weight"], layer.stride, layer.padding)
                x = nn.relu(x + weights[layer.name + ".bias"])
            elif isinstance(layer, network.MaxPool):
                x = self.pool(self.bordered(x) if layer.ceil else x)
            elif self.training:
                x = nn.Dropout(layer.probability)(x)
        return x.mean((1, 2))

    @staticmethod
    def bordered(x):
        """For even sizes, ceil mode needs one more row and column at the end."""
        border = [(0, 0)] + [(0, 1 - side % 2) for side in x.shape[1:3]] + [(0, 0)]
        return mx.pad(x, border, constant_values=-float("inf"))

    def loss(self, weights):
        return nn.losses.cross_entropy(self.forward(weights), self.labels, reduction="mean")

    def infer(self):
        logits = self.forward(self.weights)
        mx.eval(logits)
        return logits

    def train(self):
        loss, gradients = self.gradients(self.weights)
        for name, gradient in gradients.items():
            self.velocities[name] = 0.9 * self.velocities[name] + gradient
            self.weights[name] = self.weights[name] - 1e-4 * self.velocities[name]
        mx.eval(loss, self.weights, self.velocities)
        return loss.item()
