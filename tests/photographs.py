"""Photographs for tests, made on the spot: as large, as noisy and as talkative as a test needs them."""

import io
import random
from typing import Any

from PIL import ExifTags, Image

JAIPUR = {1: "N", 2: (26.0, 55.0, 0.0), 3: "E", 4: (75.0, 49.0, 0.0)}


def a_picture(width: int = 640, height: int = 480, *, noisy: bool = False, colour: str = "teal") -> Image.Image:
    """Return a picture; a noisy one does not become small by itself."""
    if not noisy:
        return Image.new("RGB", (width, height), colour)
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))  # noqa: S311


def a_jpeg(image: Image.Image | None = None, *, quality: int = 90, **told: Any) -> bytes:
    """Return the bytes of a JPEG; `place`, `day` and `turned` go into its Exif."""
    made = io.BytesIO()
    (image or a_picture()).save(made, "JPEG", quality=quality, exif=_exif(**told))
    return made.getvalue()


def a_png(image: Image.Image | None = None) -> bytes:
    """Return the bytes of a PNG."""
    made = io.BytesIO()
    (image or a_picture()).save(made, "PNG")
    return made.getvalue()


def opened(contents: bytes) -> Image.Image:
    """Return a picture as somebody sees it."""
    image = Image.open(io.BytesIO(contents))
    image.load()
    return image


def place_in(contents: bytes) -> dict[int, Any]:
    """Return what a picture tells of the place where it was taken."""
    return dict(opened(contents).getexif().get_ifd(ExifTags.IFD.GPSInfo))


def _exif(place: dict[int, Any] | None = None, day: str = "", turned: int = 0) -> Image.Exif:
    exif = Image.Exif()
    if place:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    if day:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = day
    if turned:
        exif[ExifTags.Base.Orientation] = turned
    return exif
