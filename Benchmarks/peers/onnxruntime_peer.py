"""ONNX Runtime, inference only."""

import onnxruntime

import onnx_file


class Peer:
    def __init__(self, task):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = task.threads
        self.session = onnxruntime.InferenceSession(
            onnx_file.write(task), options, providers=["CPUExecutionProvider"])
        self.images = onnx_file.images(task)

    def infer(self):
        return self.session.run(None, {onnx_file.INPUT: self.images})[0]
