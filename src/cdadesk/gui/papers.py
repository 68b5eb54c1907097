"""Making papers: in which language, where the file lies, and a way to open it, in a strip that is no box."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.papers import Printing
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.escaping import took_escape
from cdadesk.gui.kit.language_choice import LanguageChoice
from cdadesk.gui.kit.memory import Memory
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, label
from cdadesk.i18n import _
from cdadesk.store.store import Store

FOLDER = "papers/folder"
_LANGUAGE = "papers/language"
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*.\x00-\x1f]+')
_LONGEST_NAME = 80
_TRIES = 20


@dataclass(frozen=True)
class Paper:
    """One paper that can be made: the words of its button, the name of its file, and what makes it."""

    words: str
    file: str
    make: Callable[[Store, Printing], bytes]
    suffix: str = "pdf"


class PaperStrip(QFrame):
    """Offers papers; once one is made it says where, and opens it. Escape puts the strip away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        wear(self, "card")
        self._desk = desk
        self._papers: list[Paper] = []
        self._made: list[QPushButton] = []
        self._prompt = label("", "strong")
        self._language = LanguageChoice()
        self._language.chosen.connect(partial(desk.memory.keep, _LANGUAGE))
        self._close = button(self._close_action(), "quiet")
        self._buttons = QWidget()
        self._flow = Flow(self._buttons)
        self.said = Notice()
        self._lay_out()
        self.hide()

    def offer(self, papers: Sequence[Paper]) -> None:
        """Show which papers can be made; asked for again, the keyboard comes back to the first."""
        self.show_papers(papers)
        self.show()
        if self._made:
            self._made[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Show other papers, without coming to the front."""
        self._papers = list(papers)
        if len(self._made) != len(papers):
            self._replace_buttons()
        for made, paper in zip(self._made, papers, strict=True):
            dress_button(made, Action(paper.words, self.put_away, "printer"))

    def put_away(self) -> None:
        """Hide the strip."""
        self.said.fall_silent()
        self.hide()

    def retranslate(self) -> None:
        """Write every word in the language in use; the papers come again from who offers them."""
        self._prompt.setText(_("Make a paper in"))
        self._language.choose(self._desk.memory.recall(_LANGUAGE))
        dress_button(self._close, self._close_action())
        self.said.fall_silent()

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window does."""
        return took_escape(event, self.put_away) or super().event(event)

    def _make(self, place: int) -> None:
        paper, language = self._papers[place], self._language.code
        printing = Printing(language, self._desk.clock.today())
        folder = papers_folder(self._desk.memory)

        def work(store: Store) -> Path:
            return write_paper(folder, f"{paper.file} {language}", paper.make(store, printing), paper.suffix)

        self.said.say(Tone.INFO, _("Making the paper…"))
        self._desk.read(self, work, self._was_made, partial(self.said.say, Tone.BAD))

    def _was_made(self, file: Path) -> None:
        opening = Action(_("Open"), partial(open_file, file), "external-link")
        self.said.say(Tone.GOOD, _("The paper lies in {file}").format(file=file), opening)

    def _close_action(self) -> Action:
        return Action(_("Put away"), self.put_away, "x")

    def _replace_buttons(self) -> None:
        for made in self._made:
            self._flow.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._made = [button(Action("", partial(self._make, place), "printer")) for place in range(len(self._papers))]
        for made in self._made:
            self._flow.addWidget(made)
            made.show()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.medium)
        head.addWidget(self._prompt)
        head.addWidget(self._language)
        head.addStretch(1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.small, gaps.small, gaps.medium)
        column.setSpacing(gaps.small)
        column.addLayout(head)
        column.addWidget(self._buttons)
        column.addWidget(self.said)
        self.retranslate()


class CouldNotWrite(Trouble):
    """The folder of the papers cannot be written to."""

    def __init__(self, folder: Path) -> None:
        said = _("The paper could not be written to {folder}. Is there room on the disk, and may you write there?")
        super().__init__(said.format(folder=folder))


def papers_folder(memory: Memory) -> Path:
    """Return where papers are written to."""
    kept = memory.recall(FOLDER)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(kept) if kept else Path(documents) / "cdadesk"


def write_paper(folder: Path, name: str, content: bytes, suffix: str = "pdf") -> Path:
    """Write a paper over the one of that name, or beside it while a reader holds it; raises CouldNotWrite."""
    plain = plain_name(name)
    numbered = (f"{plain}.{suffix}" if number == 1 else f"{plain} {number}.{suffix}" for number in range(1, _TRIES))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return next(path for each in numbered if _written(path := folder / each, content))
    except (OSError, StopIteration) as error:
        raise CouldNotWrite(folder) from error


def plain_name(words: str) -> str:
    """Return words as the name of a file on any system."""
    return " ".join(_NOT_IN_A_NAME.sub(" ", words).split())[:_LONGEST_NAME].strip()


def _written(path: Path, content: bytes) -> bool:
    """Write a file; False if it is there and somebody holds it. Raises OSError."""
    try:
        path.write_bytes(content)
    except PermissionError:
        if not path.exists():
            raise
        return False
    return True


def open_file(file: Path) -> None:
    """Show a file with whatever the system shows such files with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
