"""The processor of this machine."""

import functools
import platform
import re
import subprocess


@functools.cache
def _cpuinfo():
    try:
        with open("/proc/cpuinfo") as file:
            pairs = (line.split(":", 1) for line in file if ":" in line)
            return {key.strip(): value.strip() for key, value in pairs}
    except OSError:
        return {}


def name():
    return _cpuinfo().get("model name") or platform.processor() or platform.machine()


def flags():
    return set(_cpuinfo().get("flags", _cpuinfo().get("Features", "")).split())


def has_bf16():
    return not flags().isdisjoint({"avx512_bf16", "amx_bf16", "bf16"})


def microarchitecture():
    """clang's name of the processor, such as znver4 or apple-m1."""
    option = "-march=native" if platform.machine() == "x86_64" else "-mcpu=native"
    command = ["clang", "-###", option, "-c", "-x", "c", "/dev/null"]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return platform.machine()
    found = re.search(r'"-target-cpu" "([^"]+)"', done.stderr)
    return found.group(1) if found else platform.machine()
