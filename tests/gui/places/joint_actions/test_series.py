"""The series beside the list: small bars to be opened, one sentence on the taper, and fairs known in percent alone."""

from fractions import Fraction

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.tapering import SeriesFair
from cdadesk.domain.kernel.money import Money
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.joint_actions.pictures import draw_long_bar, draw_series
from cdadesk.gui.places.joint_actions.verdict import verdict_of
from cdadesk.reports.pictures import Area, Hatch, Room
from tests.builders import a_record, changed, saved, the
from tests.gui.at_the_desk import key, with_a_cluster
from tests.gui.places.joint_actions.worked import the_account, the_page, the_worked_fair

PRINTED = (
    ("Jaipur", 1, "1998-03", 35, 50, 14),
    ("Jaipur", 2, "1999-10", 23, 38, 38),
    ("Delhi", 1, "1999-03", 42, 26, 32),
    ("Delhi", 2, "1999-10", 64, 7, 20),
)
"""The table of the cooperative's fairs as it was printed: private, programme, institutions in percent."""


def as_printed(desk: Desk) -> dict[tuple[str, int], Fair]:
    """Save the four fairs of the printed table, known in percent alone."""
    with_a_cluster(desk.store)
    made = {}
    for place, ordinal, held, private, programme, institutions in PRINTED:
        fair = a_record(
            Fair,
            name=f"{place} {ordinal}",
            from_on=held,
            series=place,
            ordinal=ordinal,
            private_percent=private * 100,
            programme_percent=programme * 100,
            institutions_percent=institutions * 100,
            total_cost=Money.rupees(2_00_000_00) if (place, ordinal) == ("Jaipur", 1) else None,
        )
        made[place, ordinal] = saved(desk.store, fair)
    desk.note_news()
    return made


def test_each_series_says_in_one_sentence_whether_support_tapers(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    as_printed(desk)
    _room, page = the_page(desk, theme, qtbot)
    qtbot.waitUntil(lambda: len(page.series.blocks) == 2)
    delhi, jaipur = page.series.blocks
    assert delhi.sentence.text() == (
        "Outside support did not rise from fair to fair. But 9 % of the last one is unexplained."
    )
    assert jaipur.sentence.text() == "Mar 1998 to Oct 1999: subsidy moved to another payer, not reduced."


def test_the_bars_keep_their_room_when_a_fair_changes(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fairs = as_printed(desk)
    _room, page = the_page(desk, theme, qtbot)
    qtbot.waitUntil(lambda: len(page.series.blocks) == 2)
    qtbot.waitUntil(lambda: page.series.blocks[0].height() > page.series.blocks[0].bars.height())
    before, drawn = page.series.height(), page.series.blocks
    changed(desk.store, the(desk.store, Fair, fairs["Delhi", 2].id), private_percent=6300)
    desk.note_news()
    qtbot.waitUntil(lambda: page.series.blocks is not drawn)
    assert page.series.height() == before


def test_a_fair_is_opened_from_its_bar_with_arrows_and_enter(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fairs = as_printed(desk)
    _room, page = the_page(desk, theme, qtbot)
    qtbot.waitUntil(lambda: len(page.series.blocks) == 2)
    page.series.blocks[1].bars.setFocus()
    key(qtbot, Qt.Key.Key_Right)
    key(qtbot, Qt.Key.Key_Return)
    assert page.chosen == fairs["Jaipur", 2]
    assert page.detail.tabs.currentWidget() is page.settlement


def test_a_fair_known_in_percent_is_shown_as_printed_with_what_is_unexplained(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    fairs = as_printed(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fairs["Jaipur", 1], qtbot)
    assert page.settlement.notice.text() == "This fair is known in percent alone, so there is nothing to settle."
    shares = page.settlement.shares
    assert shares.rows() == [
        ("Private", "70,000.00", "35 %"),
        ("Institutions", "28,000.00", "14 %"),
        ("Programme", "1,00,000.00", "50 %"),
        ("Unexplained", "2,000.00", "1 %"),
    ]
    assert "They make 99 %; 1 % is unexplained." in shares.words()
    assert "Jaipur 1: the shares make 99 %; 1 % is unexplained." in page.settlement.concerns.sentences
    assert not page.settlement.table.isVisible()


def test_a_settled_fair_stands_in_its_series_beside_those_in_percent(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    the_worked_fair(desk)
    _room, page = the_page(desk, theme, qtbot)
    qtbot.waitUntil(lambda: len(page.series.blocks) == 1)
    (block,) = page.series.blocks
    assert block.sentence.text() == "The first fair of its series."
    assert "Private 73.8 %, Institutions 11.4 %, Programme 14.8 %" in block.bars.drawing().in_words


def a_fair(private: int, programme: int, institutions: int) -> SeriesFair:
    return SeriesFair(
        label="A fair",
        series="Delhi",
        ordinal=1,
        held="1999-10",
        private=Fraction(private),
        programme=Fraction(programme),
        institutions=Fraction(institutions),
    )


def test_a_bar_is_never_stretched_to_the_whole() -> None:
    drawing = draw_long_bar(a_fair(64, 7, 20), Room(1000, 28))
    areas = [part for part in drawing.parts if isinstance(part, Area)]
    assert [round(area.width) for area in areas] == [640, 200, 70, 90]
    assert areas[-1].hatch is Hatch.CROSS
    assert drawing.in_words.endswith("Private 64 %, Institutions 20 %, Programme 7 %, Unexplained 9 %.")


def test_parts_that_make_more_than_the_whole_stay_inside_the_picture() -> None:
    drawing = draw_series([a_fair(80, 30, 10)], -1, Room(100, 100, 10))
    areas = [part for part in drawing.parts if isinstance(part, Area)]
    assert min(area.corner.y for area in areas) >= 12
    assert "Unexplained" not in drawing.in_words


def test_a_falling_private_share_is_said_even_where_support_did_not_rise() -> None:
    said = verdict_of([a_fair(60, 20, 20), a_fair(50, 20, 20)])
    assert said.sentence == "Oct 1999 to Oct 1999: participants and network pay a smaller share."
