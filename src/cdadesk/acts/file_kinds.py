"""What kind of file it is: told by what it holds, hardly by its name; programs are refused."""

from pathlib import PurePath

from cdadesk.domain.attachment import is_picture_type

HEAD = 512
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"{\\rtf", "application/rtf"),
)
_BY_NAME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".heic": "image/heic",
    ".zip": "application/zip",
}
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/amr": ".amr",
    "audio/flac": ".flac",
    "audio/wav": ".wav",
    "audio/mp4": ".m4a",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "application/rtf": ".rtf",
} | {media_type: ending for ending, media_type in _BY_NAME.items()}
_OF_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!/", b"L\0\0\0\x01\x14\x02\0")
_NAMES_OF_PROGRAMS = frozenset((
    ".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".msi", ".lnk", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta",
    ".jar", ".apk", ".sh", ".py", ".reg", ".pif", ".cpl", ".dll", ".desktop", ".url", ".docm", ".xlsm", ".pptm",
    ".html", ".htm", ".xhtml", ".svg", ".xml",
))  # fmt: skip


def is_program(head: bytes, name: str) -> bool:
    """Say whether a file is something that a machine would run rather than show."""
    return head.startswith(_OF_PROGRAMS) or PurePath(name).suffix.lower() in _NAMES_OF_PROGRAMS


def media_type(head: bytes, name: str) -> str:
    """Return the type of a file by its first bytes, by its name only where many types begin alike."""
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(head[8:12], "application/octet-stream")
    if head[4:8] == b"ftyp":
        return _of_film(head[8:12])
    by_name = _BY_NAME.get(PurePath(name).suffix.lower(), "")
    return by_name if by_name and _may_be(by_name, head) else "application/octet-stream"


def ending(media_type: str) -> str:
    """Return the ending by which this machine opens a file of a type; none for what nothing should open by itself."""
    return _ENDINGS.get(media_type, "")


def is_shown_here(media_type: str) -> bool:
    """Say whether the window itself shows files of a type."""
    return is_picture_type(media_type)


def _of_film(brand: bytes) -> str:
    if brand in (b"M4A ", b"M4B "):
        return "audio/mp4"
    return "image/heic" if brand in (b"heic", b"heix", b"mif1") else "video/mp4"


def _may_be(found: str, head: bytes) -> bool:
    """Say whether the first bytes fit what the name says."""
    if found.startswith("text/"):
        return b"\0" not in head
    if "opendocument" in found or "openxml" in found or found == "application/zip":
        return head.startswith(b"PK")
    return head.startswith(b"\xd0\xcf\x11\xe0")
