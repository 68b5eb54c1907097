"""Whether a person makes a cluster, sees rival estimates side by side, and is asked about a size that is unusual."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from cdadesk.domain.cluster import Cluster, ClusterType, EstimateOf, Phase, PhaseEntry, SizeEstimate, SubType
from cdadesk.domain.kernel.record import Certainty
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import cluster
from cdadesk.gui.places.cluster.page import ClusterPage
from cdadesk.gui.workroom import Workroom
from cdadesk.store.writing import Edit
from tests.gui.at_the_desk import a_desk, a_window, click, key, keys, with_a_cluster, words_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        yield made


def page_of(room: Workroom) -> ClusterPage:
    assert isinstance(room.window.page, ClusterPage)
    return room.window.page


def filled(desk: Desk, **values: object) -> Cluster:
    before = with_a_cluster(desk.store)
    after = before.changed(**values)
    desk.store.save(Edit(before, after))
    desk.note_news()
    return after


def test_the_first_cluster_is_made_of_product_and_place_by_keyboard(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    keys(qtbot, "Brass ware")
    key(qtbot, Qt.Key.Key_Return)
    keys(qtbot, "Moradabad")
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_Return)
    made = desk.cluster
    assert made is not None
    assert (made.name, made.scope) == ("Brass ware, Moradabad", str(made.id))
    assert page_of(room).detail.record == made
    assert page_of(room).detail.form.boxes["cluster_type"].editor.control.hasFocus()


def test_half_a_name_is_asked_for_whole(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    keys(qtbot, "Brass ware")
    click(qtbot, room.window, "Make it")
    assert "Say both" in words_in(page_of(room))
    assert desk.cluster is None


def test_rival_estimates_stand_side_by_side_with_source_and_year(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    filled(
        desk,
        estimates={
            "a": SizeEstimate(order="a", what=EstimateOf.firms, count=550, year=1999, source="District office"),
            "b": SizeEstimate(order="b", what=EstimateOf.firms, count=900, year=2001, source="Association"),
        },
    )
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    page = page_of(room)
    page.detail.tabs.setCurrentIndex(1)
    said = words_in(page.detail.tabs.currentWidget()).split("\n")
    assert said == ["Firms: from 550 to 900", "550", "1999", "District office", "900", "2001", "Association"]


def test_how_sure_an_estimate_is_can_be_said_beside_it(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    one = SizeEstimate(order="a", what=EstimateOf.firms, count=550, year=1999, source="District office")
    made = filled(desk, estimates={"a": one})
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    page = page_of(room)
    page.detail.tabs.setCurrentIndex(1)
    asked = page.detail.tabs.currentWidget().findChild(QComboBox)
    asked.setFocus()
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_Down)
    kept = desk.store.get(Cluster, made.id).record
    assert kept.estimates["a"].certainty == {"count": Certainty.measured}


def test_a_small_cluster_is_asked_about_and_the_question_can_be_left(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    few = SizeEstimate(order="a", what=EstimateOf.firms, count=12, year=1999, source="My own count")
    filled(desk, cluster_type=ClusterType.artisan, sub_type=SubType.handicraft, estimates={"a": few})
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    page = page_of(room)
    asked = "Programmes usually take up clusters of 50 or more."
    assert asked in words_in(page.detail.form)
    page.detail.tabs.setCurrentIndex(1)
    assert asked in words_in(page.detail.tabs.currentWidget())


def test_phases_are_drawn_and_told_in_words(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    filled(
        desk,
        phase_history={
            "a": PhaseEntry(order="a", phase=Phase.diagnostic, from_on="1997", to_on="1998-03"),
            "b": PhaseEntry(order="b", phase=Phase.trust_building, from_on="1997-06"),
        },
    )
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    page = page_of(room)
    page.detail.tabs.setCurrentIndex(2)
    drawn = page.detail.tabs.currentWidget().findChild(Chart).drawing()
    assert drawn.in_words == "Diagnostic study: 1997 to Mar 1998. Trust building: since Jun 1997."


def test_another_cluster_is_made_beside_the_first(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    with_a_cluster(desk.store)
    desk.note_news()
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    click(qtbot, room.window, "Another cluster")
    keys(qtbot, "Locks")
    key(qtbot, Qt.Key.Key_Return)
    keys(qtbot, "Aligarh")
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_Return)
    assert desk.cluster.title() == "Locks, Aligarh"
    assert page_of(room).detail.record.title() == "Locks, Aligarh"
    room.window.cluster_chosen.emit(str(next(each.id for each in desk.clusters() if each.place == "Jaipur")))
    assert page_of(room).detail.record.place == "Jaipur"
