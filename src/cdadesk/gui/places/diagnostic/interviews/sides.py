"""The pages of one interview behind their tabs: consent, questions, and what every record has beside it."""

from PySide6.QtWidgets import QTabWidget, QWidget

from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.review import Comment
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.diagnostic.interviews.answers_in_words import AnswersInWords
from cdadesk.gui.records.story import HistoryTab
from cdadesk.gui.records.tab import SideTab
from cdadesk.gui.records.talk import CommentsTab
from cdadesk.i18n import _
from cdadesk.store.asking import Ask

HEAD, QUESTIONS = 0, 1


class Sides(QTabWidget):
    """Shows what hangs on the interview, and its story, only while somebody looks."""

    def __init__(self, desk: Desk, head: QWidget, questions: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._interview: Interview | None = None
        self._comments = CommentsTab(desk)
        self._side_tabs: list[SideTab] = [
            PhotosTab(desk),
            HistoryTab(desk, AnswersInWords(desk.store)),
            self._comments,
        ]
        wear(self, "inset")
        for page in (head, questions, *self._side_tabs):
            self.addTab(page, "")
        for tab in self._side_tabs:
            tab.retitled.connect(self._write_tabs)

    def show_interview(self, interview: Interview | None, *, has_questions: bool) -> None:
        """Show what belongs to a saved interview; None for one that is not saved yet."""
        self._interview = interview
        self.setTabEnabled(QUESTIONS, has_questions)
        for place in range(QUESTIONS + 1, self.count()):
            self.setTabEnabled(place, interview is not None)
        if interview is not None:
            self._comments.show_count(self._desk.store.count(Comment, Ask(equals={"about_id": interview.id})))
            for tab in self._side_tabs:
                tab.tell_count(interview)
        self.show_front()

    def show_front(self) -> None:
        """Show what is true in the tab in front."""
        tab = self.currentWidget()
        if isinstance(tab, SideTab) and self._interview is not None:
            tab.show_record(self._interview)

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self.setTabText(HEAD, _("Consent and talk"))
        self.setTabText(QUESTIONS, _("Questions"))
        for tab in self._side_tabs:
            tab.retranslate()
        self._write_tabs()
        self.show_front()

    def _write_tabs(self) -> None:
        for place, tab in enumerate(self._side_tabs, start=QUESTIONS + 1):
            self.setTabText(place, tab.title())
