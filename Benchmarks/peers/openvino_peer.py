"""OpenVINO, inference only. On a processor with bf16 it uses bf16 unless fp32 is requested."""

import openvino

import onnx_file


class Peer:
    def __init__(self, task):
        settings = {"INFERENCE_NUM_THREADS": task.threads, "PERFORMANCE_HINT": "LATENCY"}
        if task.variant:
            settings["INFERENCE_PRECISION_HINT"] = task.variant
        self.model = openvino.Core().compile_model(onnx_file.write(task), "CPU", settings)
        self.images = onnx_file.images(task)

    def infer(self):
        return self.model([self.images])[0]
