"""trust: the figure of one network on a day, all that it is made of, and what it must not be taken for."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from typing import Any

from cdadesk.acts import trust as reading_trust
from cdadesk.cli.choosing import choose
from cdadesk.cli.console import Align, Column, Console
from cdadesk.cli.session import opened
from cdadesk.domain.kernel.typed import read_day
from cdadesk.domain.networks.network import Network
from cdadesk.domain.trust.index import TrustReading
from cdadesk.domain.trust.ladder import Ladder, label
from cdadesk.domain.trust.shipped import the_ladder
from cdadesk.domain.trust.words import arithmetic, deduction_reason, exact, not_claimed, reasons, summary
from cdadesk.i18n import N_, _, format_day

HELP = N_("show the trust figure of a network with all that it is made of")


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("network", help=_("name, short code or id of the network"))
    parser.add_argument("--on", metavar=_("DAY"), help=_("as it was on this day; without it, today"))
    parser.add_argument("--json", action="store_true", help=_("write JSON"))


def run(asked: Namespace, console: Console) -> int:
    """Show the figure; raises a Trouble."""
    with opened(asked, console) as session:
        network = choose(session.store, Network, asked.network).record
        on = read_day(asked.on, session.today) if asked.on else session.today
        reading = reading_trust.read_network(session.store, network, on)
        ladder = the_ladder()
        if asked.json:
            console.json(_json(network, reading, network.active_members(on)))
        else:
            console.say(_("{network}, {day}").format(network=network.title(), day=format_day(on)))
            _write(console, ladder, reading)
    return 0


def _write(console: Console, ladder: Ladder, reading: TrustReading) -> None:
    console.say(summary(reading, ladder.rules))
    if reading.earned:
        console.say()
        columns = [Column(_("Step")), Column(_("What")), Column(_("When")), Column(_("Points"), Align.end)]
        rows = [
            [line.milestone.id, label(line.milestone), format_day(line.occurrence.day), arithmetic(line)]
            for line in reading.earned
        ]
        console.table(columns, rows)
    for line in reading.earned:
        evidence, _body, _recency = reasons(line, ladder.rules)
        if line.evidence < 1:
            console.say(_("{step}: {reason}").format(step=line.milestone.id, reason=evidence))
    _setbacks(console, ladder, reading)
    console.say()
    console.say(_("What the figure does not say:"))
    for sentence in not_claimed():
        console.say(f"- {sentence}")


def _setbacks(console: Console, ladder: Ladder, reading: TrustReading) -> None:
    if not reading.deducted:
        return
    columns = [
        Column(_("Setback")),
        Column(_("What")),
        Column(_("When")),
        Column(_("Points"), Align.end),
        Column(_("Why")),
    ]
    rows = [
        [
            line.setback.id,
            label(line.setback),
            format_day(line.occurrence.day),
            exact(-line.value),
            deduction_reason(line, ladder.rules),
        ]
        for line in reading.deducted
    ]
    console.say()
    console.table(columns, rows)


def _json(network: Network, reading: TrustReading, members: int | None) -> dict[str, Any]:
    """Return the figure with what it is made of; exact values are fractions, the index is written out."""
    return {
        "network": {"id": str(network.id), "title": network.title()},
        "on": reading.on.isoformat(),
        "members": members,
        "index": None if reading.index is None else str(reading.index),
        "rung": reading.rung,
        "coverage": {"proved": reading.proved, "recorded": reading.recorded},
        "maximum": reading.maximum,
        "last_recorded_on": _day(reading.last_recorded_on),
        "earned": [
            {
                "step": line.milestone.id,
                "event": str(line.occurrence.event_id),
                "on": _day(line.occurrence.day),
                "points": line.points,
                "evidence": str(line.evidence),
                "body": str(line.body),
                "recency": str(line.recency),
                "value": str(line.value),
            }
            for line in reading.earned
        ],
        "deducted": [
            {
                "step": line.setback.id,
                "event": str(line.occurrence.event_id),
                "on": _day(line.occurrence.day),
                "full": line.full,
                "value": str(line.value),
            }
            for line in reading.deducted
        ],
        "not_claimed": not_claimed(),
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
