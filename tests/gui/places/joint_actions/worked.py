"""The worked fair of the design in a store, with the firms, the fair before it and the meeting that it needs."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.lines import FairParticipant
from cdadesk.domain.networks.meeting import Decision, Meeting
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.joint_actions import PLACE
from cdadesk.gui.places.joint_actions.page import FairsPage
from cdadesk.gui.workroom import Workroom
from cdadesk.store.store import Store
from tests.builders import SCOPE, a_record, saved
from tests.domain.fairs.a_fair import ACTORS, VETERANS, a_fair
from tests.domain.making import lines
from tests.gui.at_the_desk import LAPTOP, a_window, click, with_a_cluster

SETTLEMENT = 4


def firms(store: Store) -> None:
    """Save the five firms."""
    for number, actor in ACTORS.items():
        saved(store, a_record(Actor, id=actor, name=f"Firm {number}", code=f"P{number}"))


Change = Callable[[Fair], dict[str, Any]]


def no_change(_fair: Fair) -> dict[str, Any]:
    """Leave the fair as it is."""
    return {}


def the_worked_fair(desk: Desk, change: Change = no_change) -> Fair:
    """Save the worked fair with a change, and an earlier one at which three of its firms were."""
    with_a_cluster(desk.store)
    firms(desk.store)
    before = a_record(
        Fair,
        name="Fair of last year",
        from_on="2025-03-05",
        to_on="2025-03-09",
        participants=lines(*(FairParticipant(actor=actor) for actor in sorted(VETERANS))),
    )
    saved(desk.store, before)
    fair = a_fair()
    fair = saved(desk.store, fair.changed(**{"scope": SCOPE} | change(fair)))
    desk.note_news()
    return fair


def the_meeting(desk: Desk) -> Meeting:
    """Save the meeting that looks at accounts, with two decisions."""
    decided = lines(Decision(decision="Pay the lorry"), Decision(decision="The account of the fair is right"))
    held = a_record(Meeting, held_on=dt.date(2026, 3, 12), place="School hall", decisions=decided)
    return saved(desk.store, held)


def the_page(desk: Desk, theme: Theme, qtbot: QtBot, size: tuple[int, int] = LAPTOP) -> tuple[Workroom, FairsPage]:
    """Open the window with the place."""
    room = a_window(desk, [PLACE], theme, qtbot, size)
    page: object = room.window.page
    assert isinstance(page, FairsPage)
    return room, page


def the_account(room: Workroom, page: FairsPage, fair: Fair, qtbot: QtBot) -> None:
    """Open the settlement of a fair and wait until it stands there."""
    room.open_record("fair", fair.id)
    turn_to_settlement(page, qtbot)


def turn_to_settlement(page: FairsPage, qtbot: QtBot) -> None:
    """Turn to the settlement and wait until the account was worked out."""
    page.detail.tabs.setCurrentIndex(SETTLEMENT)
    qtbot.waitUntil(lambda: page.settlement.notice.text() not in ("", "The account is being worked out…"))


def shown_table(page: FairsPage) -> dict[str, list[str]]:
    """Return the table as it reads: by name, the figures of each row."""
    model = page.settlement.table.model
    sheet = model.sheet
    assert sheet is not None
    return {
        sheet.name(row): [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    }


def heads(page: FairsPage) -> list[str]:
    """Return the heads of the columns."""
    sheet = page.settlement.table.model.sheet
    assert sheet is not None
    return [figures.head for figures in sheet.columns]


def click_soon(qtbot: QtBot, within: QWidget, words: str) -> None:
    """Click a button as soon as it can be seen: a new one is shown at Qt's next turn."""

    def is_there() -> bool:
        return any(each.isVisible() and each.text() == words for each in within.findChildren(QAbstractButton))

    qtbot.waitUntil(is_there)
    click(qtbot, within, words)
