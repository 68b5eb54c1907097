"""Whether the place Plan keeps revisions apart, says what changed and who pays, and closes what was approved."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.plan.action_plan import ActionPlan, PlanStatus
from cdadesk.domain.plan.lines import PlanLine
from cdadesk.domain.plan.vision import AgreedBy, Measure, Vision
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.rows import RowsEditor
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.papers import FOLDER
from cdadesk.gui.places import plan
from cdadesk.gui.places.parted import PartedPage
from cdadesk.gui.places.plan.plans import PlansPage
from cdadesk.gui.places.plan.visions import VisionsPage
from tests.builders import SCOPE, a_record, changed, saved, the
from tests.domain.making import lines
from tests.gui.at_the_desk import a_desk, a_window, click, key, keys, with_a_cluster, words_in
from tests.store.server import DictServer, exchange, receive, send

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def a_line(activity: str, **more: object) -> PlanLine:
    values = {"activity": activity, "line_kind": "soft", "begins_in": "1998-Q1", "ends_in": "1998-Q2"}
    return PlanLine.model_validate(values | {"from_private": Money.rupees(70_000_00), "responsible": new_id()} | more)


def a_plan(desk: Desk, *each: PlanLine, **more: object) -> ActionPlan:
    values = {"revision": 1, "made_on": dt.date(1998, 1, 10), "lines": lines(*each)} | more
    return saved(desk.store, a_record(ActionPlan, **values))


def shown(desk: Desk, theme: Theme, qtbot: QtBot, record: ActionPlan | None = None) -> PlansPage:
    place = a_window(desk, [plan.PLACE], theme, qtbot).window.page
    assert isinstance(place, PartedPage)
    place.turn_to("action_plan")
    page = place.part
    assert isinstance(page, PlansPage)
    if record is not None:
        desk.open("action_plan", record.id)
        qtbot.waitUntil(page.detail.isVisible)
    return page


def held(desk: Desk, revision: int = 1) -> ActionPlan:
    plans = [each.record for each in desk.store.find(ActionPlan)]
    return next(each for each in plans if each.revision == revision)


def cells_of(page: PlansPage) -> list[str]:
    """Return what stands in the first column of the lines."""
    editor = page.form.boxes["lines"].editor
    assert isinstance(editor, RowsEditor)
    return [editor.model.index(row, 0).data() for row in range(editor.model.rowCount())]


def buttons_of(page: PlansPage) -> list[QAbstractButton]:
    found = page.form.boxes["lines"].editor.findChildren(QAbstractButton)
    return [each for each in found if each.isVisible() and each.text()]


def overview(page: PlansPage, qtbot: QtBot) -> str:
    page.detail.tabs.setCurrentWidget(page.overview)
    qtbot.waitUntil(lambda: "Who pays" in words_in(page.overview))
    return words_in(page.overview)


def test_the_overview_says_who_pays_when_it_runs_and_what_looks_odd(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = a_line("First fair", from_programme=Money.rupees(30_000_00), line_kind="pilot")
    page = shown(desk, theme, qtbot, a_plan(desk, fair, a_line("Course", planned=False)))
    said = overview(page, qtbot)
    assert "1,70,000.00" in said
    assert "First fair: No issue stands behind this line." in said
    assert "Apr\N{EN DASH}Jun 1998: more than 30 % of the activities were not planned." in said
    assert "For one rupee of the programme there are 5.67 in all." in said
    assert "Apr\N{EN DASH}Jun 1998: 2 activities, 1 of them not planned" in said


def test_a_meeting_validates_the_plan_which_stays_open_and_tells_what_was_changed(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    meeting = saved(desk.store, a_record(Meeting, held_on=dt.date(1998, 1, 17), place="School hall"))
    page = shown(desk, theme, qtbot, a_plan(desk, a_line("Course")))
    click(qtbot, page.detail, "Agree in a meeting…")
    panel = page.overview.panel
    qtbot.waitUntil(panel.isVisible)
    panel.meeting.restore_typed({"key": str(meeting.id)})
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, panel, "Only validated")
    validated = held(desk)
    assert (validated.status, validated.validated_in, validated.validated_on, validated.is_closed) == (
        PlanStatus.validated,
        meeting.id,
        dt.date(1998, 1, 17),
        False,
    )


def test_a_meeting_approves_the_plan_and_then_it_is_closed(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    saved(desk.store, a_record(Meeting, held_on=dt.date(1998, 1, 17), place="School hall"))
    page = shown(desk, theme, qtbot, a_plan(desk, a_line("Course")))
    click(qtbot, page.detail, "Agree in a meeting…")
    panel = page.overview.panel
    qtbot.waitUntil(panel.isVisible)
    click(qtbot, panel, "Approve the plan")
    assert "Choose the meeting" in words_in(panel)
    (meeting,) = (each.record for each in desk.store.find(Meeting))
    panel.meeting.restore_typed({"key": str(meeting.id)})
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, panel, "Approve the plan")
    approved = held(desk)
    assert (approved.status, approved.approved_in, approved.approved_on) == (
        PlanStatus.approved,
        meeting.id,
        dt.date(1998, 1, 17),
    )
    qtbot.waitUntil(lambda: f"check code {approved.check_code}" in words_in(page.overview))
    page.detail.tabs.setCurrentIndex(0)
    assert "New line" not in cells_of(page)
    assert [each.text() for each in buttons_of(page)] == ["More about it"]
    page.form.boxes["lines"].editor.go_to("")
    keys(qtbot, "Another course")
    key(qtbot, Qt.Key.Key_Delete)
    assert cells_of(page)[0] == "Course"
    heads = page.detail.head.findChildren(QAbstractButton)
    assert [each.text() for each in heads if each.isVisible()] == ["Print"]
    assert not page.form.save_button.isVisibleTo(page.form.save_button.parentWidget())


def test_f1_explains_a_field_of_the_panel_and_escape_puts_it_away(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = shown(desk, theme, qtbot, a_plan(desk, a_line("Course")))
    click(qtbot, page.detail, "Agree in a meeting…")
    panel = page.overview.panel
    qtbot.waitUntil(panel.isVisible)
    key(qtbot, Qt.Key.Key_F1)
    assert "The meeting to which the plan was read out." in words_in(panel)
    key(qtbot, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_the_plan_that_is_shown_is_printed(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    desk.memory.keep(FOLDER, str(tmp_path))
    page = shown(desk, theme, qtbot, a_plan(desk, a_line("Course")))
    click(qtbot, page.detail.head, "Print")
    click(qtbot, page.overview.papers, "Plan as PDF")
    qtbot.waitUntil(lambda: "The paper lies in" in words_in(page.overview.papers), timeout=30_000)
    (paper,) = tmp_path.glob("*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")


def test_what_came_too_late_for_an_approved_plan_is_told_and_can_be_put_back(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    server = DictServer()
    plan = a_plan(desk, a_line("Course"))
    exchange(desk.store, server, [SCOPE])
    before = the(desk.store, ActionPlan, plan.id)
    server.writes(plan, {"status": "approved"}, before.base)
    server.refuses = lambda _op: ("closed", "This had been approved before.")
    changed(desk.store, before, reason="Too late")
    send(desk.store, server)
    receive(desk.store, server)
    page = shown(desk, theme, qtbot, plan)
    page.detail.tabs.setCurrentWidget(page.overview)
    qtbot.waitUntil(lambda: "The server did not take what you wrote here" in words_in(page.overview.notice))
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.overview.notice.findChildren(QAbstractButton)))
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.overview.notice, "As it was approved")
    assert (held(desk).reason, held(desk).is_closed) == (None, True)
    assert desk.store.standing().all_sent


def test_a_draft_typed_into_a_plan_that_was_approved_meanwhile_is_not_saved(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    page = shown(desk, theme, qtbot, a_plan(desk, a_line("Course"), status=PlanStatus.approved))
    page.form.restore({"typed": {"remarks": "later thoughts"}})
    with qtbot.waitSignal(desk.told) as told:
        page.save()
    assert "Begin a new revision" in told.args[0]
    assert held(desk).remarks is None


def test_a_new_revision_copies_the_last_and_tells_what_changed(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    first = a_plan(desk, a_line("Course"), a_line("Trip to Italy"), status=PlanStatus.approved)
    page = shown(desk, theme, qtbot, first)
    with qtbot.waitSignal(desk.records_changed):
        page.begin_new()
    qtbot.waitUntil(lambda: page.chosen is not None and page.chosen.revision == 2)
    keys(qtbot, "The trip helped one firm alone.")
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_S, CTRL)
    second = held(desk, 2)
    assert (second.replaces, second.reason) == (first.id, "The trip helped one firm alone.")
    course, trip = second.lines
    dropped = second.lines[trip].changed(void=desk.void_mark())
    saved(desk.store, second.changed(lines={course: second.lines[course].changed(ends_in="1998-Q4"), trip: dropped}))
    desk.note_news()
    page.detail.tabs.setCurrentWidget(page.changes)
    qtbot.waitUntil(lambda: "Activities: 0 new, 1 changed, 1 dropped, 0 as before." in words_in(page.changes))
    said = words_in(page.changes)
    assert "Dropped  ·  Trip to Italy" in said
    assert "Jul\N{EN DASH}Sept 1998  →  Jan\N{EN DASH}Mar 1999" in said


def test_a_second_vision_begins_with_the_words_of_the_first(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    first = saved(desk.store, a_record(Vision, words="Printing is valued again.", revision=1, horizon="2001"))
    place = a_window(desk, [plan.PLACE], theme, qtbot).window.page
    assert isinstance(place, PartedPage)
    page = place.part
    assert isinstance(page, VisionsPage)
    page.begin_new()
    shown_now = page.detail.form.record
    assert isinstance(shown_now, Vision)
    assert (shown_now.revision, shown_now.replaces, shown_now.words) == (2, first.id, "Printing is valued again.")


def test_a_later_vision_tells_what_is_wished_otherwise_now(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    calico = saved(desk.store, a_record(Actor, name="Calico"))
    shops, credit = Measure(measure="Shops that sell", wished="20"), Measure(measure="Firms with credit", wished="30")
    measures = {"one": shops, "two": credit}
    first = saved(
        desk.store, a_record(Vision, words="Printing is valued.", revision=1, horizon="2001", measures=measures)
    )
    wished = {"one": shops.changed(wished="45"), "three": Measure(measure="Days to deliver", wished="10")}
    later = a_record(
        Vision, words="Printing is valued.", revision=2, horizon="2003", replaces=first.id, measures=wished
    )
    saved(desk.store, later.changed(agreed_by={"who": AgreedBy(who=calico.id)}))
    place = a_window(desk, [plan.PLACE], theme, qtbot).window.page
    assert isinstance(place, PartedPage)
    page = place.part
    assert isinstance(page, VisionsPage)
    page.open_record("vision", later.id)
    page.detail.tabs.setCurrentWidget(page.changes)
    qtbot.waitUntil(lambda: "Measures: 1 new, 1 changed, 1 dropped, 0 as before." in words_in(page.changes))
    said = words_in(page.changes)
    for each in ("2001  →  2003", "New  ·  Measures  ·  Days to deliver", "20  →  45", "New  ·  Agreed by  ·  Calico"):
        assert each in said
    assert "Dropped  ·  Measures  ·  Firms with credit" in said
    assert "valued" not in said
