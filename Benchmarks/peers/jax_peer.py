"""JAX: one jitted function, NHWC."""

import os

os.environ["JAX_PLATFORMS"] = "cpu"

import jax
from jax import lax
from jax import numpy as jnp

import network


class Peer:
    def __init__(self, task):
        self.layers, self.training = task.layers, task.training
        self.weights = {
            name: jnp.array(values.transpose(2, 3, 1, 0) if values.ndim == 4 else values)
            for name, values in task.weights.items()
        }
        self.velocities = jax.tree.map(jnp.zeros_like, self.weights)
        self.key = jax.random.key(1)
        self.x, self.labels = jnp.array(task.images), jnp.array(task.labels)
        self.forward_pass = jax.jit(self.forward)
        self.step = jax.jit(self.training_step, donate_argnums=(0, 1))

    def forward(self, weights, x, key):
        for layer in self.layers:
            if isinstance(layer, network.Conv):
                x = lax.conv_general_dilated(
                    x,
                    weights[layer.name + ".weight"],
                    (layer.stride, layer.stride),
                    [(layer.padding, layer.padding)] * 2,
                    dimension_numbers=("NHWC", "HWIO", "NHWC"),
                )
                x = jax.nn.relu(x + weights[layer.name + ".bias"])
            elif isinstance(layer, network.MaxPool):
                # For even sizes, SAME pads one row at the end, as ceil mode does.
                border = "SAME" if layer.ceil else "VALID"
                x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 3, 3, 1), (1, 2, 2, 1), border)
            elif self.training:
                key, own = jax.random.split(key)
                kept = 1 - layer.probability
                x = jnp.where(jax.random.bernoulli(own, kept, x.shape), x / kept, 0)
        return x.mean((1, 2))

    def training_step(self, weights, velocities, key, x, labels):
        def loss(weights):
            logits = jax.nn.log_softmax(self.forward(weights, x, key))
            return -jnp.take_along_axis(logits, labels[:, None], 1).mean()

        value, gradients = jax.value_and_grad(loss)(weights)
        velocities = jax.tree.map(lambda v, g: 0.9 * v + g, velocities, gradients)
        weights = jax.tree.map(lambda w, v: w - 1e-4 * v, weights, velocities)
        return value, weights, velocities

    def infer(self):
        return jax.block_until_ready(self.forward_pass(self.weights, self.x, self.key))

    def train(self):
        self.key, own = jax.random.split(self.key)
        loss, self.weights, self.velocities = jax.block_until_ready(
            self.step(self.weights, self.velocities, own, self.x, self.labels))
        return loss
