"""A fair is settled to the paisa, approved in a meeting, sent, returned by the advisor, corrected and approved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from cdadesk.acts import exchanging, review
from cdadesk.acts.fairs import settlements
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.vocabulary import HeadCode
from cdadesk.domain.review import ReviewState
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.every import PLACES
from cdadesk.gui.places.joint_actions.page import FairsPage
from cdadesk.gui.workroom import Workroom
from cdadesk.server import accounts
from tests.builders import CLUSTER, SCOPE, changed, the
from tests.domain.fairs.a_fair import key_of
from tests.gui.at_the_desk import a_desk, a_window, key, keys
from tests.gui.places.joint_actions.test_settlement import approve
from tests.gui.places.joint_actions.worked import (
    click_soon,
    heads,
    shown_table,
    the_account,
    the_meeting,
    the_worked_fair,
    turn_to_settlement,
)
from tests.journey.test_journey import assert_reviews_show, exchange
from tests.server.pages.visitor import Visitor
from tests.serving import PASSWORD, RunningServer, open_database

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        yield made


def without_its_largest_cost(desk: Desk) -> Fair:
    """Save the worked fair, in which the rent of the space is still to be typed."""
    fair = the_worked_fair(desk)
    space = key_of(fair.budget_lines, head=HeadCode.space)
    lines = {**fair.budget_lines, space: fair.budget_lines[space].changed(actual=None)}
    return changed(desk.store, the(desk.store, Fair, fair.id), budget_lines=lines).record


def type_the_rent(page: FairsPage, fair: Fair, amount: str, qtbot: QtBot) -> None:
    """Type what the space cost, and save."""
    page.form.go_to(f"budget_lines/{key_of(fair.budget_lines, head=HeadCode.space)}/actual")
    keys(qtbot, amount)
    with qtbot.waitSignal(page.detail.saved):
        key(qtbot, Qt.Key.Key_S, CTRL)


def sign_in(desk: Desk, server: RunningServer, database_url: URL | Path) -> None:
    """Sign the laptop in: its cluster was made offline, so the server takes it up, and Tara is assigned to it."""
    exchanging.sign_in(desk.store, server.address, "asha", PASSWORD)
    with open_database(database_url) as database:
        database.write(lambda session: accounts.assign(session, "tara", CLUSTER))


def approve_the_worked_account(page: FairsPage, qtbot: QtBot) -> None:
    """See the figures of the worked fair, and approve them by keys."""
    qtbot.waitUntil(lambda: page.settlement.table.model.sheet is not None)
    assert shown_table(page)["Firm 1"][heads(page).index("Balance")] == "−1,899.01"
    click_soon(qtbot, page.settlement.notice, "Approve in a meeting…")
    approve(page, qtbot, "right")


def fairs_page(room: Workroom) -> FairsPage:
    page: object = room.window.page
    assert isinstance(page, FairsPage)
    return page


def test_a_fair_is_settled_sent_returned_corrected_and_approved(
    desk: Desk, server: RunningServer, database_url: URL | Path, theme: Theme, qtbot: QtBot
) -> None:
    fair, _meeting = without_its_largest_cost(desk), the_meeting(desk)
    desk.note_news()
    room = a_window(desk, list(PLACES), theme, qtbot)
    room.open_record("fair", fair.id)
    page = fairs_page(room)
    type_the_rent(page, fair, "40000", qtbot)
    the_account(room, page, fair, qtbot)
    approve_the_worked_account(page, qtbot)
    sign_in(desk, server, database_url)
    exchange(desk)
    address = f"/records/{SCOPE}/fair/{fair.id}"
    with Visitor(server.address) as tara:
        send_back(tara, address)
        exchange(desk)
        assert_reviews_show(room, qtbot, "The rent was 41,000, see the receipt.")

        desk.open("fair", fair.id)
        type_the_rent(fairs_page(room), fair, "41000", qtbot)
        turn_to_settlement(page, qtbot)
        click_soon(qtbot, page.settlement.notice, "Correct it in a meeting…")
        approve(page, qtbot, "right", "The receipt says 41,000.")
        exchange(desk)
        assert "41,000.00" in tara.get(address).words
        tara.send(tara.get(address), "/verdicts", outcome="approved")

    exchange(desk)
    state = review.conversation(desk.store, the(desk.store, Fair, fair.id)).state
    assert state is ReviewState.approved
    assert [each.revision for each in settlements(desk.store, fair.id)] == [2, 1]
    assert desk.store.standing().all_sent


def send_back(tara: Visitor, address: str) -> None:
    """Read the fair as the advisor, and return it with a reason."""
    tara.sign_in("tara")
    assert "40,000.00" in tara.get(address).words
    tara.send(tara.get(address), "/verdicts", outcome="returned", reason="The rent was 41,000, see the receipt.")
