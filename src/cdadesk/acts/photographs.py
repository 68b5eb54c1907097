"""Photographs: made small enough to be sent, upright, and without telling where they were taken."""

import contextlib
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from cdadesk.domain.attachment import THUMBNAIL_MOST
from cdadesk.domain.kernel.fields import Choice
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _

Image.MAX_IMAGE_PIXELS = None  # what is too large is refused below, in a sentence, before anything is unpacked

AIM = 200 * 1024
LONGEST = 1600
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")  # and no others: some readers start programs
_AS_IT_IS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_PIXELS_OF_JPEG = 260_000_000  # a JPEG is read at a part of its size
_PIXELS = 50_000_000
_QUALITIES = (82, 74, 66, 55, 45)
_SMALL_SIDES = (240, 200, 160, 120, 80)
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, MemoryError)
Exif = Image.Exif


class PictureTooLarge(Trouble):
    """A picture that would fill the memory: nobody's camera makes such."""

    def __init__(self) -> None:
        super().__init__(_("This picture has too many points to be opened here. Save it smaller, then add it again."))


class PictureBroken(Trouble):
    """The file begins like a picture, and cannot be read."""

    def __init__(self) -> None:
        super().__init__(_("This picture cannot be read: the file is damaged or not complete. Copy it again."))


class Position(Choice):
    """What becomes of the place where a photo was taken, which many telephones write into it."""

    dropped = "dropped", N_("Without the place where it was taken")
    kept = "kept", N_("With the place where it was taken")


@dataclass(frozen=True)
class Photograph:
    """A picture as it is kept: the file, its type, the small picture, the day it was taken if it tells."""

    contents: bytes
    media_type: str
    small: bytes
    taken_on: str | None
    was_scaled: bool


def photograph(file: BinaryIO, size: int, position: Position) -> Photograph | None:
    """Return what to keep of a picture, None if the file is none that can be shown.

    Raises PictureTooLarge or PictureBroken.
    """
    image = _opened(file)
    if image is None:
        return None
    with image, _broken_told():
        exif = image.getexif()
        taken_on = _taken_on(exif)
        if _is_small(image, size, exif):
            file.seek(0)
            contents, media_type = file.read(), _AS_IT_IS[image.format or ""]
            return Photograph(contents, media_type, small_picture(_upright(image)), taken_on, was_scaled=False)
        upright = _upright(image)
        place = _only_place(exif) if position is Position.kept else None
        return Photograph(_scaled(upright, place), "image/jpeg", small_picture(upright), taken_on, was_scaled=True)


def without_place(jpeg: bytes) -> bytes:
    """Return a JPEG untouched but for what it tells of the place; raises PictureBroken if it is none."""
    with _broken_told(), Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        exif = image.getexif()
        for tag in (ExifTags.IFD.GPSInfo, ExifTags.Base.MakerNote):
            exif.pop(tag, None)
        told = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
        if len(told) > 0xFFFF - 2:
            told = b""
    return _spliced(jpeg, told)


def small_picture(image: Image.Image) -> bytes:
    """Return a picture so small that it can travel in a record."""
    for side in _SMALL_SIDES:
        reduced = image.copy()
        reduced.thumbnail((side, side))
        for quality in (70, 55, 40):
            made = _jpeg(reduced, quality)
            if len(made) <= THUMBNAIL_MOST:
                return made
    return b""


def _opened(file: BinaryIO) -> Image.Image | None:
    try:
        image = Image.open(file, formats=_FORMATS)
    except UnidentifiedImageError:
        return None
    except _BROKEN as error:
        raise PictureBroken from error
    width, height = image.size
    if width * height > (_PIXELS_OF_JPEG if image.format in ("JPEG", "MPO") else _PIXELS):
        image.close()
        raise PictureTooLarge
    return image


@contextlib.contextmanager
def _broken_told() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise PictureBroken from error


def _is_small(image: Image.Image, size: int, exif: Exif) -> bool:
    """Say whether a picture is small already, and tells nothing beyond what it shows."""
    return size <= AIM and max(image.size) <= LONGEST and image.format in _AS_IT_IS and not exif


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture as it is looked at, no larger than need be, on white where it was transparent."""
    image.draft("RGB", (LONGEST, LONGEST))
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((LONGEST, LONGEST))
    if turned.mode in ("RGB", "L"):
        return turned
    seen = turned.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _scaled(image: Image.Image, exif: Exif | None) -> bytes:
    for quality in _QUALITIES:
        made = _jpeg(image, quality, exif)
        if len(made) <= AIM:
            return made
    reduced = image.copy()
    reduced.thumbnail((LONGEST * 2 // 3, LONGEST * 2 // 3))
    return _jpeg(reduced, _QUALITIES[-2], exif)


def _jpeg(image: Image.Image, quality: int, exif: Exif | None = None) -> bytes:
    made = io.BytesIO()
    told = {"exif": exif} if exif is not None else {}
    image.save(made, "JPEG", quality=quality, optimize=True, **told)
    return made.getvalue()


def _only_place(exif: Exif) -> Exif | None:
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if not place:
        return None
    told = Exif()
    told.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return told


def _taken_on(exif: Exif) -> str | None:
    """Return the day on which a camera says it took the picture."""
    told = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        day = dt.datetime.strptime(str(told)[:10], "%Y:%m:%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
    return day.isoformat() if day.year >= 1990 else None


def _spliced(jpeg: bytes, exif: bytes) -> bytes:
    """Put another Exif in place of all that a JPEG tells about itself beside the picture (APP1: Exif and XMP)."""
    made, at = bytearray(jpeg[:2]), 2
    if exif:
        made += b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in (0xE1, 0xED):
            made += jpeg[at : at + length]
        at += length
    return bytes(made + jpeg[at:])
