"""The sentences that the place says about meetings and networks in more than one spot."""

import datetime as dt

from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.networks.meeting import Meeting, Turnout
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.i18n import _, format_day, format_number, ngettext


def came_words(turnout: Turnout) -> str:
    """Say how many came: 14 of 26, or only 14."""
    if turnout.active is None:
        return format_number(turnout.present)
    return _("{n} of {total}").format(n=format_number(turnout.present), total=format_number(turnout.active))


def turnout_words(turnout: Turnout) -> str:
    """Say who came and whether that was a quorum: 14 of 26 came, quorum reached."""
    parts = [_("{n} came").format(n=came_words(turnout)), _quorum_words(turnout)]
    if turnout.guests:
        many = ngettext("{n} guest", "{n} guests", turnout.guests)
        parts.append(many.format(n=format_number(turnout.guests)))
    return ", ".join(filter(None, parts))


def _quorum_words(turnout: Turnout) -> str:
    if turnout.quorum is None:
        return ""
    if turnout.quorate:
        return _("quorum reached")
    lacking = turnout.quorum - turnout.present
    many = ngettext("{n} more for a quorum", "{n} more for a quorum", lacking)
    return many.format(n=format_number(lacking))


def membership_words(network: Network, on: dt.date) -> str:
    """Say how many members a network had on a day, and how many make a quorum."""
    active = network.active_members(on)
    if active is None:
        return _("Nothing is recorded of its members on {day}.").format(day=format_day(on))
    many = ngettext("{n} member on {day}", "{n} members on {day}", active)
    counted = many.format(n=format_number(active), day=format_day(on))
    if not active:
        return counted
    quorum = format_number(network.quorum_needed(active))
    return _("{members}, {quorum} make a quorum").format(members=counted, quorum=quorum)


def task_words(task: Task, who: str, on: dt.date) -> str:
    """Say who is to do a task by when, or that it was done."""
    if task.done_on is not None and not task.is_open():
        return _("{who}, done on {day}").format(who=who, day=format_day(task.done_on))
    if task.due_on is None:
        return who
    said = _("{who}, was due {day}") if task.is_late(on) else _("{who}, by {day}")
    return said.format(who=who, day=format_day(task.due_on))


def logged_words(meeting: Meeting, came: str, tasks: int) -> str:
    """Say what was saved: who came, how much was decided, how much was given out."""
    decided = len(in_order(meeting.decisions))
    parts = [
        came,
        ngettext("{n} decision", "{n} decisions", decided).format(n=format_number(decided)) if decided else "",
        ngettext("{n} task", "{n} tasks", tasks).format(n=format_number(tasks)) if tasks else "",
    ]
    return _("Saved: {what}.").format(what=", ".join(filter(None, parts)))
