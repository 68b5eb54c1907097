"""The question sets of the cluster: which there are, and how a new one comes in, looked at before it is kept."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import question_sets
from cdadesk.acts.question_sets import Coming, ListedSet
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import ShortLabel, button, paragraph
from cdadesk.gui.papers import open_file, papers_folder, write_paper
from cdadesk.gui.places.diagnostic.interviews.coming_set import ComingSet
from cdadesk.gui.records.tab import Lines, View
from cdadesk.i18n import _, format_number, ngettext

_ENDINGS = "*.xlsx *.xlsm *.xls *.csv *.md *.xml"


class SetsView(View):
    """Lists the sets; above them stands what is being brought in."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: Path | None = None
        self._listed: list[ListedSet] = []
        self.notice = Notice()
        self.coming = ComingSet(desk)
        self.coming.hide()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.lines = Lines(look.sizes().detail + 120)
        gaps = look.spacing()
        above = QVBoxLayout()
        above.setContentsMargins(gaps.wide, gaps.medium, gaps.wide, 0)
        above.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.coming, 1)
        column.addWidget(self.lines, 1)
        self.coming.kept.connect(self._keep)
        self.coming.left.connect(self.leave)

    @property
    def is_looking(self) -> bool:
        """Whether a set is looked at that is not kept yet."""
        return not self.coming.isHidden()

    def reload(self) -> None:
        """Read which sets there are, and show them."""
        scope = self._desk.scope
        if scope:
            self._desk.read(self, lambda store: question_sets.listed(store, scope), self._show)

    def retranslate(self) -> None:
        """Write every word in the language in use; what is looked at is looked at again."""
        self.coming.retranslate()
        if self._file is not None and self.is_looking:
            self.look_at(str(self._file))
        self.reload()

    def choose(self) -> None:
        """Ask for a file, in a window that stops nobody."""
        asking = QFileDialog(self, _("Which question set?"), str(Path.home()))
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.setNameFilter(f"{_('Question sets')} ({_ENDINGS})")
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.fileSelected.connect(self.look_at)
        asking.open()

    def look_at(self, path: str) -> None:
        """Read a file beside the window, and show what it would be."""
        scope = self._desk.scope
        self._file = Path(path)
        self.notice.say(Tone.INFO, _("Reading {file}…").format(file=self._file.name))
        work = partial(question_sets.look_at, scope=scope, file=self._file)
        self._desk.read(self, work, self._show_coming, self._refused)

    def leave(self) -> None:
        """Put away what was looked at and not kept."""
        self._file = None
        self.notice.fall_silent()
        self._turn(to_coming=None)

    def _show(self, found: list[ListedSet]) -> None:
        self._listed = found
        said = paragraph(_("Each interview keeps the very version of the questions that it was held with."), "second")
        self.lines.show_lines([said, *map(self._row, found)])

    def _show_coming(self, coming: Coming) -> None:
        self.notice.fall_silent()
        self._turn(to_coming=coming)

    def _refused(self, sentence: str) -> None:
        self._turn(to_coming=None)
        self.notice.say(Tone.BAD, sentence, Action(_("Choose another file"), self.choose, "folder-open"))

    def _turn(self, to_coming: Coming | None) -> None:
        if to_coming is not None:
            self.coming.show_set(to_coming)
        self.coming.setVisible(to_coming is not None)
        self.lines.setVisible(to_coming is None)
        if to_coming is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _keep(self) -> None:
        coming, scope, kinds = self.coming.shown, self._desk.scope, self.coming.kinds()
        if coming is not None:
            work = partial(question_sets.keep, scope=scope, coming=coming, kinds=kinds)
            self._desk.write(self, work, self._was_kept, partial(self.notice.say, Tone.BAD))

    def _was_kept(self, kept: QuestionSet) -> None:
        self.leave()
        self.reload()
        said = _("“{title}” can be asked from now on.").format(title=kept.title())
        self._desk.offer_undo(said, partial(self._take_back, kept))

    def _take_back(self, kept: QuestionSet) -> None:
        self._desk.write(self, lambda store: store.void(kept), lambda _saved: self.reload())

    def _row(self, one: ListedSet) -> QWidget:
        gaps = look.spacing()
        made = QWidget()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ShortLabel(one.title, "strong"))
        words.addWidget(ShortLabel(_about(one), "second"))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gaps.small)
        row.addLayout(words, 1)
        if one.held is not None and not one.is_programme:
            row.addWidget(button(Action(_("Put in the trash"), partial(self._void, one), "trash-2"), "quiet"))
        row.addWidget(button(Action(_("Save as workbook"), partial(self._save, one), "download"), "quiet"))
        return made

    def _void(self, one: ListedSet) -> None:
        if one.held is not None:
            self._desk.void(self, one.held.record, one.held.base, lambda _saved: self.reload())

    def _save(self, one: ListedSet) -> None:
        folder, name = papers_folder(self._desk.memory), f"{one.title} {one.version}".strip()
        self._desk.read(
            self,
            lambda _store: write_paper(folder, name, question_sets.workbook_of(one), "xlsx"),
            self._was_saved,
            partial(self.notice.say, Tone.BAD),
        )

    def _was_saved(self, file: Path) -> None:
        opening = Action(_("Open"), partial(open_file, file), "external-link")
        self.notice.say(Tone.GOOD, _("The question set lies in {file}").format(file=file), opening)


def _about(one: ListedSet) -> str:
    """Say in one line what a set is: its version, how long it is, in which languages, where it is from."""
    version = _("version {version}").format(version=one.version) if one.version else ""
    questions = ngettext("{n} question", "{n} questions", one.questions).format(n=format_number(one.questions))
    where = _("comes with the program") if one.held is None else _("of this cluster")
    if one.is_programme:
        where = _("of the programme")
    asked = ngettext("{n} interview", "{n} interviews", one.asked).format(n=format_number(one.asked))
    parts = (version, questions, ", ".join(one.languages), where, asked if one.asked else "")
    return "  ·  ".join(part for part in parts if part)
