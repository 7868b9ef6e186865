"""MNN, inference only, converted from ONNX."""

# The converter itself. The program mnnconvert would install another package, which reports to its
# makers, into the first Python on the path.
import _tools
from MNN import expr, nn

import onnx_file


class Peer:
    def __init__(self, task):
        model = str(task.folder / "network.mnn")
        files = ["--modelFile", onnx_file.write(task), "--MNNModel", model]
        _tools.mnnconvert(["mnnconvert", "-f", "ONNX", *files, "--bizCode", "nin"])
        settings = {"backend": "CPU", "numThread": task.threads, "precision": "high"}
        self.runtime = nn.create_runtime_manager((settings,))
        self.model = nn.load_module_from_file(
            model, [onnx_file.INPUT], [onnx_file.OUTPUT], runtime_manager=self.runtime)
        images = onnx_file.images(task)
        self.images = expr.const(images, images.shape, expr.NCHW)

    def infer(self):
        return self.model.forward([self.images])[0].read()
