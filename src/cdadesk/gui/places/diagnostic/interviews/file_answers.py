"""Files as answers: a photo hangs on the half of the interview where its answer lies, and what it tells is offered."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from cdadesk.acts import attaching
from cdadesk.acts.photographs import Told
from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate
from cdadesk.gui.desk import Desk
from cdadesk.gui.places.diagnostic.interviews.questions import QuestionSheet
from cdadesk.gui.places.diagnostic.interviews.talk import Hanging
from cdadesk.i18n import _
from cdadesk.questions.answers import Key
from cdadesk.store.store import Store

_OF_TELEPHONES = "image/heic"


class AnsweredByFile:
    """One file of one sitting, until it is kept and what it tells was noted or left."""

    def __init__(self, desk: Desk, sitting: Sitting, sheet: QuestionSheet) -> None:
        self._desk = desk
        self._sitting = sitting
        self._sheet = sheet

    def attach(
        self, halves: Halves, key: Key, path: Path, done: Callable[[Hanging], None], failed: Callable[[str], None]
    ) -> None:
        """Hang the file beside the window, then hand over what hangs there."""
        half = halves.private if self._sitting.is_locked(key) else halves.shared
        work = partial(_attached, half=half, key=key, path=path)
        self._desk.write(self._sheet, work, lambda made: done(self._hanging(*made)), failed)

    def _hanging(self, made: Attachment, told: Told) -> Hanging:
        believed = told.believed(self._desk.clock.today())
        return Hanging(made.id, about_photo(made), believed, partial(self._take_told, made.id, believed))

    def _take_told(self, attachment: UUID, told: Told) -> None:
        """Note what a photo told with it; its place becomes an answer, too, where one is asked for and still blank."""
        self._desk.write(self._sheet, lambda store: attaching.take_told(store, attachment, told))
        if told.place and self._sitting.answer_place(told.place):
            self._sheet.note_change()


def about_photo(made: Attachment) -> str:
    """Say why a photo that can only be kept as it is is not seen here; nothing of others."""
    if made.media_type != _OF_TELEPHONES:
        return ""
    return _(
        "This photo is kept as it is, but cannot be shown here: it is a HEIC of a telephone. Let its camera take "
        "pictures as JPEG."
    )


def _attached(store: Store, half: Interview | InterviewPrivate, key: Key, path: Path) -> tuple[Attachment, Told]:
    return attaching.attach_and_tell(store, half, attaching.file_source(path), f"answers/{key}")
