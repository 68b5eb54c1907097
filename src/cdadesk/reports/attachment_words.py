"""Photos and papers that hang on a record, as a paper names them: what they show, what and of when they are."""

from collections.abc import Iterable

from cdadesk.domain.attachment import Attachment
from cdadesk.i18n import _, format_partial


def attachment_words(attachments: Iterable[Attachment]) -> tuple[str, ...]:
    """Return a line for each, in the order in which they were added; what is in the trash is left out."""
    in_use = (each for each in attachments if each.void is None)
    return tuple(_words(each) for each in sorted(in_use, key=lambda each: each.id))


def _words(attachment: Attachment) -> str:
    day = format_partial(attachment.taken_on) if attachment.taken_on else ""
    behind = ", ".join(filter(None, (_kind(attachment), day)))
    return _("{title} ({what})").format(title=attachment.title(), what=behind)


def _kind(attachment: Attachment) -> str:
    if attachment.is_picture():
        return _("photo or scan")
    return _("recording") if attachment.file_type().startswith(("audio/", "video/")) else _("paper")
