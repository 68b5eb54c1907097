"""Whether indicators can be written down by keys, say how far they came, and take figures over from interviews."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.acts.interviews import keep_set, offered
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.diagnostic.interview import Agreement, Answer, Interview
from cdadesk.domain.indicators.indicator import Indicator, IndicatorFigure, Stage
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.lines import PlanLine
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import diagnostic, plan
from cdadesk.gui.places.diagnostic.issues.proposed import ProposedPage
from cdadesk.gui.places.parted import PartedPage
from cdadesk.gui.places.plan.indicators import IndicatorsPage
from cdadesk.gui.workroom import Workroom
from tests.builders import SCOPE, a_record, saved
from tests.domain.making import lines
from tests.gui.at_the_desk import a_desk, a_window, click, key, keys, with_a_cluster, words_in

PRICE = "C:FA05:FA05_price"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def asked(desk: Desk, price: str = "250", **more: object) -> Interview:
    form = next(each for each in offered(desk.store, SCOPE) if each.key == "artisan")
    values = {"held_on": dt.date(2026, 3, 1), "actor_kind": ActorKind.firm_micro_artisan, "answers": {}}
    values |= {"agreement": Agreement.unnamed, "question_set": keep_set(desk.store, SCOPE, form).id}
    return saved(desk.store, a_record(Interview, **(values | {"answers": {PRICE: Answer(value=price)}} | more)))


def shown(desk: Desk, theme: Theme, qtbot: QtBot) -> tuple[Workroom, IndicatorsPage]:
    room = a_window(desk, [diagnostic.PLACE, plan.PLACE], theme, qtbot)
    room.window.go_to("plan")
    place: object = room.window.page
    assert isinstance(place, PartedPage)
    place.turn_to("indicators")
    page: object = place.part
    assert isinstance(page, IndicatorsPage)
    qtbot.waitUntil(page.isVisible)
    return room, page


def figures_shown(page: IndicatorsPage, qtbot: QtBot, count: int = 1) -> None:
    page.show_figures()
    qtbot.waitUntil(lambda: page.figures.table.model.rowCount() == count)
    qtbot.waitUntil(lambda: page.figures.table.view.currentIndex().isValid())


def all_indicators(desk: Desk) -> list[Indicator]:
    return [held.record for held in desk.store.find(Indicator)]


def test_an_empty_list_says_what_it_is_for_and_an_indicator_is_typed_by_keys(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    _room, page = shown(desk, theme, qtbot)
    assert "where it stood before the work" in words_in(page)
    key(qtbot, Qt.Key.Key_N, CTRL)
    keys(qtbot, "Members who paid")
    key(qtbot, Qt.Key.Key_Tab)
    key(qtbot, Qt.Key.Key_Tab)
    keys(qtbot, "members")
    key(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(all_indicators(desk)) == 1)
    (made,) = all_indicators(desk)
    assert (made.name, made.unit) == ("Members who paid", "members")


def test_it_is_said_how_far_an_indicator_came_and_which_lines_of_the_plan_show_in_it(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    told = [
        IndicatorFigure(stage=Stage.baseline, value=26_00, of_on="1997"),
        IndicatorFigure(stage=Stage.target, value=120_00, of_on="2001"),
        IndicatorFigure(stage=Stage.actual, value=73_00, of_on="1999"),
    ]
    made = saved(desk.store, a_record(Indicator, name="Members", unit="members", figures=lines(*told)))
    line = PlanLine(activity="Fees are asked for", indicator=made.id)
    saved(desk.store, a_record(ActionPlan, revision=1, lines=lines(line)))
    _room, page = shown(desk, theme, qtbot)
    desk.open("indicator", made.id)
    page.detail.tabs.setCurrentWidget(page.progress)
    qtbot.waitUntil(lambda: "50 %" in words_in(page.progress))
    assert "Fees are asked for" in words_in(page.progress)


def test_a_figure_is_taken_over_by_enter_marked_and_taken_back_by_one_press(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    asked(desk)
    room, page = shown(desk, theme, qtbot)
    figures_shown(page, qtbot)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Taken over to" in words_in(page.figures))
    (made,) = all_indicators(desk)
    assert [(line.stage, line.value) for line in made.figures.values()] == [(Stage.baseline, 25000)]
    assert [each.text for each in page.figures.acts()] == ["To the indicator"]
    click(qtbot, room.window, "Undo")
    qtbot.waitUntil(lambda: not all_indicators(desk))
    qtbot.waitUntil(lambda: "It becomes: Baseline" in words_in(page.figures))


def test_a_figure_joins_an_indicator_in_its_unit(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    asked(desk, "400")
    saved(desk.store, a_record(Indicator, name="First price", unit="Rupees"))
    saved(desk.store, a_record(Indicator, name="Delay", unit="days"))
    _room, page = shown(desk, theme, qtbot)
    figures_shown(page, qtbot)
    assert [each.text for each in page.figures.acts()] == ["New indicator", "Add to “First price”"]
    click(qtbot, page.figures, "Add to “First price”")
    qtbot.waitUntil(lambda: any(each.figures for each in all_indicators(desk)))
    (line,) = next(each for each in all_indicators(desk) if each.name == "First price").figures.values()
    assert (line.value, line.source) == (40000, "Interview (Artisan or micro firm)")


def test_a_figure_that_was_taken_over_leads_to_its_indicator(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    asked(desk)
    _room, page = shown(desk, theme, qtbot)
    figures_shown(page, qtbot)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Taken over to" in words_in(page.figures))
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page.detail.isVisible)
    assert page.chosen is not None
    assert page.chosen.name == "Price · Main raw materials: from whom, price, cash or credit?"


def test_a_figure_that_cannot_be_kept_exactly_says_so_and_offers_nothing(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    asked(desk, "250.125")
    _room, page = shown(desk, theme, qtbot)
    figures_shown(page, qtbot)
    qtbot.waitUntil(lambda: "An indicator keeps two decimals" in words_in(page.figures))
    key(qtbot, Qt.Key.Key_Return)
    assert all_indicators(desk) == []


def test_what_interviews_propose_leads_to_their_figures(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    asked(desk)
    room, page = shown(desk, theme, qtbot)
    room.window.go_to("diagnostic")
    place: object = room.window.page
    assert isinstance(place, PartedPage)
    place.turn_to("issues")
    issues: object = place.part
    assert isinstance(issues, PartedPage)
    issues.turn_to("proposed")
    proposed: object = issues.part
    assert isinstance(proposed, ProposedPage)
    qtbot.waitUntil(lambda: "1 figure of the interviews" in words_in(proposed))
    click(qtbot, proposed, "To the figures")
    qtbot.waitUntil(page.figures.isVisible)
    qtbot.waitUntil(lambda: "It becomes: Baseline" in words_in(page.figures))
