"""A photo, a recording or a paper as an answer: it hangs on the half of the interview where the answer lies."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button, label
from cdadesk.gui.photos.offer_line import OfferLine
from cdadesk.gui.places.diagnostic.interviews.answer_editors import AnswerEditor
from cdadesk.gui.places.diagnostic.interviews.talk import Hanging
from cdadesk.i18n import _

Attach = Callable[[Path, Callable[[Hanging], None], Callable[[str], None]], None]
"""Hangs a file on the interview beside the window, and hands over what hangs there, or a complaint."""


class MediaAnswer(AnswerEditor):
    """A button that asks for a file; what was chosen is named beside it."""

    def __init__(self, attach: Attach, name: Callable[[UUID], str], wanted: str) -> None:
        super().__init__()
        self._attach = attach
        self._name = name
        self._wanted = wanted
        self._text = ""
        self.offered: OfferLine | None = None
        self.choose_button = button(Action("", self.choose, "paperclip"))
        self.choose_button.setAutoDefault(True)
        self._said = label("", "second")
        self._clear = button(Action("", self.clear, "x"), "quiet")
        self.notice = Notice()
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.spacing().small)
        for each in (self.choose_button, self._said, self._clear):
            row.addWidget(each)
        row.addStretch(1)
        self.column.addWidget(line)
        self.column.addWidget(self.notice)
        self.hold(self.choose_button)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retranslate()

    def text(self) -> str:
        return self._text

    def show_text(self, text: str) -> None:
        self._text = text
        self._show()

    def choose(self) -> None:
        """Ask for a file, in a window that stops nobody."""
        asking = QFileDialog(self, _("Which photos or papers?"), str(Path.home()))
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.fileSelected.connect(self.take)
        asking.open()

    def take(self, path: str) -> None:
        """Take a file as the answer."""
        self.notice.fall_silent()
        self._attach(Path(path), self._taken, lambda sentence: self.notice.say(Tone.BAD, sentence))

    def clear(self) -> None:
        """Take the answer back; the file goes on hanging on the interview."""
        self._text = ""
        self._put_offer_away()
        self._show()
        self.changed.emit()

    def retranslate(self) -> None:
        words = {"image/*": _("Add a photo"), "audio/*": _("Add a recording")}.get(self._wanted, _("Add a file"))
        dress_button(self.choose_button, Action(words, self.choose, "paperclip"))
        dress_button(self._clear, Action(_("Take out"), self.clear, "x"))
        self._show()

    def _taken(self, hanging: Hanging) -> None:
        self._text = str(hanging.attachment)
        self._show()
        if hanging.sentence:
            self.notice.say(Tone.INFO, hanging.sentence)
        self._put_offer_away()
        if hanging.told:
            self.offered = OfferLine(hanging.told, partial(self._take_told, hanging), self._put_offer_away)
            self.column.addWidget(self.offered)
        self.changed.emit()

    def _take_told(self, hanging: Hanging) -> None:
        self._put_offer_away()
        hanging.take()

    def _put_offer_away(self) -> None:
        if self.offered is not None:
            self.column.removeWidget(self.offered)
            self.offered.hide()
            self.offered.deleteLater()
            self.offered = None
            self.choose_button.setFocus()

    def _show(self) -> None:
        self._said.setText(self._called())
        self._clear.setVisible(bool(self._text))

    def _called(self) -> str:
        try:
            return self._name(UUID(self._text)) if self._text else ""
        except ValueError:
            return self._text
