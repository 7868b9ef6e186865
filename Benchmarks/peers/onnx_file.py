"""The network as an ONNX file (opset 13), for ONNX Runtime and OpenVINO."""

import onnx
from onnx import TensorProto, helper, numpy_helper

import network


def write(path, model, weights, batch):
    side = network.SIDES[model]
    nodes, last = [], "images"

    def add(operation, inputs=(), **attributes):
        nonlocal last
        output = f"{operation}{len(nodes)}"
        nodes.append(helper.make_node(operation, [last, *inputs], [output], **attributes))
        last = output

    for layer in network.NETWORKS[model]:
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
    add("Flatten", axis=1)
    graph = helper.make_graph(
        nodes,
        model,
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [batch, 3, side, side])],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, [batch, 10])],
        [numpy_helper.from_array(values, name) for name, values in weights.items()],
    )
    opset = [helper.make_opsetid("", 13)]
    onnx.save(helper.make_model(graph, ir_version=8, opset_imports=opset), path)
