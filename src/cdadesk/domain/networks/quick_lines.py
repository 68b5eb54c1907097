"""A line as it is typed while a meeting goes on: `@` names who is to do it, `!` says by when; both make it a task."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.kernel.typed import NotUnderstood, read_day
from cdadesk.i18n import _

_PART = re.compile(r"(?<!\S)(?P<sign>[@!])(?P<words>.+?)(?=\s[@!]|$)")
_WORDS_OF_A_DAY = 3

Lookup = Callable[[str], Sequence[tuple[UUID, str]]]


class NobodyOfThatName(Trouble):
    """A line names somebody whom nobody knows, or more than one."""


@dataclass(frozen=True)
class QuickLine:
    """What a line says: its words, who is to do it, and by when."""

    words: str
    who: UUID | None = None
    due_on: dt.date | None = None

    @property
    def is_task(self) -> bool:
        """Say whether somebody is to do something."""
        return self.who is not None or self.due_on is not None


def read_line(typed: str, today: dt.date, lookup: Lookup) -> QuickLine:
    """Read a line; raises NobodyOfThatName, or NotUnderstood for a day that is none.

    `lookup` returns the people and firms whose name holds the words; one of exactly that name is taken before others.
    What follows a name written in full, or a day, belongs to the words again.
    """
    who, due_on, rest = None, None, [_PART.sub("", typed)]
    for part in _PART.finditer(typed):
        words = part["words"].strip()
        if part["sign"] == "@":
            who, after = _who(words, lookup)
            rest.append(after)
        else:
            due_on, after = _due(words, today)
            rest.append(after)
    return QuickLine(" ".join(" ".join(rest).split()), who, due_on)


def _who(words: str, lookup: Lookup) -> tuple[UUID, str]:
    """Return who is named, and what follows a name that stands there in full: `@Meena Devi to bring it`."""
    found = lookup(words)
    parts = words.split()
    for count in range(len(parts) - 1, 0, -1):
        name = " ".join(parts[:count])
        exact = [key for key, called in lookup(name) if called.casefold() == name.casefold()]
        if len(exact) == 1 and not found:
            return exact[0], " ".join(parts[count:])
    return _one_of(words, found), ""


def _one_of(words: str, found: Sequence[tuple[UUID, str]]) -> UUID:
    exact = [key for key, name in found if name.casefold() == words.casefold()]
    candidates = exact or [key for key, _name in found]
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise NobodyOfThatName(
            _("Nobody here is called “{words}”. Write the name as it stands in the list.").format(words=words)
        )
    names = ", ".join(name for _key, name in found[:3])
    raise NobodyOfThatName(
        _("“{words}” may be several: {names}. Write more of the name.").format(words=words, names=names)
    )


def _due(words: str, today: dt.date) -> tuple[dt.date, str]:
    """Return the day that the words begin with, and what follows it; raises NotUnderstood if they begin with none."""
    parts = words.split()
    for count in range(min(len(parts), _WORDS_OF_A_DAY), 1, -1):
        try:
            return _ahead(" ".join(parts[:count]), today), " ".join(parts[count:])
        except NotUnderstood:
            continue
    return _ahead(parts[0], today), " ".join(parts[1:])


def _ahead(words: str, today: dt.date) -> dt.date:
    """Read a day; one without a year that lies long past is meant for next year."""
    day = read_day(words, today)
    if str(day.year) in words or day >= today - dt.timedelta(days=180):
        return day
    try:
        return day.replace(year=day.year + 1)
    except ValueError as error:
        raise NotUnderstood(_("There is no such day next year.")) from error
