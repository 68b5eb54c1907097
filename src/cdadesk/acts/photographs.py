"""Photographs: made small enough to be sent, upright, and without telling where they were taken."""

import contextlib
import datetime as dt
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, BinaryIO

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
_NONSENSE = (*_BROKEN, struct.error, TypeError, AttributeError, ZeroDivisionError)
_FIRST_CAMERAS = 1990
Exif = Image.Exif
GPS = ExifTags.GPS


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
class Told:
    """What a camera wrote into a photo of when and where it was taken: it is offered, and kept if somebody says so."""

    day: dt.date | None = None
    latitude: Fraction | None = None
    longitude: Fraction | None = None

    def __bool__(self) -> bool:
        return self.day is not None or self.latitude is not None

    def believed(self, today: dt.date) -> "Told":
        """Return it without a day that is still to come: cameras whose clock was never set say anything."""
        return replace(self, day=None) if self.day is not None and self.day > today else self

    @property
    def place(self) -> str:
        """The place as maps take it, such as `26.91667, 75.81667`; blank if none is told."""
        known = (self.latitude, self.longitude)
        return ", ".join(f"{float(each):.5f}" for each in known if each is not None)


NOTHING_TOLD = Told()


@dataclass(frozen=True)
class Photograph:
    """A picture as it is kept: the file, its type, the small picture, and what it told that is left out of the file."""

    contents: bytes
    media_type: str
    small: bytes
    told: Told
    was_scaled: bool


def photograph(file: BinaryIO, size: int, position: Position) -> Photograph | None:
    """Return what to keep of a picture, None if the file is none that can be shown.

    Raises PictureTooLarge or PictureBroken.
    """
    image = _opened(file)
    if image is None:
        return None
    with image, _broken_told():
        exif = _exif_of(image)
        told = _told(exif)
        if _is_small(image, size, exif):
            file.seek(0)
            contents, media_type = file.read(), _AS_IT_IS[image.format or ""]
            return Photograph(contents, media_type, small_picture(_upright(image)), told, was_scaled=False)
        upright = _upright(image)
        place = _only_place(exif) if position is Position.kept else None
        return Photograph(_scaled(upright, place), "image/jpeg", small_picture(upright), told, was_scaled=True)


def head_without_place(jpeg: BinaryIO) -> bytes:
    """Return what stands before the picture of a JPEG, without the place; the file then stands at the picture.

    The picture itself is not read: it may be large. Raises PictureBroken if it is none.
    """
    with _broken_told(), Image.open(jpeg, formats=("JPEG",)) as image:
        exif = _exif_of(image)
        for tag in (ExifTags.IFD.GPSInfo, ExifTags.Base.MakerNote):
            exif.pop(tag, None)
        told = _written(exif)
        jpeg.seek(0)
        return _head(jpeg, told)


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
    return (
        size <= AIM and max(image.size) <= LONGEST and image.format in _AS_IT_IS and not (exif or "exif" in image.info)
    )


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture as it is looked at, no larger than need be, on white where it was transparent."""
    image.draft("RGB", (LONGEST, LONGEST))
    turned = _turned(image)
    turned.thumbnail((LONGEST, LONGEST))
    if turned.mode in ("RGB", "L"):
        return turned
    seen = turned.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _turned(image: Image.Image) -> Image.Image:
    _exif_of(image)
    try:
        return ImageOps.exif_transpose(image)
    except (struct.error, TypeError, AttributeError):
        return image


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


def _exif_of(image: Image.Image) -> Exif:
    """Return what a picture tells about itself; nothing where that cannot be read: the picture is what counts."""
    try:
        return image.getexif()
    except _NONSENSE:
        return Exif()


def _written(exif: Exif) -> bytes:
    try:
        told = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0") if exif else b""
    except _NONSENSE:
        return b""
    return told if len(told) <= 0xFFFF - 2 else b""


def _told(exif: Exif) -> Told:
    """Return what a camera says of day and place; what cannot be so is left out."""
    try:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(place.get(GPS.GPSLatitude), place.get(GPS.GPSLatitudeRef), "NS", 90)
        longitude = _degrees(place.get(GPS.GPSLongitude), place.get(GPS.GPSLongitudeRef), "EW", 180)
    except _NONSENSE:
        latitude, longitude = None, None
    if latitude is None or longitude is None or latitude == longitude == 0:  # a telephone that did not know
        return Told(_taken_on(exif))
    return Told(_taken_on(exif), latitude, longitude)


def _degrees(parts: Any, side: Any, sides: str, most: int) -> Fraction | None:
    """Return degrees, minutes and seconds as degrees, below zero for south and west."""
    letter = (side.decode("ascii", "replace") if isinstance(side, bytes) else str(side)).strip("\0 ").upper()
    if letter not in sides or not letter:
        return None
    degrees, minutes, seconds = (Fraction(str(float(each))) for each in parts)
    found = degrees + minutes / 60 + seconds / 3600
    if not (0 <= minutes < 60 and 0 <= seconds < 60 and degrees >= 0 and found <= most):
        return None
    return found if letter == sides[0] else -found


def _taken_on(exif: Exif) -> dt.date | None:
    """Return the day on which a camera says it took the picture."""
    try:
        told = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        day = dt.datetime.strptime(str(told)[:10], "%Y:%m:%d").replace(tzinfo=dt.UTC).date()
    except _NONSENSE:
        return None
    return day if day.year >= _FIRST_CAMERAS else None


def _head(jpeg: BinaryIO, exif: bytes) -> bytes:
    """Return a JPEG up to its picture, with another Exif in place of all that it tells beside it (Exif, XMP, IPTC)."""
    made = bytearray(jpeg.read(2))
    if exif:
        made += b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    while len(marker := jpeg.read(4)) == 4 and marker[0] == 0xFF and marker[1] != 0xDA:
        segment = marker + jpeg.read(int.from_bytes(marker[2:], "big") - 2)
        if marker[1] not in (0xE1, 0xED):
            made += segment
    return bytes(made + marker)
