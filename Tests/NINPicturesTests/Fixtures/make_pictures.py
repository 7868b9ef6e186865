"""Writes a small picture in many formats, and beside each what Pillow reads from it, as PPM:

    python3 make_pictures.py            needs Pillow, and ImageMagick for what Pillow cannot write
"""

import pathlib
import subprocess

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent


def scene():
    """19x13: a slope in each colour and a disc."""
    y, x = np.mgrid[0:13, 0:19]
    disc = ((x - 7) ** 2 + (y - 6) ** 2 < 20) * 90
    channels = [x * 13, y * 19, 255 - x * 7 - y * 5]
    return Image.fromarray(np.stack([(c - disc) % 256 for c in channels], -1).astype(np.uint8))


def main():
    rgb = scene()
    grey, palette, alpha = rgb.convert("L"), rgb.quantize(16), rgb.convert("RGBA")
    alpha.putalpha(Image.fromarray(np.arange(19 * 13, dtype=np.uint8).reshape(13, 19)))
    pictures = {
        "rgb.png": (rgb, {}), "grey.png": (grey, {}), "bits.png": (rgb.convert("1"), {}),
        "palette.png": (palette, {}), "palette2.png": (rgb.quantize(4), {"bits": 2}),
        "transparent.png": (palette, {"transparency": 3}), "rgba.png": (alpha, {}),
        "la.png": (alpha.convert("LA"), {}), "baseline.jpg": (rgb, {"quality": 90}),
        "progressive.jpg": (rgb, {"progressive": True}), "grey.jpg": (grey, {}),
        "420.jpg": (rgb, {"subsampling": 2, "quality": 60}), "444.jpg": (rgb, {"subsampling": 0}),
        "cmyk.jpg": (rgb.convert("CMYK"), {"quality": 95}), "raw.ppm": (rgb, {}), "raw.pgm": (grey, {}),
    }
    for name, (picture, options) in pictures.items():
        picture.save(HERE / name, **options)
    convert = ["convert", HERE / "rgb.png"]
    subprocess.run([*convert, "-interlace", "PNG", HERE / "interlaced.png"], check=True)
    subprocess.run([*convert, "-depth", "16", f"PNG48:{HERE / 'deep.png'}"], check=True)
    subprocess.run([*convert, "-compress", "none", HERE / "text.ppm"], check=True)
    for name in [*pictures, "interlaced.png", "deep.png", "text.ppm"]:
        with Image.open(HERE / name) as picture:
            picture.convert("RGB").save(HERE / (name + ".expected.ppm"))


main()
