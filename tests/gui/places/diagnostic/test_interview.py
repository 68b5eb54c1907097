"""An interview from the script that is read aloud to the last section, by keys alone, on one day and the next."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cdadesk.acts import interviews
from cdadesk.acts.interviews import OfferedSet, keep_set, open_interview
from cdadesk.acts.sitting import Sitting
from cdadesk.domain.actors.actor import Actor, ActorKind
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.diagnostic.interview import LONGEST_ANSWER, Interview
from cdadesk.domain.kernel.record import Certainty, MissingCode
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.diagnostic.interviews.answer_editors import TypedAnswer, WordsAnswer
from cdadesk.gui.places.diagnostic.interviews.media_answer import MediaAnswer
from cdadesk.gui.places.diagnostic.interviews.page import InterviewsPage
from cdadesk.gui.places.diagnostic.interviews.question_row import QuestionRow, editor_of
from cdadesk.gui.places.diagnostic.interviews.repeat_block import RepeatBlock
from cdadesk.gui.places.diagnostic.interviews.talk import Talk
from tests.asked import begun, looms
from tests.builders import SCOPE, a_record, saved, the
from tests.gui.at_the_desk import FlashedUp, click, key, keys, words_in
from tests.gui.places.diagnostic.talking import (
    CTRL,
    K,
    a_talking_desk,
    begin,
    fill_section,
    interviews_page,
    saved_and_still,
)
from tests.photographs import JAIPUR, a_jpeg
from tests.questions.sheets import NOON, asked, read


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_talking_desk(tmp_path / "profile") as made:
        saved(made.store, a_record(Actor, name="Sanganer Looms", actor_kind=ActorKind.firm_micro_artisan))
        yield made


def in_looms(desk: Desk, theme: Theme, qtbot: QtBot, **values: object) -> InterviewsPage:
    """Open a saved interview about looms at its first question."""
    halves = begun(desk.store, **values)
    interviews.save(desk.store, None, halves, (None, None))
    page = interviews_page(desk, theme, qtbot)
    assert page.open_record(Interview.kind, halves.shared.id)
    qtbot.waitUntil(lambda: page.log.sheet.current_row() is not None)
    return page


def here(page: InterviewsPage) -> str:
    row = page.log.sheet.current_row()
    return row.key if row is not None else ""


def opened(desk: Desk, page: InterviewsPage) -> interviews.Opened:
    shown = page.log.interview
    found = open_interview(desk.store, shown.id) if shown is not None else None
    assert found is not None
    return found


def test_the_artisan_set_is_filled_in_by_keys_alone_and_is_the_same_on_the_next_day(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    page = interviews_page(desk, theme, qtbot)
    log = begin(page, qtbot, "Sanganer")
    assert log.interview is not None
    assert log.interview.set_code == "artisan"
    sections = 0
    while True:
        sections += 1
        fill_section(log, qtbot)
        if log.sheet.next.text() == "To the end":
            break
        key(qtbot, K.Key_PageDown)
    assert log.sheet.progress.text() == f"Section {sections} of {sections}, nothing left over"
    saved_and_still(page, qtbot, desk.store)
    talk = log.sheet.talk
    assert talk is not None
    assert talk.sitting.filling.faults(talk.language) == []
    before = opened(desk, page).halves
    assert before.private.answers, "what people trust is confidential"
    page.go_back()
    qtbot.waitUntil(lambda: page.list.table.model.rowCount() == 1)
    line = page.list.table.model.record_at(0)
    assert (line.who, line.left_over) == ("Sanganer Looms", 0)
    page.list.take_focus()
    qtbot.waitUntil(page.list.table.view.hasFocus)
    key(qtbot, K.Key_Return)
    qtbot.waitUntil(page.log.sheet.isVisible)
    assert opened(desk, page).halves == before
    assert not desk.drafts.all()


def test_no_question_flashes_up_as_a_window_before_it_stands_in_its_page(
    desk: Desk, theme: Theme, qtbot: QtBot, qapp: QApplication
) -> None:
    page = interviews_page(desk, theme, qtbot)
    watching = FlashedUp(qapp)
    log = begin(page, qtbot, "Sanganer")
    for _section in range(4):
        log.sheet.next_section()
    assert watching.windows == []


def test_answers_stay_below_each_other_whatever_stands_beside_them(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    key(qtbot, K.Key_F11)
    key(qtbot, K.Key_F7)
    sheet = page.log.sheet
    answers = [row.editor for row in sheet.findChildren(QuestionRow) if row.editor.isVisible()]
    assert len(answers) > 2
    qtbot.waitUntil(lambda: len({answer.mapTo(sheet, QPoint()).x() for answer in answers}) == 1)


def test_where_nothing_is_left_over_f9_goes_to_the_answer_that_is_outside_its_limits(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    page = in_looms(desk, theme, qtbot)
    talk = page.log.sheet.talk
    assert talk is not None
    talk.sitting.answer("A:looms", "3000")
    for each in talk.sitting.wanted():
        talk.sitting.say_missing(each, MissingCode.refused)
    page.log.sheet.go_to("A:owner")
    key(qtbot, K.Key_F9)
    assert here(page) == "A:looms"


def test_a_question_that_wants_an_answer_says_so_in_the_words_of_its_form(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    wanted = {"required": "yes", "required_message": "We must know whom we asked.", "guidance_hint": "As on the card"}
    source = read([asked("text", "name", label="Who?", **wanted), asked("text", "more")]).form.source
    kept = interviews.keep_set(desk.store, SCOPE, OfferedSet("cards", MappingProxyType({"": "Cards"}), (), source))
    page = in_looms(desk, theme, qtbot, question_set=kept.id, set_name=kept.name)
    words = words_in(page.log.sheet)
    assert all(each in words for each in ("Who? *", "We must know whom we asked.", "As on the card"))
    assert "more *" not in words
    keys(qtbot, "Meena")
    qtbot.waitUntil(lambda: "We must know" not in words_in(page.log.sheet))
    assert "Who? *" in words_in(page.log.sheet)


def test_nothing_begins_without_the_word_of_the_person(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = interviews_page(desk, theme, qtbot)
    page.begin_new()
    page.log.head.fields.boxes["actor_kind"].editor.restore_typed("bank")
    page.log.start_questions()
    assert "Read the script aloud" in words_in(page.log.head)
    assert "Choose the questions first." in words_in(page.log.head)
    assert desk.store.count(Interview) == 0


def test_missing_codes_certainty_and_notes_are_one_key_each(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    key(qtbot, K.Key_F6)
    key(qtbot, K.Key_Return)
    assert here(page) == "A:looms"
    keys(qtbot, "12")
    key(qtbot, K.Key_4, CTRL)
    key(qtbot, K.Key_F2)
    keys(qtbot, "counted at night")
    saved_and_still(page, qtbot, desk.store)
    answers = opened(desk, page).halves.shared.answers
    assert answers["A:owner"].missing == {"value": MissingCode.refused}
    assert answers["A:looms"].value == "12"
    assert answers["A:looms"].certainty == {"value": Certainty.hearsay}
    assert answers["A:looms"].remark == "counted at night"


def test_a_question_comes_and_goes_with_the_answer_before_it(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    page.log.sheet.go_to("A:credit")
    keys(qtbot, "1")
    key(qtbot, K.Key_Return)
    assert here(page) == "A:interest"
    keys(qtbot, "24.5")
    page.log.sheet.go_to("A:credit")
    keys(qtbot, "2")
    key(qtbot, K.Key_Return)
    assert page.log.sheet.next.hasFocus()
    assert "At what interest?" not in words_in(page.log.sheet)


def test_f9_goes_to_what_is_left_over_and_round_to_the_first(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    keys(qtbot, "Meena")
    key(qtbot, K.Key_F9)
    assert here(page) == "A:looms"
    page.log.sheet.go_to("C:photo")
    key(qtbot, K.Key_F9)
    assert here(page) == "A:looms"


def test_a_limit_is_said_beside_the_answer_in_the_words_of_the_form(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    page.log.sheet.go_to("A:looms")
    keys(qtbot, "1,20,500")
    key(qtbot, K.Key_Return)
    assert "From 0 to 50." in words_in(page.log.sheet)
    saved_and_still(page, qtbot, desk.store)
    assert opened(desk, page).halves.shared.answers["A:looms"].value == "120500"


def test_a_paste_without_end_is_not_lost_and_not_saved(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    row = page.log.sheet.current_row()
    assert row is not None
    assert isinstance(row.editor, TypedAnswer)
    row.editor.editor.note.insertPlainText("x" * (LONGEST_ANSWER + 5))
    row.take()
    assert "5 characters too long" in words_in(page.log.sheet)
    assert len(row.editor.text()) == LONGEST_ANSWER + 5


def test_a_closed_lock_shows_nothing_until_it_is_opened_on_purpose(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    page.log.sheet.go_to("B:trusted")
    row = page.log.sheet.current_row()
    assert row is not None
    assert not row.editor.isVisible()
    key(qtbot, K.Key_F11)
    keys(qtbot, "Old Kishan")
    key(qtbot, K.Key_F11)
    assert not row.editor.isVisible()
    assert row.closed.text() == "Confidential, answered"
    saved_and_still(page, qtbot, desk.store)
    halves = opened(desk, page).halves
    assert halves.private.answers["B:trusted"].value == "Old Kishan"
    assert "B:trusted" not in halves.shared.answers


def test_rows_are_added_and_removed_by_keys(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    key(qtbot, K.Key_PageDown)
    for who in ("Ravi", "Asif"):
        keys(qtbot, who)
        key(qtbot, K.Key_Return)
        keys(qtbot, "300")
        key(qtbot, K.Key_Return)
        key(qtbot, K.Key_Space)
    block = page.log.sheet.findChild(RepeatBlock)
    assert block is not None
    assert [block.rows_model.index(row, 0).data() for row in range(2)] == ["Ravi", "Asif"]
    click(qtbot, block, "Remove this row")
    saved_and_still(page, qtbot, desk.store)
    values = [line.value for key_, line in sorted(opened(desk, page).halves.shared.answers.items()) if "who" in key_]
    assert values == ["Ravi", "Asif"]


def test_what_is_typed_is_on_the_disk_within_a_second_and_there_again_next_time(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    folder = tmp_path / "laptop"
    with a_talking_desk(folder) as desk:
        page = in_looms(desk, theme, qtbot)
        keys(qtbot, "Meena")
        page.log.sheet.go_to("B:trusted")
        key(qtbot, K.Key_F11)
        keys(qtbot, "Old Kishan")
        qtbot.waitUntil(lambda: len(desk.store.drafts.all()) == 2)
        interview = page.log.interview
        assert interview is not None
    with a_talking_desk(folder) as desk:
        page = interviews_page(desk, theme, qtbot)
        desk.open(Interview.kind, interview.id)
        talk = page.log.sheet.talk
        assert talk is not None
        assert (talk.sitting.text("A:owner"), talk.sitting.text("B:trusted")) == ("Meena", "Old Kishan")


def test_the_history_names_an_answer_by_its_question(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    keys(qtbot, "Meena")
    page.log.sheet.go_to("A:credit")
    keys(qtbot, "1")
    saved_and_still(page, qtbot, desk.store)
    page.log.tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: "Whose is it?" in words_in(page.log.tabs))
    told = words_in(page.log.tabs)
    assert "Meena" in told
    assert "Any loan?" in told
    assert "Yes" in told.splitlines()


def test_a_photo_hangs_on_the_interview_and_is_the_answer(
    desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    page = in_looms(desk, theme, qtbot)
    page.log.sheet.go_to("C:photo")
    row = page.log.sheet.current_row()
    assert row is not None
    assert isinstance(row.editor, MediaAnswer)
    photo = tmp_path / "loom.jpg"
    photo.write_bytes(a_jpeg(place=JAIPUR, day="2026:03:02 10:11:12"))
    row.editor.take(str(photo))
    qtbot.waitUntil(lambda: "Note it?" in words_in(row.editor))
    hung = desk.store.find(Attachment)[0].record
    assert (str(hung.id), hung.taken_on, hung.taken_at) == (row.editor.text(), None, None)
    click(qtbot, row.editor, "Yes, note it")
    qtbot.waitUntil(lambda: the(desk.store, Attachment, hung.id).record.taken_at == "26.91667, 75.81667")
    assert "Note it?" not in words_in(row.editor)
    saved_and_still(page, qtbot, desk.store)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(a_jpeg()[:400])
    row.editor.take(str(broken))
    qtbot.waitUntil(lambda: "cannot be read" in row.editor.notice.text())
    assert opened(desk, page).halves.shared.answers["C:photo"].value == row.editor.text()
    telephone = tmp_path / "loom.heic"
    telephone.write_bytes(b"\0\0\0\x18ftypheic" + bytes(400))
    row.editor.take(str(telephone))
    qtbot.waitUntil(lambda: "HEIC" in row.editor.notice.text())
    assert row.editor.text()


def test_a_consent_taken_back_closes_the_interview(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    keys(qtbot, "Meena")
    saved_and_still(page, qtbot, desk.store)
    page.log.ask_to_withdraw()
    click(qtbot, page.log, "Erase for ever")
    qtbot.waitUntil(lambda: "taken back" in page.log.notice.text())
    left = opened(desk, page).halves
    assert left.shared.withdrawn_on == dt.date(2026, 3, 14)
    assert "Meena" not in str(left)
    assert not page.log.sheet.room.isEnabled()
    assert not page.log.may_withdraw()


def test_a_language_can_be_changed_in_the_middle_of_an_answer(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = in_looms(desk, theme, qtbot)
    keys(qtbot, "Mee")
    window = page.window()
    window.use_language("hi")
    keys(qtbot, "na")
    assert "यह किसका है?" in words_in(page.log.sheet)
    window.use_language("en")
    saved_and_still(page, qtbot, desk.store)
    assert opened(desk, page).halves.shared.answers["A:owner"].value == "Meena"


def test_an_interview_whose_questions_are_not_here_says_so(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    halves = begun(desk.store, question_set="01900000-0000-7000-8000-0000000000ff")
    interviews.save(desk.store, None, halves, (None, None))
    page = interviews_page(desk, theme, qtbot)
    assert page.open_record(Interview.kind, halves.shared.id)
    assert "come with the next exchange" in page.log.notice.text()
    assert keep_set(desk.store, SCOPE, looms()).code == "looms"


def test_a_question_whose_list_of_answers_is_not_here_is_answered_by_typing(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    asked = {"type": "select_one_from_file villages.csv", "name": "village", "label": "Village"}
    form = read((asked,)).form
    around = QWidget()
    qtbot.addWidget(around)
    sitting = Sitting(form, begun(desk.store), lambda: NOON)
    talk = Talk(sitting, desk.around(around), lambda *_told: None, desk.title, lambda: None)
    editor = editor_of(talk, "village", next(form.questions()))
    qtbot.addWidget(editor)
    editor.show_text("Bagru")
    assert isinstance(editor, WordsAnswer)
    assert editor.text() == "Bagru"
