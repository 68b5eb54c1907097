"""Whether a drawing arrives on the screen, and in words for who cannot see it."""

import datetime as dt

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.theme import Scheme, Theme, colour
from cdadesk.reports.pictures import Area, Drawing, Mark, Point, Room, Sign
from cdadesk.reports.step_line import Step, TrustHistory, draw_step_line


def one_area(room: Room) -> Drawing:
    return Drawing(room.width, room.height, (Area(Point(0, 0), room.width, room.height, "series.0"),), "One area.")


def shown(qtbot: QtBot, chart: Chart) -> Chart:
    qtbot.addWidget(chart)
    chart.resize(300, 200)
    chart.show()
    return chart


def test_a_chart_fills_its_room_and_follows_the_shade(qtbot: QtBot, theme: Theme) -> None:
    chart = shown(qtbot, Chart(one_area, QSize(200, 100)))
    assert chart.grab().toImage().pixelColor(150, 100) == colour("series.0")
    theme.choose(Scheme.DARK)
    assert chart.grab().toImage().pixelColor(150, 100) == colour("series.0")


def test_a_chart_is_drawn_anew_for_a_new_size(qtbot: QtBot, theme: Theme) -> None:
    chart = shown(qtbot, Chart(one_area, QSize(200, 100)))
    chart.resize(500, 260)
    assert (chart.drawing().width, chart.drawing().height) == (500, 260)


def test_a_chart_tells_itself_in_words(qtbot: QtBot, theme: Theme) -> None:
    history = TrustHistory([Step(dt.date(1998, 3, 1), 44, 26)], [], dt.date(1999, 3, 1))
    chart = shown(qtbot, Chart(lambda room: draw_step_line(history, room), QSize(200, 100)))
    chart.grab()
    assert "the index is 4.4" in chart.accessibleDescription()


def test_every_kind_of_part_can_be_painted(qtbot: QtBot, theme: Theme) -> None:
    def marks(room: Room) -> Drawing:
        signs = [Mark(Point(40.0 * place + 40, 50), sign, "ink") for place, sign in enumerate(Sign)]
        return Drawing(room.width, room.height, tuple(signs), "")

    picture = shown(qtbot, Chart(marks, QSize(200, 100))).grab().toImage()
    assert [picture.pixelColor(40 * place + 40, 50) for place in range(len(Sign))] == [colour("ink")] * len(Sign)
