"""The conversation with the advisor about a record, and what two people wrote at the same place."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, Plain, choice, instant, note, plain, ref, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.i18n import N_, _

Position = tuple[int, int]
"""The server's number of a change, (epoch, seq): the only order there is."""


class Outcome(Choice):
    """What an advisor says of a record."""

    returned = "returned", N_("Returned")
    approved = "approved", N_("Approved")
    withdrawn = "withdrawn", N_("Verdict withdrawn")


class ReviewState(Choice):
    """How the review of a record stands."""

    none = "none", N_("Not reviewed")
    returned = "returned", N_("Returned")
    approved = "approved", N_("Approved")
    changed_since = "changed_since", N_("Changed since")
    needs_you = "needs_you", N_("Needs you")


@dataclass(frozen=True)
class Sight:
    """Which state of a record somebody had before them: its newest change at the server, and the newest op seen.

    Whoever reads from a stick sees ops that have no number at the server yet; `replica` and `n` name the newest.
    """

    position: Position = (0, 0)
    replica: str = ""
    n: int = 0

    def plain(self) -> dict[str, Any]:
        """Return the value as the wire carries it."""
        return {"seen": list(self.position), "newest": [self.replica, self.n]}

    @classmethod
    def read(cls, plain_sight: Any) -> Self:
        """Read what the wire carried; what makes no sense is read as having seen nothing."""
        match plain_sight:
            case {"seen": [int(epoch), int(seq)], "newest": [str(replica), int(n)]}:
                return cls((epoch, seq), replica, n)
            case {"seen": [int(epoch), int(seq)]}:
                return cls((epoch, seq))
        return cls()

    def includes(self, change: "Sight") -> bool:
        """Say whether whoever saw this had seen that change, too."""
        by_op = self.replica != "" and self.replica == change.replica and 0 < change.n <= self.n
        return by_op or change.position <= self.position


class Comment(Record):
    """What somebody says about a record or one of its fields."""

    kind: ClassVar[str] = "comment"
    label: ClassVar[str] = N_("Comment")
    plural: ClassVar[str] = N_("Comments")
    columns: ClassVar[tuple[str, ...]] = ("text", "about_path")
    create_only: ClassVar[bool] = True

    about_kind: str | None = text(N_("About what kind"), max_length=40, needed=True, hint=N_("Filled in by itself."))
    about_id: UUID | None = ref(N_("About what"), to=(), needed=True, hint=N_("Filled in by itself."))
    about_path: str | None = text(N_("About which field"), max_length=300, hint=N_("Blank for the whole record."))
    read: Plain = plain(N_("State that was read"))
    reply_to: UUID | None = ref(N_("Answer to"), to="comment")
    text: str | None = note(
        N_("Comment"), max_length=5_000, needed=True, hint=N_("Say what you saw and what should be done.")
    )

    def title(self) -> str:
        """Return the beginning of the text."""
        return _beginning(self.text) or _("Comment without a text")


class Verdict(Record):
    """An advisor's word on the state of a record."""

    kind: ClassVar[str] = "verdict"
    label: ClassVar[str] = N_("Verdict")
    plural: ClassVar[str] = N_("Verdicts")
    columns: ClassVar[tuple[str, ...]] = ("outcome", "reason")
    create_only: ClassVar[bool] = True

    about_kind: str | None = text(N_("About what kind"), max_length=40, needed=True, hint=N_("Filled in by itself."))
    about_id: UUID | None = ref(N_("About what"), to=(), needed=True, hint=N_("Filled in by itself."))
    judged: Plain = plain(N_("State that was judged"), needed=True, hint=N_("Filled in by itself."))
    outcome: Outcome | None = choice(
        N_("Verdict"), needed=True, hint=N_("Return what must be mended; approve what can stand.")
    )
    reason: str | None = note(N_("Reason"), max_length=5_000, hint=N_("Whoever gets it back must know what to do."))

    def title(self) -> str:
        """Return the outcome."""
        return _(self.outcome.label) if self.outcome else _("Verdict without an outcome")

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.outcome is Outcome.returned and self.blank("reason"):
            yield Finding("reason", _("Say why you return it."), Weight.missing)


class Conflict(Record):
    """Two values for one field, written without knowing of each other; the server makes it, a person settles it."""

    kind: ClassVar[str] = "conflict"
    label: ClassVar[str] = N_("Conflict")
    plural: ClassVar[str] = N_("Conflicts")
    columns: ClassVar[tuple[str, ...]] = ("about_kind", "path", "kept_author", "offered_author")
    create_only: ClassVar[bool] = True

    about_kind: str | None = text(N_("In what kind"), max_length=40, needed=True, hint=N_("Filled in by itself."))
    about_id: UUID | None = ref(N_("In what"), to=(), needed=True, hint=N_("Filled in by itself."))
    path: str | None = text(N_("In which field"), max_length=300, needed=True, hint=N_("Filled in by itself."))
    kept: Plain = plain(N_("Value that stands for now"))
    offered: Plain = plain(N_("Other value"))
    base: Plain = plain(N_("Value before both"))
    kept_author: str | None = text(N_("Written by"), max_length=64)
    offered_author: str | None = text(N_("Other written by"), max_length=64)
    kept_at: dt.datetime | None = instant(N_("Written at"))
    offered_at: dt.datetime | None = instant(N_("Other written at"))
    kept_replica: str | None = text(N_("Written on laptop"), max_length=64)
    offered_replica: str | None = text(N_("Other written on laptop"), max_length=64)
    settled: Plain = plain(N_("Settled by"))

    def title(self) -> str:
        """Return the field; whose record it is, only that record knows."""
        return in_one_line(self.path) or _("Conflict without a field")


def review_state(verdicts: Iterable[tuple[Position, Verdict]], newest: Sight) -> ReviewState:
    """Return how a record's review stands, from its verdicts with their numbers and the record's newest change.

    The latest verdict by number counts. Two that differ on one state need a person, until a newer verdict comes. A
    change after a return shows like one after an approval: it is for the advisor to look again.
    """
    latest: Verdict | None = None
    clash = False
    for _position, verdict in sorted(verdicts, key=lambda pair: (pair[0], pair[1].id)):
        if verdict.void is None and verdict.outcome is not None:
            clash = latest is not None and not clash and _differ(latest, verdict)
            latest = None if verdict.outcome is Outcome.withdrawn else verdict
    if latest is None:
        return ReviewState.none
    if clash:
        return ReviewState.needs_you
    if not Sight.read(latest.judged).includes(newest):
        return ReviewState.changed_since
    return ReviewState.approved if latest.outcome is Outcome.approved else ReviewState.returned


def _differ(one: Verdict, other: Verdict) -> bool:
    return one.outcome is not other.outcome and Sight.read(one.judged) == Sight.read(other.judged)


def _beginning(words: str | None) -> str:
    first = in_one_line((words or "").strip().partition("\n")[0])
    return first if len(first) <= 80 else f"{first[:79]}…"
