"""Writes tiny files in the layout of SVHN's, by SciPy's writer of MAT-files.

    python3 make_svhn.py        # needs scipy; the files stand in svhn/

Pixel (y, x, channel) of image n is (7y + 13x + 29·channel + 31n + xy) mod 256.
"""

import pathlib

import numpy as np
from scipy.io import savemat

FOLDER = pathlib.Path(__file__).parent / "svhn"


def write(name, first, labels, packed, label_type):
    y, x, channel, n = np.ogrid[:32, :32, :3, first : first + len(labels)]
    images = ((7 * y + 13 * x + 29 * channel + 31 * n + x * y) % 256).astype(np.uint8)
    arrays = {"X": images, "y": np.array(labels, label_type).reshape(-1, 1)}
    savemat(FOLDER / name, arrays, do_compression=packed)


FOLDER.mkdir(exist_ok=True)
write("train_32x32.mat", 0, [1, 10, 9], True, np.uint8)
write("extra_32x32.mat", 3, [2, 10], False, np.int64)
write("test_32x32.mat", 5, [10], True, np.float64)
