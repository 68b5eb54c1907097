"""Whether a person makes a cluster, sees rival estimates side by side, and is asked about a size that is unusual."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdadesk.acts.rules import copy_of
from cdadesk.domain.cluster import (
    Cluster,
    ClusterType,
    EstimateOf,
    Methodology,
    Phase,
    PhaseEntry,
    SizeEstimate,
    SubType,
)
from cdadesk.domain.kernel.record import Certainty
from cdadesk.domain.methods.course import StepState, course
from cdadesk.domain.methods.own_rules import OwnRules
from cdadesk.domain.methods.rule_sets import rule_sets
from cdadesk.domain.methods.words import said
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import cluster
from cdadesk.gui.places.cluster.grant import GrantTab
from cdadesk.gui.places.cluster.page import ClusterPage
from cdadesk.gui.workroom import Workroom
from cdadesk.store.writing import Edit
from tests.gui.at_the_desk import a_desk, a_window, click, click_nth, key, keys, with_a_cluster, words_in


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


def tab_of(page: ClusterPage, title: str) -> QWidget:
    """Bring the tab of this title to the front."""
    titles = [page.detail.tabs.tabText(place) for place in range(page.detail.tabs.count())]
    page.detail.tabs.setCurrentIndex(titles.index(title))
    return page.detail.tabs.currentWidget()


def test_a_step_of_the_method_is_begun_and_says_what_is_still_missing(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    made = filled(desk, methodology=Methodology.unido_cdp)
    page = page_of(a_window(desk, [cluster.PLACE], theme, qtbot))
    tab = tab_of(page, "Method")
    assert "Not yet: People of at least four kinds were interviewed (0 of 4)" in words_in(tab)
    with qtbot.waitSignal(desk.records_changed):
        click_nth(qtbot, tab, "Begin", 1)
    assert "Under way since" in words_in(tab)
    focused = tab.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.accessibleName() == "Done today: Diagnostic study"
    held = desk.store.get(Cluster, made.id)
    assert held is not None
    assert [step.state for step in course(held.record)[:2]] == [StepState.not_begun, StepState.under_way]


def test_a_step_of_ones_own_is_added_and_put_earlier(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    made = filled(desk, methodology=Methodology.dipp_iius)
    tab = tab_of(page_of(a_window(desk, [cluster.PLACE], theme, qtbot)), "Method")
    (line,) = tab.findChildren(QLineEdit)
    line.setText("Visit to Tirupur")
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, tab, "Add step")
    called = "Put this step earlier: Visit to Tirupur"
    (up,) = [each for each in tab.findChildren(QPushButton) if each.isVisible() and each.accessibleName() == called]
    with qtbot.waitSignal(desk.records_changed):
        up.click()
    held = desk.store.get(Cluster, made.id)
    assert held is not None
    assert [step.name for step in course(held.record)][-2:] == ["Visit to Tirupur", "Operate"]


def test_the_grant_is_worked_out_and_explains_itself(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    filled(desk, methodology=Methodology.dipp_iius)
    tab = tab_of(page_of(a_window(desk, [cluster.PLACE], theme, qtbot)), "Grant")
    assert isinstance(tab, GrantTab)
    tab.amounts["cost"].setText("40 crore")
    told = words_in(tab)
    assert "The grant may be up to ₹\N{NO-BREAK SPACE}30,00,00,000.00" in told
    assert "The industry itself brings at least 15 % of the cost: ₹\N{NO-BREAK SPACE}6,00,00,000.00." in told
    assert "Awasthi, Gulati 2005" in told
    tab.amounts["industry"].setText("5 crore")
    assert "The industry brings ₹\N{NO-BREAK SPACE}1,00,00,000.00 less than it must." in words_in(tab)
    tab.amounts["cost"].setText("forty")
    assert "may be up to" not in words_in(tab)


def test_rules_of_a_scheme_are_copied_mended_and_reckoned_with(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    filled(desk, methodology=Methodology.dipp_iius)
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    page = page_of(room)
    tab = tab_of(page, "Grant")
    assert isinstance(tab, GrantTab)
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, tab, "Change these rules…")
    qtbot.waitUntil(page.rules.isVisible)
    (copy,) = (each.record for each in desk.store.find(OwnRules))
    (line,) = copy.items
    page.rules.form.go_to(f"items/{line}/share")
    keys(qtbot, "60")
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    key(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(tab.isVisible)
    assert (tab.scheme.currentIndex(), "our own rules, from 2003" in tab.scheme.currentText()) == (0, True)
    tab.amounts["cost"].setText("40 crore")
    assert "The grant may be up to ₹\N{NO-BREAK SPACE}24,00,00,000.00" in words_in(tab)
    tab.scheme.setCurrentIndex(tab.scheme.findData("iius-2003"))
    assert "The grant may be up to ₹\N{NO-BREAK SPACE}30,00,00,000.00" in words_in(tab)


def test_a_comment_on_rules_leads_to_them(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    made = filled(desk, methodology=Methodology.dipp_iius)
    kept = copy_of(rule_sets()["miius-2013"], made.scope)
    desk.store.save(Edit(None, kept))
    page = page_of(a_window(desk, [cluster.PLACE], theme, qtbot))
    desk.open(OwnRules.kind, kept.id)
    qtbot.waitUntil(page.rules.isVisible)
    assert page.rules.shown_id == kept.id
    assert list(page.trail()) == ["Cluster", "Grant"]
    page.rules.void()
    qtbot.waitUntil(page.grant.isVisible)
    assert page.grant.scheme.findData(str(kept.id)) == -1


def test_every_scheme_can_be_chosen_and_keeps_its_place_in_another_language(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    filled(desk, methodology=Methodology.mse_cdp_8)
    room = a_window(desk, [cluster.PLACE], theme, qtbot)
    tab = tab_of(page_of(room), "Grant")
    assert isinstance(tab, GrantTab)
    tab.amounts["cost"].setText("8 crore")
    for place in range(tab.scheme.count()):
        tab.scheme.setCurrentIndex(place)
        assert said(tab.rules().source) in words_in(tab)
    tab.scheme.setCurrentIndex(tab.scheme.findData("nertps-handloom"))
    room.window.use_language("hi")
    assert (tab.scheme.currentData(), tab.scheme.currentText()) == ("nertps-handloom", "एनईआरटीपीएस हथकरघा")
    room.window.use_language("en")
