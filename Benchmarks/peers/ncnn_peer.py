"""ncnn, inference only, converted from ONNX by pnnx; it takes one image at a time."""

import subprocess

import ncnn
import numpy as np
import pnnx

import onnx_file


class Peer:
    def __init__(self, task):
        self.images = [ncnn.Mat(image).clone() for image in onnx_file.images(task)]
        shape = f"inputshape=[1,{self.images[0].c},{self.images[0].h},{self.images[0].w}]"
        command = [pnnx.EXEC_PATH, onnx_file.write(task, batch=1), shape, "fp16=0"]
        subprocess.run(command, check=True, cwd=task.folder)
        self.net = ncnn.Net()
        self.net.opt.num_threads = task.threads
        for half in ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic"):
            setattr(self.net.opt, half, False)
        self.net.load_param(str(task.folder / "network.ncnn.param"))
        self.net.load_model(str(task.folder / "network.ncnn.bin"))

    def infer(self):
        return np.stack([self.logits(image) for image in self.images])

    def logits(self, image):
        with self.net.create_extractor() as extractor:
            extractor.input("in0", image)
            return np.array(extractor.extract("out0")[1])
