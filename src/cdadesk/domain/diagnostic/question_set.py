"""Question sets as they were published: the questions of one version, which nobody changes any more."""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Iterator
from typing import ClassVar

from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.kernel.fields import Plain, choices, plain, text
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _

MOST_BYTES = 4 * 1024 * 1024
"""As large as the text of a form may be; it is kept packed, and a tenth of that."""
MOST_PACKED = 200 * 1024
_PACKED = "packed"


class NoQuestions(Trouble):
    """A published set holds no text that could be read as one."""

    def __init__(self) -> None:
        super().__init__(_("The questions of this set cannot be read. Exchange once more, or ask for the set again."))


class TooLargeToKeep(Trouble):
    """A form is larger than a record may be."""

    def __init__(self) -> None:
        super().__init__(
            _("This question set is too large to be kept with its interviews. Divide it, or shorten its lists.")
        )


class QuestionSet(Record):
    """One version of a question set, with the form itself; an interview opens with the version it was made with."""

    kind: ClassVar[str] = "question_set"
    label: ClassVar[str] = N_("Question set")
    plural: ClassVar[str] = N_("Question sets")
    columns: ClassVar[tuple[str, ...]] = ("name", "code", "version", "languages")
    create_only: ClassVar[bool] = True
    may_go: ClassVar[bool] = True

    name: str | None = text(N_("Title"), needed=True, hint=N_("As the form calls itself."))
    code: str | None = text(N_("Code"), max_length=80, needed=True, hint=N_("The same for all versions of a set."))
    version: str | None = text(N_("Version"), max_length=60, hint=N_("As the form says it."))
    actor_kinds: list[ActorKind] = choices(N_("For whom"), hint=N_("None for a set that fits everybody."))
    languages: str | None = text(N_("Languages"))
    form: Plain = plain(N_("Form"), needed=True, hint=N_("Filled in by itself."))
    check_sum: str | None = text(
        N_("Check sum"), max_length=64, hint=N_("Two sets with one check sum ask the same to the last letter.")
    )

    def title(self) -> str:
        """Return the title and the version."""
        return in_one_line(self.name or self.code, self.version) or _("Question set without a title")

    def source(self) -> str:
        """Return the text of the form; raises NoQuestions."""
        return unpacked(self.form)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.form is not None and not _is_whole(self):
            yield Finding("form", _("The questions of this set are not whole."))


def packed(source: str) -> dict[str, str]:
    """Return the text of a form as it is kept; raises TooLargeToKeep."""
    written = source.encode()
    if len(written) > MOST_BYTES:
        raise TooLargeToKeep
    made = base64.b85encode(zlib.compress(written, 9)).decode("ascii")
    if len(made) > MOST_PACKED:
        raise TooLargeToKeep
    return {_PACKED: made}


def unpacked(form: object) -> str:
    """Return the text of a form that was packed; raises NoQuestions for anything else, also for a bomb."""
    if not isinstance(form, dict) or not isinstance(form.get(_PACKED), str):
        raise NoQuestions
    try:
        reader = zlib.decompressobj()
        written = reader.decompress(base64.b85decode(form[_PACKED]), MOST_BYTES)
        if not reader.eof:
            raise NoQuestions
        return written.decode()
    except (ValueError, zlib.error, binascii.Error) as error:
        raise NoQuestions from error


def check_sum(source: str) -> str:
    """Return what tells the text of a form from any other."""
    return hashlib.sha256(source.encode()).hexdigest()


def _is_whole(kept: QuestionSet) -> bool:
    try:
        return check_sum(kept.source()) == kept.check_sum
    except NoQuestions:
        return False
