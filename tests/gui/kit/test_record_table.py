"""A table of records shows what its source holds, a page at a time, and everything is a key away."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from cdadesk import i18n
from cdadesk.clock import new_id
from cdadesk.domain.kernel.money import Money
from cdadesk.gui.kit.record_pages import MARKS_ROLE, PAGE, Columns, Mark, RecordPages, Sort
from cdadesk.gui.kit.record_table import RecordTable, shared_widths
from tests.gui.kit.sample import TODAY, Craft, Workshop, a_workshop, press, surroundings


class Shelf:
    """A source that makes its records as they are asked for, and remembers what it was asked."""

    def __init__(self, count):
        self.ids = [new_id() for _number in range(count)]
        self.pages_asked = []

    def count(self, wanted):
        return len(self._fitting(wanted))

    def page(self, offset, limit, sort, wanted):
        self.pages_asked.append((offset, limit, sort, wanted))
        fitting = self._fitting(wanted)
        if sort.descending:
            fitting = fitting[::-1]
        return [self._made(number) for number in fitting[offset : offset + limit]]

    def _fitting(self, wanted):
        if not wanted:
            return range(len(self.ids))
        return [number for number in range(len(self.ids)) if wanted in f"Workshop {number}"]

    def _made(self, number):
        values = {"craft": Craft.dyeing, "workers": number % 40, "visited_on": TODAY}
        return a_workshop(id=self.ids[number], name=f"Workshop {number}", turnover=Money(minor=number * 100), **values)


@pytest.fixture
def open_table(qtbot, theme):
    def make(source):
        table = RecordTable(Workshop, source, surroundings().name)
        qtbot.addWidget(table)
        table.resize(600, 500)
        table.show()
        table.activateWindow()
        qtbot.waitUntil(table.isActiveWindow)
        table.view.setFocus()
        return table

    return make


def first_column(table, rows):
    return [table.model.index(row, 0).data() for row in range(rows)]


def test_a_hundred_thousand_records_scroll_without_being_loaded(qtbot, open_table):
    shelf = Shelf(100_000)
    table = open_table(shelf)
    assert len(shelf.pages_asked) == 1
    table.view.scrollToBottom()
    QApplication.processEvents()
    table.view.grab()
    assert table.model.index(99_999, 0).data() == "Workshop 99999"
    assert len(shelf.pages_asked) <= 3
    assert table.foot.text().endswith("of 1,00,000 records")
    assert all(limit == PAGE for _offset, limit, _sort, _wanted in shelf.pages_asked)


def test_only_the_latest_pages_are_kept(qtbot, theme):
    shelf = Shelf(100_000)
    model = RecordPages(Workshop, shelf)
    for row in range(0, 100_000, PAGE):
        model.record_at(row)
    model.record_at(0)
    assert [offset for offset, *_rest in shelf.pages_asked].count(0) == 2


def test_sorting_and_filtering_are_left_to_the_source(qtbot, open_table):
    shelf = Shelf(300)
    table = open_table(shelf)
    table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert first_column(table, 2) == ["Workshop 299", "Workshop 298"]
    assert shelf.pages_asked[-1][2] == Sort("name", descending=True)
    press(qtbot, "29")
    qtbot.waitUntil(lambda: table.model.rowCount() < 300)
    assert first_column(table, 1) == ["Workshop 299"]
    assert shelf.pages_asked[-1][3] == "29"


def test_the_foot_counts_in_the_words_of_the_place(qtbot, open_table):
    table = open_table(Shelf(5))
    assert table.foot.text() == "5 records"
    table.count_with(lambda count: f"{count} members")
    assert table.foot.text() == "5 members"
    big = open_table(Shelf(300))
    assert big.foot.text().startswith("1–")
    assert big.foot.text().endswith(" of 300 records")


def test_enter_and_a_double_click_open_and_ctrl_n_asks_for_a_new_one(qtbot, open_table):
    table = open_table(Shelf(5))
    press(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        press(qtbot, Qt.Key.Key_Return)
    assert opened.args[0].name == "Workshop 1"
    place = table.view.visualRect(table.model.index(3, 1)).center()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args[0].name == "Workshop 3"
    with qtbot.waitSignal(table.new_asked):
        qtbot.keyClick(table.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_the_highlight_is_told_and_survives_a_reload(qtbot, open_table):
    shelf = Shelf(5)
    table = open_table(shelf)
    with qtbot.waitSignal(table.chosen) as chosen:
        assert table.select(shelf.ids[2])
    shelf.ids.insert(0, new_id())
    assert chosen.args[0].id == shelf.ids[3]
    table.reload()
    assert table.current_record().id == shelf.ids[3]


def test_from_the_filter_the_keyboard_goes_on_to_the_list(qtbot, open_table):
    table = open_table(Shelf(300))
    press(qtbot, "7", Qt.Key.Key_Return)
    assert table.view.hasFocus()
    assert table.current_record().name == "Workshop 7"


def test_nothing_that_fits_is_said_so_and_no_record_at_all_shows_how_to_begin(qtbot, open_table):
    table = open_table(Shelf(5))
    table.filter.setText("zzz")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: table.model.rowCount() == 0)
    assert "Nothing here fits “zzz”." in [label.text() for label in table.findChildren(QLabel) if label.isVisible()]
    empty = open_table(Shelf(0))
    beginning = QLabel("Begin here")
    empty.set_empty(beginning)
    assert beginning.isVisible()
    assert not empty.filter.isVisible()


def test_a_cell_without_an_answer_says_why(qtbot, theme):
    model = RecordPages(Workshop, Shelf(0))
    record = a_workshop(missing={"turnover": "refused"})
    (turnover,) = [info for info in model.columns if info.name == "turnover"]
    assert model.text(record, turnover) == "refused"


def test_figures_stand_at_the_right(qtbot, open_table):
    table = open_table(Shelf(5))
    alignments = [table.model.index(0, place).data(Qt.ItemDataRole.TextAlignmentRole) for place in range(5)]
    assert [bool(each & Qt.AlignmentFlag.AlignRight) for each in alignments] == [False, False, True, True, False]


def test_the_columns_fit_into_the_view(qtbot, open_table):
    table = open_table(Shelf(300))
    widths = [table.view.columnWidth(place) for place in range(5)]
    assert sum(widths) == table.view.viewport().width()
    assert shared_widths([300, 200, 100], [0, 1], 520) == [300, 120, 100]
    assert shared_widths([300, 200, 100], [0, 1], 400) == [208, 92, 100]
    assert shared_widths([100, 100], [0], 300) == [200, 100]


def test_the_words_follow_the_language(qtbot, open_table):
    table = open_table(Shelf(5))
    i18n.use_language("hi")
    table.retranslate()
    assert table.model.index(0, 4).data() == "14 मार्च 2026"


WAITS = Mark("cloud-off", "second_ink", "Waits to be sent")


def test_marks_are_asked_for_the_rows_in_sight_and_read_aloud_with_the_first_cell(qtbot, theme):
    shelf, asked = Shelf(5_000), []

    def marks(ids):
        asked.append(len(ids))
        return {shelf.ids[1]: [WAITS]}

    table = RecordTable(Workshop, shelf, surroundings().name, Columns(("name", "workers"), marks=marks))
    qtbot.addWidget(table)
    table.resize(500, 500)
    table.show()
    table.view.grab()
    assert asked == [64]
    model = table.model
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Workshop 1, Waits to be sent"
    assert model.index(1, 2).data(Qt.ItemDataRole.ToolTipRole) == "Waits to be sent"
    assert model.index(1, 2).data(MARKS_ROLE) == [WAITS]
    assert model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole) == ""
    assert sum(table.view.columnWidth(place) for place in range(3)) == table.view.viewport().width()


def test_the_model_with_marks_keeps_qts_rules(qtbot, theme):
    model = RecordPages(Workshop, Shelf(300), columns=Columns(marks=lambda ids: {ids[0]: [WAITS]}))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(model.marks_column, Qt.SortOrder.DescendingOrder)
    assert tester.model() is model
    assert model.columnCount() == len(model.columns) + 1


def test_the_model_keeps_qts_rules(qtbot, theme):
    model = RecordPages(Workshop, Shelf(300))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.want("29")
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert tester.model() is model
    assert model.rowCount(QModelIndex()) == 13
