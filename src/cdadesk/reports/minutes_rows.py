"""What the minutes of a meeting say, line by line, before any of it is drawn."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.actors.person import Sex
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.networks.meeting import Attendance, Decision, Meeting, Presence, turnout
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task, TaskState
from cdadesk.i18n import _, format_day, format_money, format_number, ngettext
from cdadesk.reports.letterhead import DASH, Letterhead


@dataclass(frozen=True, kw_only=True)
class MeetingPapers:
    """The records that minutes are drawn from.

    `given` are the tasks given out in this meeting, `earlier` those that it looked back on. `kinds` and `sexes` tell
    what is known of those on the attendance list; only counts of them are printed. `attachments` hang on the meeting.
    There is no `network` in a meeting of the whole cluster.
    """

    meeting: Meeting
    network: Network | None = None
    given: tuple[Task, ...] = ()
    earlier: tuple[Task, ...] = ()
    kinds: Mapping[UUID, ActorKind] = field(default_factory=dict)
    sexes: Mapping[UUID, Sex] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    recorded_by: str = ""


@dataclass(frozen=True)
class AgendaLine:
    """One point and what was said on it."""

    point: str
    said: str


@dataclass(frozen=True)
class DecisionLine:
    """One decision with its vote in words, and the number of the point of the agenda it belongs to."""

    decision: str
    vote: str
    point: int | None
    money: str


@dataclass(frozen=True)
class TaskLine:
    """Who does what by when, and how far it has come."""

    what: str
    who: str
    due: str
    state: str


def attendance(papers: MeetingPapers, letterhead: Letterhead) -> list[tuple[str, str]]:
    """Return what is said of who came: members and quorum, what they are, who is excused, guests."""
    meeting = papers.meeting
    rows = [(_("Members present"), _turnout_words(papers))]
    optional = (
        (_("Of these"), _composition(papers)),
        (_("In place of others"), _proxies(meeting, letterhead)),
    )
    rows += [row for row in optional if row[1]]
    rows.append((_("Excused"), _named(_excused(meeting), letterhead)))
    rows.append((_("Guests"), _named(_guests(meeting), letterhead)))
    return rows


def agenda(meeting: Meeting) -> list[AgendaLine]:
    """Return the points in their order."""
    return [AgendaLine(_text(line.item), _text(line.minutes)) for _key, line in in_order(meeting.agenda)]


def decisions(meeting: Meeting) -> list[DecisionLine]:
    """Return the decisions in the order in which they are numbered."""
    points = {key: number for number, (key, _line) in enumerate(in_order(meeting.agenda), 1)}
    return [
        DecisionLine(
            decision=_text(line.decision),
            vote=vote_words(line),
            point=points.get(line.agenda_item or ""),
            money=_amount(line.amount),
        )
        for _key, line in in_order(meeting.decisions)
    ]


def decision_number(meeting: Meeting, key: str) -> int | None:
    """Return the number under which a decision is printed; None if it is not among those in use."""
    keys = [each for each, _line in in_order(meeting.decisions)]
    return keys.index(key) + 1 if key in keys else None


def vote_words(decision: Decision) -> str:
    """Say how a decision was taken; blank if neither a vote nor agreement is recorded."""
    if decision.consensus:
        return _("all agreed")
    counts = (
        (_("{n} for"), decision.votes_for),
        (_("{n} against"), decision.votes_against),
        (_("{n} abstained"), decision.votes_abstain),
    )
    return ", ".join(said.format(n=format_number(count)) for said, count in counts if count is not None)


def given_tasks(papers: MeetingPapers, letterhead: Letterhead) -> list[TaskLine]:
    """Return the tasks given out, the soonest first."""
    return [_task_line(task, letterhead, "") for task in _by_due(papers.given)]


def earlier_tasks(papers: MeetingPapers, letterhead: Letterhead) -> list[TaskLine]:
    """Return the tasks of before as they stood on the day of the meeting: what was done later is still open here."""
    day = papers.meeting.held_on or letterhead.made_on
    return [_task_line(task, letterhead, _state_on(task, day)) for task in _by_due(papers.earlier)]


def _by_due(tasks: tuple[Task, ...]) -> list[Task]:
    in_use = (task for task in tasks if task.void is None)
    return sorted(in_use, key=lambda task: (task.due_on or dt.date.max, task.id))


def _task_line(task: Task, letterhead: Letterhead, state: str) -> TaskLine:
    due = format_day(task.due_on) if task.due_on else DASH
    return TaskLine(_text(task.what) or DASH, letterhead.name_of(task.who) or DASH, due, state)


def _state_on(task: Task, day: dt.date) -> str:
    if task.status is TaskState.dropped:
        return _("dropped")
    if task.status is TaskState.done and (task.done_on is None or task.done_on <= day):
        return _("done on {day}").format(day=format_day(task.done_on)) if task.done_on else _("done")
    if task.due_on is not None and task.due_on < day:
        return _("late")
    return _("started") if task.status is TaskState.started else _("open")


def _turnout_words(papers: MeetingPapers) -> str:
    meeting = papers.meeting
    if meeting.blank("attendance") and meeting.present_count is None:
        return ""
    count = turnout(meeting, papers.network)
    if count.active is None or count.quorum is None:
        return format_number(count.present)
    reached = _("quorum of {quorum} reached") if count.quorate else _("quorum of {quorum} not reached")
    return _("{present} of {active}; {reached}").format(
        present=format_number(count.present),
        active=format_number(count.active),
        reached=reached.format(quorum=format_number(count.quorum)),
    )


def _members_who_came(meeting: Meeting) -> list[UUID]:
    """Return the members of whom names are known; one for whom somebody else came counts as there."""
    came = (line for line in _lines(meeting) if line.status in (Presence.present, Presence.late) and not line.walk_in)
    return list(dict.fromkeys(who for line in came if (who := line.proxy_for or line.member)))


def _composition(papers: MeetingPapers) -> str:
    """Count those who came by what they are, then women and men; blank while nothing of that is known."""
    who = _members_who_came(papers.meeting)
    kinds = Counter(papers.kinds[each] for each in who if each in papers.kinds)
    sexes = Counter(papers.sexes[each] for each in who if each in papers.sexes)
    by_kind = [f"{_(kind.label)} {format_number(kinds[kind])}" for kind in ActorKind if kinds[kind]]
    by_sex = [_people(sex, sexes[sex]) for sex in Sex if sexes[sex]]
    both = (_with_unknown(by_kind, len(who) - kinds.total()), _with_unknown(by_sex, len(who) - sexes.total()))
    return "; ".join(filter(None, both))


def _with_unknown(counted: list[str], unknown: int) -> str:
    rest = [_("not recorded {n}").format(n=format_number(unknown))] if counted and unknown else []
    return ", ".join([*counted, *rest])


def _people(sex: Sex, count: int) -> str:
    words = {
        Sex.woman: ngettext("{n} woman", "{n} women", count),
        Sex.man: ngettext("{n} man", "{n} men", count),
        Sex.other: ngettext("{n} other person", "{n} other persons", count),
    }
    return words[sex].format(n=format_number(count))


def _excused(meeting: Meeting) -> Iterator[Attendance]:
    return (line for line in _lines(meeting) if line.status is Presence.excused)


def _guests(meeting: Meeting) -> Iterator[Attendance]:
    return (line for line in _lines(meeting) if line.walk_in and line.status in (Presence.present, Presence.late))


def _named(lines: Iterator[Attendance], letterhead: Letterhead) -> str:
    """Return the names; those who are counted without a name come last."""
    names = [letterhead.name_of(line.member) for line in lines]
    nameless = names.count("")
    said = [name for name in names if name]
    if nameless:
        said.append(ngettext("{n} without a name", "{n} without a name", nameless).format(n=format_number(nameless)))
    return ", ".join(said)


def _proxies(meeting: Meeting, letterhead: Letterhead) -> str:
    pairs = [
        _("{name} for {member}").format(
            name=letterhead.name_of(line.member) or DASH, member=letterhead.name_of(line.proxy_for)
        )
        for line in _lines(meeting)
        if line.proxy_for and line.status in (Presence.present, Presence.late)
    ]
    return ", ".join(pairs)


def _lines(meeting: Meeting) -> Iterator[Attendance]:
    return (line for _key, line in in_order(meeting.attendance))


def _amount(amount: Money | None) -> str:
    return format_money(amount.minor, amount.currency) if amount else ""


def _text(text: str | None) -> str:
    return text.strip() if text else ""
