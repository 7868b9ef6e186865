"""Writes a small picture in many formats, and beside each what Pillow reads from it, as PPM:

    python3 make_pictures.py [--all]

Without --all only the files that are missing are written: encoders differ between versions.
Needs Pillow with WebP and AVIF, pillow-heif, and ImageMagick for what Pillow cannot write.
"""

import pathlib
import subprocess
import sys

import numpy as np
import pillow_heif
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
ORIENTATION = 0x0112

pillow_heif.register_heif_opener()


def scene():
    """19x13 pixels: a gradient in each colour, and a disc."""
    y, x = np.mgrid[0:13, 0:19]
    disc = ((x - 7) ** 2 + (y - 6) ** 2 < 20) * 90
    channels = [x * 13, y * 19, 255 - x * 7 - y * 5]
    return Image.fromarray(np.stack([(c - disc) % 256 for c in channels], -1).astype(np.uint8))


def exif(orientation):
    data = Image.Exif()
    data[0x010E] = "a description, so that the tag is not the first"
    data[ORIENTATION] = orientation
    return data.tobytes()


def pictures():
    """Name, picture, options of Pillow's save()."""
    rgb = scene()
    grey, palette, alpha = rgb.convert("L"), rgb.quantize(16), rgb.convert("RGBA")
    alpha.putalpha(Image.fromarray(np.arange(19 * 13, dtype=np.uint8).reshape(13, 19)))
    yield from [
        ("rgb.png", rgb, {}), ("grey.png", grey, {}), ("bits.png", rgb.convert("1"), {}),
        ("palette.png", palette, {}), ("palette2.png", rgb.quantize(4), {"bits": 2}),
        ("transparent.png", palette, {"transparency": 3}), ("rgba.png", alpha, {}),
        ("la.png", alpha.convert("LA"), {}), ("baseline.jpg", rgb, {"quality": 90}),
        ("progressive.jpg", rgb, {"progressive": True}), ("grey.jpg", grey, {}),
        ("420.jpg", rgb, {"subsampling": 2, "quality": 60}),
        ("444.jpg", rgb, {"subsampling": 0}),
        ("cmyk.jpg", rgb.convert("CMYK"), {"quality": 95}), ("raw.ppm", rgb, {}),
        ("raw.pgm", grey, {}), ("rgb.bmp", rgb, {}), ("rgba.bmp", alpha, {}),
        ("palette.bmp", palette, {}), ("grey.bmp", grey, {}),
        ("lossy.webp", rgb, {"quality": 80}), ("lossless.webp", rgb, {"lossless": True}),
        ("alpha.webp", alpha, {"lossless": True, "exact": True}),
        ("turned.webp", rgb, {"lossless": True, "exif": exif(6)}),
        # Lossless, so that the conversion from YUV to RGB does not matter.
        ("lossless.heic", rgb, {"quality": -1, "chroma": 444, "matrix_coefficients": 0}),
        ("turned.heic", rgb,
         {"quality": -1, "chroma": 444, "matrix_coefficients": 0, "exif": exif(6)}),
        ("grey.avif", grey, {"quality": 100, "subsampling": "4:0:0"}),
        ("turned.avif", grey, {"quality": 100, "subsampling": "4:0:0", "exif": exif(6)}),
    ]
    for orientation in range(1, 9):
        yield f"turned{orientation}.jpg", rgb, {"quality": 90, "exif": exif(orientation)}
        yield f"turned{orientation}.png", rgb, {"exif": exif(orientation)}


def commands():
    """Name, command that writes it."""
    convert = ["convert", HERE / "rgb.png"]
    yield "interlaced.png", [*convert, "-interlace", "PNG", HERE / "interlaced.png"]
    yield "deep.png", [*convert, "-depth", "16", f"PNG48:{HERE / 'deep.png'}"]
    yield "text.ppm", [*convert, "-compress", "none", HERE / "text.ppm"]


def main():
    def wanted(name):
        return "--all" in sys.argv or not (HERE / name).exists()

    for name, picture, options in pictures():
        if wanted(name):
            picture.save(HERE / name, **options)
    for name, command in commands():
        if wanted(name):
            subprocess.run(command, check=True)
    for path in HERE.iterdir():
        expected = path.with_name(path.name + ".expected.ppm")
        if path.suffix in (".ppm", ".py") and ".expected" in path.name or path.suffix == ".py":
            continue
        if "--all" in sys.argv or not expected.exists():
            with Image.open(path) as picture:
                ImageOps.exif_transpose(picture).convert("RGB").save(expected)


main()
