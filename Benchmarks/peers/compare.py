"""Measures nin and its peers in turn (A B C A B C ...), each in a process of its own, on the same
network, weights, batch and threads; writes one table of ratios as Markdown and JSON."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from safetensors.numpy import save_file

import network
import table

HERE = pathlib.Path(__file__).parent
BENCH = HERE.parent.parent / ".build/release/nin-bench"
PEERS = {
    "training": {
        "PyTorch eager": ["pytorch_peer.py", "--variant", "eager"],
        "PyTorch compile": ["pytorch_peer.py", "--variant", "compile"],
        "TensorFlow": ["tensorflow_peer.py"],
    },
    "inference": {
        "PyTorch eager": ["pytorch_peer.py", "--variant", "eager"],
        "PyTorch jit": ["pytorch_peer.py", "--variant", "jit"],
        "ONNX Runtime": ["onnx_peer.py", "--variant", "onnxruntime"],
        "OpenVINO": ["onnx_peer.py", "--variant", "openvino"],
    },
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="nin", choices=list(network.NETWORKS))
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--samples", type=int, default=5, help="repetitions a round")
    parser.add_argument("--modes", nargs="+", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--output", default="peers", help="for OUTPUT.md and OUTPUT.json")
    return parser.parse_args()


class Contender:
    """nin or a peer in one mode: its command, and what it measured so far."""

    def __init__(self, name, command):
        self.name, self.command = name, command
        self.seconds, self.peak, self.failure, self.error = [], 0.0, None, None

    def run(self, environment):
        if self.failure:
            return
        done = subprocess.run(self.command, capture_output=True, text=True, env=environment)
        try:
            result = json.loads(done.stdout[done.stdout.index("{"):])
            result = result.get("rows", [result])[0]
        except ValueError:
            self.failure = (done.stderr.strip().splitlines() or ["no output"])[-1]
            return
        self.seconds += result["seconds"]
        self.peak = max(self.peak, result["peak_megabytes"])

    def compare(self, path, reference):
        """The largest difference of the logits, relative to the largest logit."""
        if os.path.exists(path):
            difference = np.fromfile(path, np.float32) - reference
            self.error = float(np.abs(difference).max() / np.abs(reference).max())


def contenders(options, mode, folder):
    files = ["--weights", f"{folder}/weights.safetensors", "--images", f"{folder}/images.bin"]
    common = ["--model", options.model, "--batch", str(options.batch)]
    common += ["--threads", str(options.threads), "--samples", str(options.samples)] + files
    ours = Contender("nin", [BENCH, "--only", mode, "--json", *common])
    result = [ours]
    for name, script in PEERS[mode].items():
        command = [sys.executable, HERE / script[0], *script[1:], "--mode", mode, *common]
        command += ["--side", str(network.SIDES[options.model])]
        if mode == "inference":
            command += ["--logits", f"{folder}/{name}.bin"]
        result.append(Contender(name, command))
    return result


def measure(options, mode, folder, environment):
    group = contenders(options, mode, folder)
    for number in range(options.rounds):
        for contender in group:
            print(f"{mode}, round {number + 1}: {contender.name}", file=sys.stderr)
            contender.run(environment)
    if mode == "inference":
        path = f"{folder}/nin.bin"
        command = [*group[0].command, "--logits", path]
        subprocess.run(command, check=True, env=environment)
        reference = np.fromfile(path, np.float32)
        for contender in group[1:]:
            contender.compare(f"{folder}/{contender.name}.bin", reference)
    return group


def main():
    options = arguments()
    environment = {**os.environ, "OMP_NUM_THREADS": str(options.threads)}
    with tempfile.TemporaryDirectory() as folder:
        save_file(network.random_weights(options.model), f"{folder}/weights.safetensors")
        network.random_images(options.model, options.batch).tofile(f"{folder}/images.bin")
        groups = {
            mode: measure(options, mode, folder, environment) for mode in options.modes
        }
    result = table.result(options, groups)
    pathlib.Path(options.output + ".json").write_text(json.dumps(result, indent=2) + "\n")
    markdown = table.markdown(result)
    pathlib.Path(options.output + ".md").write_text(markdown)
    print(markdown)


main()
