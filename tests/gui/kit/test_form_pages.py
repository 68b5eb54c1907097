"""A form of several pages: each under a tab of its own, one form for keys, drafts and complaints."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.layouts import Layout, Section
from tests.gui.kit.sample import Workshop, a_workshop, press, surroundings

CTRL = Qt.KeyboardModifier.ControlModifier
PAGES = Layout(
    (
        Section("", ("name", "visited_on"), page="The workshop"),
        Section("", ("workers",), page="Figures"),
        Section("Money", ("turnover",), folded=True, page="Figures"),
    )
)


class Pages(QWidget):
    """Shows the pages of a form, as whoever owns it does."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__()
        self.form = form
        form.setParent(self)
        form.hide()
        tabs = QTabWidget()
        for page, title in zip(form.pages, form.page_titles(), strict=True):
            tabs.addTab(page, title)
        form.page_asked.connect(tabs.setCurrentIndex)
        column = QVBoxLayout(self)
        column.addWidget(tabs)
        column.addWidget(form.save_button)


@pytest.fixture
def pages(qtbot, theme):
    pages = Pages(RecordForm(Workshop, surroundings(), PAGES))
    qtbot.addWidget(pages)
    pages.resize(720, 500)
    pages.show()
    pages.activateWindow()
    qtbot.waitUntil(pages.isActiveWindow)
    return pages


@pytest.fixture
def form(pages):
    pages.form.show_record(a_workshop())
    pages.form.go_to("name")
    return pages.form


def test_enter_and_ctrl_s_work_on_every_page(qtbot, form):
    press(qtbot, "Chhipa", Qt.Key.Key_Return, "12/3")
    form.go_to("workers")
    press(qtbot, "12")
    with qtbot.waitSignal(form.save_asked) as asked:
        qtbot.keyClick(form.boxes["workers"].editor.control, Qt.Key.Key_S, CTRL)
    (record,) = asked.args
    assert (record.name, record.visited_on.isoformat(), record.workers) == ("Chhipa", "2026-03-12", 12)


def test_a_complaint_turns_to_its_page_and_unfolds_its_section(qtbot, form):
    form.go_to("turnover")
    press(qtbot, "much")
    form.go_to("name")
    form.sections[2].head.setChecked(True)
    form.save()
    assert form.boxes["turnover"].editor.control.hasFocus()
    assert form.boxes["turnover"].isVisible()
    assert form.boxes["turnover"].editor.complained().startswith("This is not a number.")


def test_turning_the_page_keeps_what_was_typed_a_moment_ago(qtbot, form):
    with qtbot.waitSignal(form.draft_changed) as kept:
        press(qtbot, "Chh")
        form.go_to("workers")
    assert kept.args[0]["typed"] == {"name": "Chh"}


def test_the_keyboard_stays_on_the_page_and_goes_on_to_save(qtbot, form):
    form.go_to("visited_on")
    press(qtbot, Qt.Key.Key_Tab)
    assert form.save_button.hasFocus()
