"""Attachments: photos, sound, scans and papers that hang on a record; the record tells of the file, and is not it."""

import base64
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from cdadesk.domain.kernel.fields import Plain, number, partial_date, plain, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.partial_dates import PartialDate
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.i18n import N_, _

LARGEST = 200 * 1024 * 1024
THUMBNAIL_MOST = 6 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}")
_UNKNOWN = "application/octet-stream"


class Attachment(Record):
    """One photo or paper of a record, which is its parent.

    It lies in the scope of what it hangs on: a photo of a confidential record is confidential.
    """

    kind: ClassVar[str] = "attachment"
    label: ClassVar[str] = N_("Photo or paper")
    plural: ClassVar[str] = N_("Photos and papers")
    columns: ClassVar[tuple[str, ...]] = ("caption", "file_name", "taken_on", "size")
    personal: ClassVar[tuple[str, ...]] = ("caption", "taken_at", "file_name", "sha256", "original_sha256", "thumbnail")

    caption: str | None = text(
        N_("What it shows"), max_length=300, hint=N_("Who, what and where, so that it can be told from others.")
    )
    taken_on: PartialDate | None = partial_date(N_("When it was taken"), hint=N_("A month or a year is enough."))
    about_kind: str | None = text(
        N_("Belongs to what kind"), max_length=40, needed=True, hint=N_("Filled in by itself.")
    )
    about_path: str | None = text(N_("Belongs to which line"), max_length=300, hint=N_("Blank for the whole record."))
    file_name: str | None = text(N_("Name of the file"), max_length=200)
    media_type: str | None = text(N_("Type of the file"), max_length=160)
    size: int | None = number(N_("Bytes"), most=LARGEST)
    sha256: str | None = text(N_("Check sum"), max_length=64, hint=N_("Filled in by itself; blank once it was erased."))
    original_sha256: str | None = text(N_("Check sum of the original"), max_length=64)
    original_size: int | None = number(N_("Bytes of the original"), most=LARGEST)
    original_type: str | None = text(N_("Type of the original"), max_length=160)
    thumbnail: Plain = plain(N_("Small picture"))
    taken_at: str | None = text(
        N_("Where it was taken"), hint=N_("A name, or what the telephone wrote: degrees north, degrees east.")
    )

    def title(self) -> str:
        """Return what it shows, or the name of the file."""
        return in_one_line(self.caption) or in_one_line(self.file_name) or _("Photo or paper without a name")

    def file_type(self) -> str:
        """Return what kind of file it is, in the form that programs know; what nobody knows is only bytes."""
        return checked_type(self.media_type)

    def is_picture(self) -> bool:
        """Say whether the file can be shown as a picture."""
        return is_picture_type(self.file_type())

    def size_of(self, sha256: str) -> int | None:
        """Return how large a file of this attachment is; None if it has none with this check sum."""
        known = {self.original_sha256: self.original_size, self.sha256: self.size}
        return known.get(sha256) if is_hash(sha256) else None

    def small_picture(self) -> bytes:
        """Return the small picture, empty if there is none; one that is too large to be one is none."""
        return picture_bytes(self.thumbnail)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.sha256 and not is_hash(self.sha256):
            yield Finding("sha256", _("This is no check sum: the file cannot be found by it."), Weight.broken)


def is_hash(written: Any) -> bool:
    """Say whether a text is SHA-256 as it is written here: 64 small hexadecimal figures."""
    return isinstance(written, str) and _HASH.fullmatch(written) is not None


def checked_type(written: Any) -> str:
    """Return a media type that can stand in a head of HTTP; what is none is only bytes."""
    return written if isinstance(written, str) and _TYPE.fullmatch(written) else _UNKNOWN


def is_picture_type(media_type: str) -> bool:
    """Say whether files of this type are pictures that can do no harm when they are shown: SVG is a program."""
    return media_type in ("image/jpeg", "image/png", "image/webp", "image/gif")


def plain_picture(jpeg: bytes) -> dict[str, str]:
    """Return a small picture as a record carries it."""
    return {"jpeg": base64.b64encode(jpeg).decode()}


def picture_bytes(plain_thumbnail: Any) -> bytes:
    """Return the small picture that a record carries; empty for anything else."""
    match plain_thumbnail:
        case {"jpeg": str(written)} if len(written) <= 2 * THUMBNAIL_MOST:
            try:
                found = base64.b64decode(written, validate=True)
            except ValueError:
                return b""
            return found if found.startswith(b"\xff\xd8\xff") else b""
    return b""
