"""Writes ../PillowTrace.swift: what Pillow's bilinear resize makes of bytes that both sides can
generate. Run it with `python3 pillow_resize.py` where NumPy and Pillow before 13 are installed.

Pillow 13 resizes the vertical axis first where that is cheaper (pull request 9549), which moves some
bytes by one where the height shrinks and the width grows; enlarging is the same in all versions."""

import pathlib

import numpy as np
import PIL
from PIL import Image

# height, width, channels, output height, output width
CASES = [
    (32, 32, 3, 224, 224),
    (32, 32, 3, 32, 32),
    (32, 32, 1, 64, 48),
    (28, 28, 1, 224, 224),
    (32, 32, 3, 33, 31),
    (64, 64, 3, 64, 128),
    (64, 64, 3, 128, 64),
    (224, 224, 3, 32, 32),
    (37, 23, 3, 19, 51),
    (23, 37, 4, 51, 19),
    (17, 33, 2, 40, 7),
    (300, 200, 3, 224, 224),
    (97, 101, 3, 13, 11),
    (5, 7, 3, 1, 1),
    (1, 1, 3, 5, 7),
    (2, 3, 1, 9, 1),
    (1, 600, 1, 1, 7),
]


def generated_bytes(count):
    """The high bytes of a linear congruential generator (Numerical Recipes' constants)."""
    state, values = 1, np.empty(count, np.uint8)
    for i in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        values[i] = state >> 24
    return values


def fnv1a(values):
    checksum = 0xCBF29CE484222325
    for value in values:
        checksum = ((checksum ^ int(value)) * 0x100000001B3) % 2**64
    return checksum


def resized(pixels, height, width):
    """Resizes each channel separately, because Pillow would premultiply an alpha channel."""
    planes = [
        np.asarray(Image.fromarray(pixels[:, :, c]).resize((width, height), Image.BILINEAR))
        for c in range(pixels.shape[2])
    ]
    return np.stack(planes, axis=-1)


def check_colour(pixels, result):
    """Checks that resizing the channels separately equals resizing a colour image."""
    if pixels.shape[2] == 3:
        size = (result.shape[1], result.shape[0])
        assert (np.asarray(Image.fromarray(pixels).resize(size, Image.BILINEAR)) == result).all()


lines = [
    f"// Pillow {PIL.__version__}; written by Fixtures/pillow_resize.py.",
    "",
    "let pillowTrace: [PillowCase] = [",
]
for height, width, channels, out_height, out_width in CASES:
    pixels = generated_bytes(height * width * channels).reshape(height, width, channels)
    result = resized(pixels, out_height, out_width)
    check_colour(pixels, result)
    first = ", ".join(str(value) for value in result.reshape(-1)[:8])
    lines += [
        "  PillowCase(",
        f"    height: {height}, width: {width}, channels: {channels},",
        f"    outputHeight: {out_height}, outputWidth: {out_width},",
        f"    first: [{first}], checksum: {fnv1a(result.reshape(-1)):#021_x}),",
    ]
lines += ["]", ""]
pathlib.Path(__file__).parent.parent.joinpath("PillowTrace.swift").write_text("\n".join(lines))
