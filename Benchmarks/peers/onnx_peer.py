"""ONNX Runtime or OpenVINO, inference only."""

import tempfile

import numpy as np

import onnx_file
import peer


def onnxruntime(path, threads):
    import onnxruntime as runtime

    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    session = runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda x: session.run(None, {"images": x})[0]


def openvino(path, threads):
    import openvino as ov

    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
    settings["INFERENCE_PRECISION_HINT"] = "f32"
    model = ov.Core().compile_model(path, "CPU", settings)
    return lambda x: model([x])[0]


def main():
    options = peer.arguments()
    weights, images = peer.load(options)
    x = np.ascontiguousarray(images.transpose(0, 3, 1, 2))
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        onnx_file.write(file.name, options.model, weights, len(x))
        run = {"onnxruntime": onnxruntime, "openvino": openvino}[options.variant](
            file.name, options.threads)
    peer.save_logits(options, run(x))
    peer.report(options, lambda: run(x))


main()
