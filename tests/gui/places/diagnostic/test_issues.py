"""Whether issues are weighed on the square by mouse and by keys, ranked beside it, and traced to their causes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cdadesk.domain.diagnostic.interview import Agreement, Answer, Interview
from cdadesk.domain.diagnostic.issue import Cause, Issue, Raiser, Rating
from cdadesk.domain.diagnostic.vocabulary import RaterGroup
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import diagnostic
from cdadesk.gui.places.diagnostic.issues.causes import CausesPage
from cdadesk.gui.places.diagnostic.issues.matrix import MatrixPage
from cdadesk.gui.places.diagnostic.issues.page import IssuesPage
from cdadesk.gui.places.diagnostic.issues.proposed import ProposedPage
from cdadesk.gui.places.diagnostic.issues.records import IssueRecords
from cdadesk.gui.places.parted import PartedPage
from cdadesk.reports.issue_matrix import Square
from tests.builders import a_record, saved
from tests.domain.making import lines
from tests.gui.at_the_desk import a_desk, a_window, click, key, keys, with_a_cluster, words_in

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def an_issue(desk: Desk, name: str, *figures: int, causes: tuple[Issue, ...] = ()) -> Issue:
    ratings = (
        [Rating(rater_group=RaterGroup.artisans, importance=figures[0], joint_capacity=figures[1])] if figures else []
    )
    values = {
        "name": name,
        "raised_by": lines(Raiser(words=name)),
        "ratings": lines(*ratings),
        "causes": lines(*(Cause(issue=each.id) for each in causes)),
    }
    return saved(desk.store, a_record(Issue, **values))


def issues(desk: Desk, theme: Theme, qtbot: QtBot) -> IssuesPage:
    place = a_window(desk, [diagnostic.PLACE], theme, qtbot).window.page
    assert isinstance(place, PartedPage)
    place.turn_to("issues")
    page = place.part
    assert isinstance(page, IssuesPage)
    return page


def matrix(page: IssuesPage, qtbot: QtBot, points: int) -> MatrixPage:
    part = page.part
    assert isinstance(part, MatrixPage)
    qtbot.waitUntil(lambda: len(part.square.points) == points)
    return part


def held(desk: Desk, issue: Issue) -> Issue:
    found = desk.store.get(Issue, issue.id)
    assert found is not None
    return found.record


def ranking(part: MatrixPage) -> list[list[str]]:
    table = part.ranking.table
    return [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]


def test_the_list_beside_the_square_ranks_by_importance_times_capacity(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    an_issue(desk, "Credit is dear", 4, 3)
    an_issue(desk, "Nobody talks", 5, 4)
    an_issue(desk, "No buyers")
    part = matrix(issues(desk, theme, qtbot), qtbot, 2)
    assert ranking(part) == [
        ["1", "Nobody talks", "5 × 4 = 20", "Do now"],
        ["2", "Credit is dear", "4 × 3 = 12", "Build capacity first"],
    ]
    click(qtbot, part.ranking, "Put on the square: No buyers")
    qtbot.waitUntil(lambda: len(part.square.points) == 3)


def test_a_point_that_is_dragged_is_rated_as_agreed_together_and_can_be_taken_back(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    credit = an_issue(desk, "Credit is dear", 4, 3)
    part = matrix(issues(desk, theme, qtbot), qtbot, 1)
    square = part.square
    start = square.place_of(str(credit.id)).toPoint()
    on = Square(square.room())
    end = QPoint(round(on.x(5)), round(on.y(2)))
    qtbot.mousePress(square, LEFT, pos=start)
    qtbot.mouseMove(square, end)
    with qtbot.waitSignal(desk.records_changed):
        qtbot.mouseRelease(square, LEFT, pos=end)
    agreed = next(line for line in held(desk, credit).ratings.values() if line.rater_group is RaterGroup.agreed)
    assert (agreed.importance, agreed.joint_capacity) == (2, 5)
    qtbot.waitUntil(lambda: ranking(part)[0][2:] == ["2 × 5 = 10", "Quick win"])
    with qtbot.waitSignal(desk.records_changed):
        part.undo()
    qtbot.waitUntil(lambda: ranking(part)[0][2] == "4 × 3 = 12")


def test_with_keys_alone_a_point_is_chosen_moved_and_opened(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    first, second = an_issue(desk, "Nobody talks", 5, 4), an_issue(desk, "Credit is dear", 4, 3)
    page = issues(desk, theme, qtbot)
    part = matrix(page, qtbot, 2)
    part.square.setFocus()
    key(qtbot, Qt.Key.Key_PageDown)
    key(qtbot, Qt.Key.Key_PageDown)
    assert part.square.chosen_key == str(second.id)
    key(qtbot, Qt.Key.Key_Up)
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: ranking(part)[0][2] == "5 × 4 = 20")
    qtbot.waitUntil(lambda: {row[0] for row in ranking(part)} == {"1"})
    assert held(desk, first).ratings == first.ratings
    key(qtbot, Qt.Key.Key_Return)
    assert isinstance(page.part, IssueRecords)
    assert page.part.chosen is not None
    assert page.part.chosen.id == second.id


def test_one_group_sees_and_rates_for_itself(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    credit = an_issue(desk, "Credit is dear", 4, 3)
    part = matrix(issues(desk, theme, qtbot), qtbot, 1)
    part.group.setCurrentIndex(part.group.findData(RaterGroup.women.value))
    part.group.activated.emit(part.group.currentIndex())
    assert part.square.points == ()
    with qtbot.waitSignal(desk.records_changed):
        part.ranking.rate_asked.emit(str(credit.id))
    groups = [line.rater_group for line in held(desk, credit).ratings.values()]
    assert sorted(groups) == [RaterGroup.artisans, RaterGroup.women]


def test_the_tree_shows_what_lies_behind_and_a_circle_is_told(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    root = an_issue(desk, "No trust")
    top = an_issue(desk, "No design", causes=(root,))
    page = issues(desk, theme, qtbot)
    page.turn_to("causes")
    part = page.part
    assert isinstance(part, CausesPage)
    qtbot.waitUntil(lambda: part.tree.topLevelItemCount() == 1)
    item = part.tree.topLevelItem(0)
    assert (item.text(0), item.child(0).text(0)) == ("No design", "No trust")
    assert part.circles.text() == ""
    saved(desk.store, root.changed(causes=lines(Cause(issue=top.id))))
    desk.note_news()
    qtbot.waitUntil(lambda: "No trust → No design → No trust" in part.circles.text())


def test_the_form_offers_no_cause_that_closes_a_circle(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    root = an_issue(desk, "No trust")
    top = an_issue(desk, "No design", causes=(root,))
    an_issue(desk, "No market")
    page = issues(desk, theme, qtbot)
    desk.open("issue", root.id)
    part = page.part
    assert isinstance(part, IssueRecords)
    find = part.detail.form.boxes["causes"].editor.around.find
    assert [match.title for match in find(("issue",), "no")] == ["No market"]
    desk.open("issue", top.id)
    assert {match.title for match in find(("issue",), "no")} == {"No market", "No trust"}


def test_a_new_issue_is_begun_from_the_square_and_typed_with_keys(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = issues(desk, theme, qtbot)
    page.begin_new()
    keys(qtbot, "Credit is dear")
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert [found.record.name for found in desk.store.find(Issue)] == ["Credit is dear"]


def test_what_an_interview_named_becomes_an_issue_in_one_step_and_can_be_taken_back(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    words = {"I:C05:C05_area_1": "finance", "I:C05:C05_words_1": "The bank wants papers."}
    answers = {key: Answer(value=value) for key, value in words.items()}
    saved(desk.store, a_record(Interview, agreement=Agreement.unnamed, answers=answers))
    page = issues(desk, theme, qtbot)
    page.turn_to("proposed")
    part = page.part
    assert isinstance(part, ProposedPage)
    qtbot.waitUntil(lambda: "“The bank wants papers.”" in words_in(part))
    assert "Somebody without a name  ·  Obstacle  ·  Finance" in words_in(part)
    offers: list[Callable[[], object]] = []
    desk.undo_offered.connect(lambda _said, undo: offers.append(undo))
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, part, "New issue")
    assert [found.record.name for found in desk.store.find(Issue)] == ["The bank wants papers."]
    qtbot.waitUntil(lambda: "The bank wants papers." not in words_in(part))
    with qtbot.waitSignal(desk.records_changed):
        offers[-1]()
    qtbot.waitUntil(lambda: "“The bank wants papers.”" in words_in(part))
    assert desk.store.count(Issue) == 0
