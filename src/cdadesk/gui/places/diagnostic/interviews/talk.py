"""What the parts of an interview on the screen share: the sitting, the language, and what may be asked of the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cdadesk.acts.photographs import Told
from cdadesk.acts.sitting import Sitting
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.i18n import language
from cdadesk.questions.answers import PART, Key
from cdadesk.questions.form import Words
from cdadesk.questions.markup import without_marks


@dataclass(frozen=True)
class Hanging:
    """A file that hangs on the interview now, a sentence about it, and what it tells, to be noted by `take` or not."""

    attachment: UUID
    sentence: str
    told: Told
    take: Callable[[], object]


Attach = Callable[[Key, Path, Callable[[Hanging], None], Callable[[str], None]], None]


@dataclass(frozen=True)
class Talk:
    """One sitting as it is shown.

    `attach` hangs a file on the half where an answer lies, `name` says what a file is called, `changed` tells that
    something was answered or noted.
    """

    sitting: Sitting
    around: Surroundings
    attach: Attach
    name: Callable[[UUID], str]
    changed: Callable[[], object]

    @property
    def language(self) -> str:
        """The language of the form for the one in use."""
        return self.sitting.form.language(language())

    def words(self, words: Words) -> str:
        """Return a text of the form that names no answers."""
        return without_marks("".join(part for part in words(self.language) if isinstance(part, str)))

    def said(self, key: Key, words: Words) -> str:
        """Return a text of the form with the answers that it names."""
        return self.sitting.filling.said(key, words, self.language)

    def offered(self, key: Key) -> list[tuple[str, str]]:
        """Return the answers that are offered to a question now, with their words."""
        return [(each.value, self.words(each.words) or each.value) for each in self.sitting.filling.offered(key)]


def key_below(above: Key, path: str) -> Key:
    """Return the key of what stands at a path, in the group or row that lies around it."""
    tag = path.rpartition("/")[2]
    return f"{above}{PART}{tag}" if above else tag
