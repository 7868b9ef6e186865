"""TensorFlow: NHWC operations in one tf.function, with the default use of oneDNN."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf

import network


class Peer:
    def __init__(self, task):
        tf.config.threading.set_intra_op_parallelism_threads(task.threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
        self.layers, self.training = task.layers, task.training
        self.weights = {
            name: tf.Variable(values.transpose(2, 3, 1, 0) if values.ndim == 4 else values)
            for name, values in task.weights.items()
        }
        self.velocities = {
            name: tf.Variable(tf.zeros_like(weight)) for name, weight in self.weights.items()
        }
        self.x, self.labels = tf.constant(task.images), tf.constant(task.labels)
        self.forward_pass, self.step = tf.function(self.forward), tf.function(self.training_step)

    def forward(self):
        x = self.x
        for layer in self.layers:
            if isinstance(layer, network.Conv):
                border = [layer.padding, layer.padding]
                padding = [[0, 0], border, border, [0, 0]] if layer.padding else "VALID"
                x = tf.nn.conv2d(x, self.weights[layer.name + ".weight"], layer.stride, padding)
                x = tf.nn.relu(tf.nn.bias_add(x, self.weights[layer.name + ".bias"]))
            elif isinstance(layer, network.MaxPool):
                # For even sizes, SAME pads one row at the end, as ceil mode does.
                x = tf.nn.max_pool2d(x, 3, 2, "SAME" if layer.ceil else "VALID")
            elif self.training:
                x = tf.nn.dropout(x, layer.probability)
        return tf.reduce_mean(x, (1, 2))

    def training_step(self):
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(self.labels, self.forward())
            loss = tf.reduce_mean(losses)
        for name, gradient in tape.gradient(loss, self.weights).items():
            velocity = self.velocities[name].assign(0.9 * self.velocities[name] + gradient)
            self.weights[name].assign_sub(1e-4 * velocity)
        return loss

    def infer(self):
        return self.forward_pass().numpy()

    def train(self):
        return self.step().numpy()
