"""The study and the cluster map in the window: what is missing is seen, and a map begins with the actors."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor, ActorKind, Relation, RelationType
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot, MapKind
from cdadesk.domain.study.notes import StudyNote, StudySection
from cdadesk.domain.study.value_chain import ValueChainStep
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import diagnostic
from cdadesk.gui.places.diagnostic.cluster_map.page import ClusterMapPage
from cdadesk.gui.places.diagnostic.study.kinds import LISTED, KindPage
from cdadesk.gui.places.diagnostic.study.overview import OverviewPage
from cdadesk.gui.places.diagnostic.study.page import OVERVIEW, StudyPage
from cdadesk.gui.places.parted import PartedPage
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import use_language
from tests.builders import saved
from tests.domain.making import lines
from tests.gui.at_the_desk import a_desk, a_window, with_a_cluster

R = TypeVar("R", bound=Record)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def the_place(desk: Desk, theme: Theme, qtbot: QtBot, part: str) -> PartedPage:
    page = a_window(desk, [diagnostic.PLACE], theme, qtbot).window.page
    assert isinstance(page, PartedPage)
    page.turn_to(part)
    return page


def the_study(desk: Desk, theme: Theme, qtbot: QtBot) -> StudyPage:
    page = the_place(desk, theme, qtbot, "study").part
    assert isinstance(page, StudyPage)
    return page


def texts(page: StudyPage) -> list[str]:
    overview = page.page_of(OVERVIEW)
    assert isinstance(overview, OverviewPage)
    return [label.text() for label in overview.lines.findChildren(QLabel) if label.text()]


def in_cluster(desk: Desk, entity: type[R], **fields: Any) -> R:
    return saved(desk.store, desk.fresh(entity, **fields))


def test_the_study_says_how_many_of_its_sections_have_something_recorded(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    in_cluster(desk, StudyNote, section=StudySection.history, said="It burnt down.")
    page = the_study(desk, theme, qtbot)
    qtbot.waitUntil(lambda: any("sections have something recorded" in text for text in texts(page)))
    assert "3. History and past interventions" in texts(page)


def test_the_study_is_printed_as_a_workbook_and_a_plan_that_is_not_there_is_told(
    desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.memory.keep("papers/folder", str(tmp_path / "papers"))
    overview = the_study(desk, theme, qtbot).page_of(OVERVIEW)
    assert isinstance(overview, OverviewPage)
    overview.print_papers()
    buttons = {button.text(): button for button in overview.papers.findChildren(QPushButton)}
    buttons["Study as XLSX"].click()
    qtbot.waitUntil(lambda: bool(list((tmp_path / "papers").glob("*.xlsx"))))
    buttons["Plan as PDF"].click()
    qtbot.waitUntil(lambda: any("no action plan" in label.text() for label in overview.papers.findChildren(QLabel)))


def test_each_kind_of_the_study_has_its_list_and_begins_a_record(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = the_study(desk, theme, qtbot)
    for row, listed in enumerate(LISTED, 1):
        page.contents.setCurrentRow(row)
        part = page.part
        assert isinstance(part, KindPage)
        assert part.entity is listed.entity
        part.begin_new()
        assert part.detail.is_new


def test_a_section_leads_to_the_list_where_it_is_recorded(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = the_study(desk, theme, qtbot)
    page.go("value_chain_step")
    assert isinstance(page.part, RecordsPage)
    assert page.part.entity is ValueChainStep
    assert page.contents.currentRow() == page.tabs.currentIndex()


def test_a_record_of_the_study_opens_in_its_list(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    step = in_cluster(desk, ValueChainStep, product="Sheet", step="Printing", price=Money.rupees(100))
    page = the_place(desk, theme, qtbot, "interviews")
    desk.open(step.kind, step.id)
    study = page.part
    assert isinstance(study, StudyPage)
    assert isinstance(study.part, RecordsPage)
    assert study.part.chosen == step


def test_a_map_begins_with_the_links_of_the_actors_and_is_drawn(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    bank = in_cluster(desk, Actor, name="Bank", actor_kind=ActorKind.bank)
    link = Relation(other=bank.id, relation_type=RelationType.credits, strength=2)
    in_cluster(desk, Actor, name="Firm", actor_kind=ActorKind.firm_industrial, relations=lines(link))
    page = the_place(desk, theme, qtbot, "cluster_map").part
    assert isinstance(page, ClusterMapPage)
    begun = page.fresh()
    assert begun.map_kind is MapKind.today
    assert {node.name for node in begun.nodes.values()} == {"Bank", "Firm"}
    kept = saved(desk.store, begun)
    assert page.fresh().map_kind is MapKind.later
    assert page.open_record(ClusterMapSnapshot.kind, kept.id)
    qtbot.waitUntil(lambda: bool(page.picture.findChildren(Chart)))
    (chart,) = page.picture.findChildren(Chart)
    assert chart.drawing().in_words == "Cluster map: 2 actors, 1 link. Most links: Firm, Bank."


def test_a_map_is_saved_as_a_picture(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    desk.memory.keep("papers/folder", str(tmp_path / "papers"))
    node = {"name": "Calico"}
    kept = in_cluster(desk, ClusterMapSnapshot, map_on="2026-03-01", map_kind="wished", nodes={"1": node})
    page = the_place(desk, theme, qtbot, "cluster_map").part
    assert isinstance(page, ClusterMapPage)
    page.open_record(kept.kind, kept.id)
    qtbot.waitUntil(lambda: bool(page.picture.findChildren(Chart)))
    page.picture.save_picture()
    (file,) = (tmp_path / "papers").glob("*.png")
    assert file.read_bytes().startswith(b"\x89PNG")


def test_a_second_map_is_drawn_after_a_first_one_and_both_follow_the_language(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    maps = [
        in_cluster(desk, ClusterMapSnapshot, map_on=day, map_kind=kind, nodes={"1": {"name": "Calico"}})
        for day, kind in (("2026-03-01", "today"), ("2026-04-01", "wished"))
    ]
    page = the_place(desk, theme, qtbot, "cluster_map").part
    assert isinstance(page, ClusterMapPage)
    for each in maps:
        page.open_record(each.kind, each.id)
        qtbot.waitUntil(lambda: bool(page.picture.findChildren(Chart)))
    use_language("hi")
    page.retranslate()
    (saving,) = (each for each in page.picture.lines.findChildren(QPushButton) if each.isVisibleTo(page.picture.lines))
    assert saving.text() == "चित्र के रूप में सहेजें"


def test_a_wished_map_begins_as_a_copy_of_the_one_that_is_shown(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    kept = in_cluster(desk, ClusterMapSnapshot, map_on="2026-03-01", map_kind="today", nodes={"1": {"name": "Calico"}})
    page = the_place(desk, theme, qtbot, "cluster_map").part
    assert isinstance(page, ClusterMapPage)
    page.open_record(kept.kind, kept.id)
    page.begin_wished()
    assert page.detail.is_new
    begun = page.detail.form.read_record()
    assert isinstance(begun, ClusterMapSnapshot)
    assert begun.map_kind is MapKind.wished
    assert [node.name for node in begun.nodes.values()] == ["Calico"]
