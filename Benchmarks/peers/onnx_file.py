"""The network as an ONNX file (opset 13), for peers that read ONNX."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import network

INPUT, OUTPUT = "images", "logits"


def images(task):
    """The batch as [batch][3][height][width]."""
    return np.ascontiguousarray(task.images.transpose(0, 3, 1, 2))


def write(task, batch=None):
    """The path of the file, for the whole batch unless `batch` is given."""
    batch, side = batch or len(task.images), network.SIDES[task.model]
    nodes, last = [], INPUT

    def add(operation, inputs=(), output=None, **attributes):
        nonlocal last
        output = output or f"{operation}{len(nodes)}"
        nodes.append(helper.make_node(operation, [last, *inputs], [output], **attributes))
        last = output

    for layer in task.layers:
        if isinstance(layer, network.Conv):
            add(
                "Conv",
                (layer.name + ".weight", layer.name + ".bias"),
                kernel_shape=[layer.kernel] * 2,
                strides=[layer.stride] * 2,
                pads=[layer.padding] * 4,
            )
            add("Relu")
        elif isinstance(layer, network.MaxPool):
            add("MaxPool", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=int(layer.ceil))
    add("GlobalAveragePool")
    add("Flatten", output=OUTPUT, axis=1)
    graph = helper.make_graph(
        nodes,
        task.model,
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [batch, 3, side, side])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [batch, 10])],
        [numpy_helper.from_array(values, name) for name, values in task.weights.items()],
    )
    opset = [helper.make_opsetid("", 13)]
    path = str(task.folder / "network.onnx")
    onnx.save(helper.make_model(graph, ir_version=8, opset_imports=opset), path)
    return path
