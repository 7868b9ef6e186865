"""The peers: their names, the packages and files they need, and the precision of their sums."""

import importlib.metadata
import importlib.util
from dataclasses import dataclass

import processor


@dataclass(frozen=True)
class Peer:
    """`file` has a class `Peer`. It is made from a Task (see worker.py) and has `infer`, which
    returns the logits, and `train`, which does a step and returns its loss."""

    name: str
    package: str
    file: str
    variant: str = ""
    precision: str = "fp32"
    modes: tuple = ("training", "inference")
    # A smaller batch for peers so slow that the whole batch would take minutes.
    largest_batch: int = 1_000_000

    def absence(self):
        """Why this peer cannot be measured here, or None."""
        if importlib.util.find_spec(self.package) is None:
            return f"absent: the Python package {self.package} is not installed"
        if self.precision == "bf16" and not processor.has_bf16():
            return "absent: this processor has no bf16 instructions"
        return None

    def version(self):
        names = importlib.metadata.packages_distributions()[self.package]
        return importlib.metadata.version(names[0])


INFERENCE = ("inference",)

PEERS = [
    Peer("PyTorch eager", "torch", "pytorch_peer", "eager"),
    Peer("PyTorch compile", "torch", "pytorch_peer", "compile"),
    Peer("PyTorch jit", "torch", "pytorch_peer", "jit", modes=INFERENCE),
    Peer("PyTorch bf16", "torch", "pytorch_peer", "bf16", "bf16"),
    Peer("TensorFlow", "tensorflow", "tensorflow_peer"),
    Peer("JAX", "jax", "jax_peer"),
    Peer("MLX", "mlx", "mlx_peer", largest_batch=2),
    Peer("ONNX Runtime", "onnxruntime", "onnxruntime_peer", modes=INFERENCE),
    Peer("OpenVINO f32", "openvino", "openvino_peer", "f32", modes=INFERENCE),
    Peer("OpenVINO as it comes", "openvino", "openvino_peer", "", "bf16", INFERENCE),
    Peer("MNN", "MNN", "mnn_peer", modes=INFERENCE),
    Peer("ncnn", "ncnn", "ncnn_peer", modes=INFERENCE),
]


def named(name):
    return next(peer for peer in PEERS if peer.name == name)


def versions():
    """The version of every package that is installed."""
    installed = {peer.package: peer for peer in PEERS if importlib.util.find_spec(peer.package)}
    return {package: peer.version() for package, peer in installed.items()}
