"""Photos and papers in words: what kind, how large, where they are."""

from cdadesk.acts.attaching import Hung, Whereabouts
from cdadesk.domain.attachment import Attachment
from cdadesk.gui.sentences import size_words
from cdadesk.i18n import _, format_partial


def kind_words(attachment: Attachment) -> str:
    """Return what kind of file it is."""
    media_type = attachment.file_type()
    if media_type.startswith("image/"):
        return _("Photo")
    if media_type.startswith("audio/"):
        return _("Sound")
    if media_type.startswith("video/"):
        return _("Film")
    return _("Paper")


def second_line(hung: Hung) -> str:
    """Return what stands below the caption: kind, day, name of the file, size."""
    record = hung.record
    day = format_partial(record.taken_on) if record.taken_on else ""
    size = size_words(record.size) if record.size else ""
    return "  ·  ".join(filter(None, (kind_words(record), day, record.taken_at, record.file_name, size)))


def whereabouts_words(hung: Hung) -> str:
    """Return where the file is."""
    words = {
        Whereabouts.only_here: _("On this laptop only; goes with the next exchange"),
        Whereabouts.sent: _("Sent"),
        Whereabouts.not_here: _("Not here yet"),
    }
    return words[hung.whereabouts]
