"""Whether the trust place shows the three figures together, and leads from a rung to what proves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cdadesk.clock import new_id
from cdadesk.domain.networks.network import CountEntry, Network
from cdadesk.domain.trust.trust_event import EvidenceType, TrustEvent, TrustEvidence
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import trust
from cdadesk.gui.places.place import Place
from cdadesk.gui.places.trust import TrustPage
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import N_, language
from tests.builders import SCOPE, saved
from tests.gui.at_the_desk import a_desk, a_window, key, keys, with_a_cluster, words_in

NETWORKS = Place("networks", N_("Networks"), "waypoints", lambda desk: RecordsPage(desk, Network, "waypoints"))
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def calico(desk: Desk) -> Network:
    counted = CountEntry(counted_on="2020-01", count=20, source="register")
    values = {"id": new_id(), "scope": SCOPE, "name": "Calico", "count_entries": {str(new_id()): counted}}
    return saved(desk.store, Network.model_validate(values))


def happened(desk: Desk, network: Network, item: str, on: str, count: int, **more: object) -> TrustEvent:
    proof = TrustEvidence(evidence_type=EvidenceType.receipt, reference="book 1", independent=item != "M09")
    values = {
        "id": new_id(),
        "scope": SCOPE,
        "subject_kind": "network",
        "network": network.id,
        "ladder_item": item,
        "event_on": on,
        "participants_count": count,
        "active_members_at": 20,
        "evidence": {str(new_id()): proof},
    }
    return saved(desk.store, TrustEvent.model_validate(values | more))


def golden(desk: Desk) -> Network:
    network = calico(desk)
    happened(desk, network, "M01", "2024-02-10", 18)
    happened(desk, network, "M02", "2025-10-01", 16)
    happened(desk, network, "M05", "2025-11-01", 12)
    happened(desk, network, "M07", "2025-09-03", 20, quorum_decided=True)
    happened(desk, network, "M09", "2025-10-10", 8)
    happened(desk, network, "M11", "2025-01-14", 10)
    happened(desk, network, "S04", "2025-11-20", 1)
    return network


def shown(desk: Desk, theme: Theme, qtbot: QtBot) -> TrustPage:
    page = a_window(desk, [trust.PLACE, NETWORKS], theme, qtbot).window.page
    assert isinstance(page, TrustPage)
    return page


def test_the_golden_network_shows_its_three_figures_and_what_they_do_not_claim(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    golden(desk)
    page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: page.overview.index.figure.text() != "")

    assert page.overview.rung.figure.text() == "2 of 5"
    assert page.overview.index.figure.text() == "4.4"
    assert page.overview.coverage.figure.text() == "5 of 6"
    assert "It does not compare or rank networks" in words_in(page.overview)
    qtbot.waitUntil(lambda: "4 × ½ × 8/20 × 1 = 0.8" in words_in(page.overview))


def test_a_chip_leads_to_the_step_that_it_stands_for(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    network = golden(desk)
    page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: page.overview.index.figure.text() != "")

    chip(page, "M09").click()

    step = page.steps.chosen
    assert step is not None
    assert (step.ladder_item, step.network) == ("M09", network.id)


def test_a_milestone_that_is_ahead_begins_a_step_of_it(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    golden(desk)
    page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: page.overview.index.figure.text() != "")

    chip(page, "M13").click()

    assert page.steps.detail.is_new
    assert page.steps.detail.form.boxes["ladder_item"].editor.value() == "M13"


def test_a_step_is_recorded_by_keyboard_and_the_line_moves(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    network = calico(desk)
    page = shown(desk, theme, qtbot)
    key(qtbot, Qt.Key.Key_N, CTRL)
    keys(qtbot, "M10")
    key(qtbot, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.steps.detail.saved):
        key(qtbot, Qt.Key.Key_S, CTRL)

    step = page.steps.chosen
    assert step is not None
    assert (step.ladder_item, step.network, step.active_members_at) == ("M10", network.id, 20)


def test_without_a_network_the_place_leads_to_the_networks(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = shown(desk, theme, qtbot)

    assert "Trust is drawn for a network" in words_in(page)
    with qtbot.waitSignal(desk.place_asked) as asked:
        next(each for each in page.findChildren(QPushButton) if each.text() == "To the networks").click()
    assert asked.args == ["networks"]


def chip(page: TrustPage, item: str) -> QPushButton:
    assert language() == "en"
    buttons: list[QPushButton] = list(page.overview.ladder.findChildren(QPushButton))
    return next(each for each in buttons if each.text().startswith(item))
