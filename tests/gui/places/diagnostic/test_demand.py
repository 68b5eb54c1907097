"""Whether a demand moves along its line of stages: through gates that say what is missing, and back with a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.domain.diagnostic.demand import DemandArticulation, LearningStep
from cdadesk.domain.diagnostic.gates import DemandStage
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import diagnostic
from cdadesk.gui.places.diagnostic.demand.page import DemandsPage
from cdadesk.gui.places.parted import PartedPage
from tests.builders import a_record, saved
from tests.domain.making import lines
from tests.gui.at_the_desk import a_desk, a_window, click, key, keys, with_a_cluster

FELT = {"name": "Food law", "felt_need": "Relax the act.", "steps": lines(LearningStep(learned="Nobody read it."))}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def shown(desk: Desk, theme: Theme, qtbot: QtBot, **facts: object) -> DemandsPage:
    need = saved(desk.store, a_record(DemandArticulation, **FELT | facts))
    place = a_window(desk, [diagnostic.PLACE], theme, qtbot).window.page
    assert isinstance(place, PartedPage)
    desk.open("demand", need.id)
    page = place.part
    assert isinstance(page, DemandsPage)
    qtbot.waitUntil(page.strip.isVisible)
    return page


def stage(desk: Desk) -> DemandStage:
    (held,) = desk.store.find(DemandArticulation)
    return held.record.stands_at()


def test_the_gate_says_what_is_missing_and_opens_once_it_is_there(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = shown(desk, theme, qtbot)
    assert "Missing: Structural need." in page.strip.gate.text()
    assert page.table.model.index(0, 1).data() == "Felt need"
    click(qtbot, page.strip, "Move on to “Structural need”")
    qtbot.waitUntil(lambda: "Missing: Structural need." in page.strip.said.text())
    assert stage(desk) is DemandStage.felt
    page.form.go_to("structural_need")
    keys(qtbot, "Firms do not know the law.")
    qtbot.waitUntil(lambda: "Missing" not in page.strip.gate.text())
    click(qtbot, page.strip, "Move on to “Structural need”")
    assert page.strip.said.text() == "What is typed is not saved yet."
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.strip, "Move on to “Structural need”")
    assert stage(desk) is DemandStage.structural
    qtbot.waitUntil(lambda: "Next, Demand" in page.strip.gate.text())


def test_the_way_back_asks_for_a_stage_and_a_reason(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = shown(desk, theme, qtbot, structural_need="They do not know the law.", stage=DemandStage.structural)
    click(qtbot, page.strip, "Go back…")
    page.strip.to.restore_typed({"key": "felt"})
    click(qtbot, page.strip, "Go back")
    qtbot.waitUntil(lambda: "Say why it goes back" in page.strip.said.text())
    assert stage(desk) is DemandStage.structural
    page.strip.reason.control.setFocus()
    keys(qtbot, "They only agreed to please us.")
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.strip, "Go back")
    assert stage(desk) is DemandStage.felt
    (held,) = desk.store.find(DemandArticulation)
    assert [move.reason for move in held.record.moves.values()] == ["They only agreed to please us."]
