"""The minutes of a meeting: large type, ready to be read aloud, on one sheet when the meeting was an ordinary one."""

from collections.abc import Iterator
from typing import BinaryIO

from cdadesk.domain.kernel.record import in_one_line
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.i18n import _, format_day, format_number
from cdadesk.reports.attachment_words import attachment_words
from cdadesk.reports.blocks import Block, Facts, Heading, Marker, Points, Signatures
from cdadesk.reports.letterhead import DASH, Letterhead
from cdadesk.reports.measures import Lettering, styles
from cdadesk.reports.minutes_rows import (
    AgendaLine,
    DecisionLine,
    MeetingPapers,
    TaskLine,
    agenda,
    attendance,
    decisions,
    earlier_tasks,
    given_tasks,
)
from cdadesk.reports.paper import Paper, draw, pages_of

_LEAST_SIZE = 11  # points: what is read aloud


def write_minutes(papers: MeetingPapers, letterhead: Letterhead, file: BinaryIO) -> None:
    """Write the minutes as a PDF in the language in use."""
    draw(minutes_paper(papers, letterhead), minutes_blocks(papers, letterhead), file)


def minutes_paper(papers: MeetingPapers, letterhead: Letterhead) -> Paper:
    """Return the head of the minutes: whose meeting, and when. Letters are a little smaller if that saves a sheet."""
    blocks = minutes_blocks(papers, letterhead)
    sizes = (Lettering.LARGE, Lettering.MEDIUM, Lettering.USUAL)
    ways = [_paper(papers, letterhead, each) for each in sizes if styles(each).body.size >= _LEAST_SIZE]
    return next((paper for paper in ways if len(pages_of(paper, blocks)) == 1), ways[0])


def _paper(papers: MeetingPapers, letterhead: Letterhead, lettering: Lettering) -> Paper:
    meeting = papers.meeting
    day = format_day(meeting.held_on) if meeting.held_on else ""
    period = in_one_line(_whose(papers, letterhead), day, meeting.started_at)
    return letterhead.paper(_("Minutes of the meeting"), period, lettering)


def _whose(papers: MeetingPapers, letterhead: Letterhead) -> str:
    """Return the network; for a meeting of no network what kind of meeting it was."""
    if papers.network or papers.meeting.network:
        return papers.network.title() if papers.network else letterhead.name_of(papers.meeting.network)
    return _(papers.meeting.meeting_kind.label) if papers.meeting.meeting_kind else ""


def minutes_blocks(papers: MeetingPapers, letterhead: Letterhead) -> list[Block]:
    """Return the minutes as blocks."""
    return list(_blocks(papers, letterhead))


def _blocks(papers: MeetingPapers, letterhead: Letterhead) -> Iterator[Block]:
    meeting = papers.meeting
    yield Facts((*_opening(meeting, letterhead), *attendance(papers, letterhead)))
    yield Heading(_("Tasks from before"))
    yield Points(tuple(_earlier_words(line) for line in earlier_tasks(papers, letterhead)))
    yield Heading(_("What was talked about"))
    yield Points(tuple(_agenda_words(line) for line in agenda(meeting)), Marker.NUMBER)
    yield Heading(_("Decisions"))
    yield Points(tuple(_decision_words(line) for line in decisions(meeting)), Marker.NUMBER)
    yield Heading(_("Who does what"))
    yield Points(tuple(_task_words(line) for line in given_tasks(papers, letterhead)))
    yield Facts(_closing(papers, letterhead))
    yield _signatures(papers, letterhead)


def _opening(meeting: Meeting, letterhead: Letterhead) -> tuple[tuple[str, str], ...]:
    called_by = _(meeting.convened_by.label) if meeting.convened_by else ""
    return (
        (_("Place"), meeting.place or ""),
        (_("Called by"), called_by),
        (_("Chair"), letterhead.name_of(meeting.chair)),
    )


def _closing(papers: MeetingPapers, letterhead: Letterhead) -> tuple[tuple[str, str], ...]:
    meeting = papers.meeting
    money = [
        _("decision {number}: {amount}").format(number=format_number(number), amount=line.money)
        for number, line in enumerate(decisions(meeting), 1)
        if line.money
    ]
    next_on = format_day(meeting.next_meeting_on) if meeting.next_meeting_on else ""
    signed = ((_("Minutes signed by"), letterhead.name_of(meeting.minutes_signed_by)),)
    hung = attachment_words(papers.attachments)
    return (
        (_("Money decided"), ", ".join(money)),
        (_("Disagreements"), meeting.conflicts or ""),
        (_("Next meeting"), next_on),
        *(signed if meeting.minutes_signed_by else ()),
        *(((_("Photos and papers"), "; ".join(hung)),) if hung else ()),
    )


def _decision_words(line: DecisionLine) -> str:
    """Return the decision as it is read aloud; how it was taken stands in brackets behind it."""
    point = _("point {number}").format(number=format_number(line.point)) if line.point else ""
    behind = "; ".join(filter(None, (line.vote or _("vote not recorded"), point)))
    return _("{decision} ({how})").format(decision=line.decision or DASH, how=behind)


def _agenda_words(line: AgendaLine) -> str:
    if not line.said:
        return line.point or DASH
    return _("{point}: {said}").format(point=line.point or DASH, said=line.said)


def _task_words(line: TaskLine) -> str:
    return _("{who}: {what}, by {day}").format(who=line.who, what=line.what, day=line.due)


def _earlier_words(line: TaskLine) -> str:
    return _("{task} ({state})").format(task=_task_words(line), state=line.state)


def _signatures(papers: MeetingPapers, letterhead: Letterhead) -> Signatures:
    chair = "\n".join(filter(None, (_("Chair"), letterhead.name_of(papers.meeting.chair))))
    recorder = "\n".join(filter(None, (_("Recorded by (CDA)"), papers.recorded_by)))
    return Signatures((chair, _("Secretary"), recorder))
