"""TensorFlow: NHWC operations in one tf.function, oneDNN as it comes."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf

import network
import peer


def build(layers, weights):
    variables = {
        layer.name: (
            tf.Variable(weights[layer.name + ".weight"].transpose(2, 3, 1, 0)),
            tf.Variable(weights[layer.name + ".bias"]),
        )
        for layer in layers
        if isinstance(layer, network.Conv)
    }

    def forward(x, training):
        for layer in layers:
            if isinstance(layer, network.Conv):
                weight, bias = variables[layer.name]
                border = [layer.padding, layer.padding]
                padding = [[0, 0], border, border, [0, 0]] if layer.padding else "VALID"
                x = tf.nn.conv2d(x, weight, layer.stride, padding)
                x = tf.nn.relu(tf.nn.bias_add(x, bias))
            elif isinstance(layer, network.MaxPool):
                # On even sides SAME pads one row at the far edge: ceil mode.
                x = tf.nn.max_pool2d(x, 3, 2, "SAME" if layer.ceil else "VALID")
            elif training:
                x = tf.nn.dropout(x, layer.probability)
        return tf.reduce_mean(x, (1, 2))

    return [variable for pair in variables.values() for variable in pair], forward


def main():
    options = peer.arguments()
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    weights, images = peer.load(options)
    variables, forward = build(network.NETWORKS[options.model], weights)
    x = tf.constant(images)
    if options.mode == "training":
        train(options, variables, forward, x)
    else:
        infer = tf.function(lambda: forward(x, False))
        peer.save_logits(options, infer().numpy())
        peer.report(options, lambda: infer().numpy())


def train(options, variables, forward, x):
    labels = tf.range(len(x)) % 10
    velocities = [tf.Variable(tf.zeros_like(variable)) for variable in variables]

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, forward(x, True))
            loss = tf.reduce_mean(losses)
        for variable, velocity, gradient in zip(
            variables, velocities, tape.gradient(loss, variables)
        ):
            velocity.assign(0.9 * velocity + gradient)
            variable.assign_sub(1e-4 * velocity)
        return loss

    peer.report(options, lambda: step().numpy())


main()
