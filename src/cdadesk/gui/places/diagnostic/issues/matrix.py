"""The page of the square: whose view of which round, the points, the ranked list beside them, and what looks odd."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.issues import IssuesTogether, issues_of
from cdadesk.clock import new_id
from cdadesk.domain.diagnostic.interview import InterviewRound
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.diagnostic.ranking import Ranked, latest_round, rated
from cdadesk.domain.diagnostic.vocabulary import RaterGroup
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.first_reading import FirstReading
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.places.diagnostic.issues.ranked_list import RankedList
from cdadesk.gui.places.diagnostic.issues.square import IssueSquare, Moved
from cdadesk.i18n import _, format_number
from cdadesk.reports.issue_matrix import MatrixPoint
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Saved

_ALL = ""
_MIDDLE = 3
_SQUARE_SHARE, _LIST_SHARE = 58, 42


class MatrixPage(Page):
    """What comes first, and why."""

    def __init__(self, desk: Desk, begin: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._begin = begin
        self._together = IssuesTogether(())
        self.round = QComboBox()
        self.group = QComboBox()
        self._names = [label(look="field"), label(look="field")]
        self.square = IssueSquare()
        self.ranking = RankedList()
        self.circles = Notice()
        self._how = paragraph("", "second")
        self._empty = EmptyState("flag", "", self._begin_action())
        self._stack = QStackedWidget()
        self._reading = FirstReading(self._stack)
        self._last_save: UUID | None = None
        self._lay_out()
        self._listen()

    def title(self) -> str:
        return _("Issues")

    def primary_action(self) -> Action | None:
        return self._begin_action() if self._desk.scope else None

    def refresh(self) -> None:
        scope = self._desk.scope
        self._reading.follow(self._desk.read(self, lambda store: _read(store, scope), self._show))

    def retranslate(self) -> None:
        self._empty.say(
            _("Write down what people name as difficulties and chances; then weigh them here together."),
            self._begin_action(),
        )
        for name, words in zip(self._names, (_("Round"), _("As seen by")), strict=True):
            name.setText(words)
        self._how.setText(
            _("Drag a point, or choose one with Page Up and Page Down and move it with the arrows. Enter opens it.")
        )
        self.square.retranslate()
        self.ranking.retranslate()
        self._show(self._together)

    def undo(self) -> None:
        """Take back where the last point was put."""
        if self._last_save is None:
            self._desk.tell(_("There is nothing to undo here."))
            return
        group, self._last_save = self._last_save, None
        self._desk.undo(self, group)

    def may_leave(self) -> bool:
        self.square.keep()
        return True

    def _show(self, together: IssuesTogether) -> None:
        self._together = together
        self._fill_choosers()
        self._stack.setCurrentIndex(1 if together.issues else 0)
        circles = together.circles()
        if circles:
            self.circles.say(Tone.WARN, circles[0][1])
        else:
            self.circles.fall_silent()
        self._show_points()

    def _show_points(self) -> None:
        in_round, group = self._round(), self._group()
        ranked = self._together.ranked(in_round, group)
        self.square.show_points([_point(each) for each in ranked])
        self.ranking.show_ranked(ranked, self._together.unrated(in_round, group))
        self.ranking.choose(self.square.chosen_key)

    def _moved(self, moved: Moved) -> None:
        """Keep what a point says now: as agreed together, or as one group sees it."""
        issue = self._together.find(UUID(moved.key))
        held = self._desk.store.get(Issue, issue.id) if issue is not None else None
        if held is None:
            return
        figures = (moved.importance, moved.joint_capacity)
        after = rated(held.record, self._group() or RaterGroup.agreed, self._round(), figures, new_id())
        self._desk.save(self, [Edit(held.record, after, held.base)], partial(self._was_kept, after, figures))

    def _was_kept(self, issue: Issue, figures: tuple[int, int], saved: Saved) -> None:
        self._last_save = saved.group
        sentence = _("“{issue}” now has importance {importance} and joint capacity {capacity}.")
        importance, capacity = (format_number(figure) for figure in figures)
        said = sentence.format(issue=issue.title(), importance=importance, capacity=capacity)
        self._desk.offer_undo(said, self.undo)

    def _put_in_the_middle(self, key: str) -> None:
        """Give an issue that is not rated yet a place to begin from."""
        self.square.chosen_key = key
        self._moved(Moved(key, _MIDDLE, _MIDDLE))

    def _chose(self, key: str) -> None:
        self.square.choose(key)
        self.ranking.choose(key)

    def _open(self, key: str) -> None:
        self._desk.open(Issue.kind, UUID(key))

    def _round(self) -> InterviewRound:
        chosen = self.round.currentData()
        return next((each for each in InterviewRound if each.value == chosen), InterviewRound.baseline)

    def _group(self) -> RaterGroup | None:
        chosen = self.group.currentData()
        return next((each for each in RaterGroup if each.value == chosen), None)

    def _fill_choosers(self) -> None:
        """Offer every round and group; the last round that was rated comes up by itself."""
        wanted = self.round.currentData() or latest_round(self._together.rounds).value
        _fill(self.round, [(each.value, _(each.label)) for each in InterviewRound], wanted)
        groups = [(each.value, _(each.label)) for each in RaterGroup if each is not RaterGroup.agreed]
        _fill(self.group, [(_ALL, _("All together")), *groups], self.group.currentData() or _ALL)

    def _begin_action(self) -> Action:
        return Action(_("New issue"), self._begin, "plus")

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _listen(self) -> None:
        self.round.activated.connect(lambda _index: self._show_points())
        self.group.activated.connect(lambda _index: self._show_points())
        self.square.chosen.connect(self.ranking.choose)
        self.square.moved.connect(self._moved)
        self.square.opened.connect(self._open)
        self.ranking.chosen.connect(self._chose)
        self.ranking.opened.connect(self._open)
        self.ranking.rate_asked.connect(self._put_in_the_middle)
        self._desk.records_changed.connect(self._refresh_if_seen)
        self._desk.cluster_changed.connect(self._refresh_if_seen)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.square)
        split.addWidget(self.ranking)
        split.setStretchFactor(0, _SQUARE_SHARE)
        split.setStretchFactor(1, _LIST_SHARE)
        parts = QWidget()
        column = QVBoxLayout(parts)
        column.setContentsMargins(gaps.wide, gaps.small, gaps.wide, gaps.small)
        column.setSpacing(gaps.small)
        column.addLayout(self._choosers())
        column.addWidget(self.circles)
        column.addWidget(split, 1)
        column.addWidget(self._how)
        for each in (self._empty, parts):
            self._stack.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._reading)
        self.setFocusProxy(self.square)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.spacing().small)
        for name, chooser in zip(self._names, (self.round, self.group), strict=True):
            row.addWidget(name)
            row.addWidget(chooser)
            row.addSpacing(look.spacing().large)
        row.addStretch(1)
        return row


def _read(store: Store, scope: str) -> IssuesTogether:
    return issues_of(store, scope) if scope else IssuesTogether(())


def _fill(chooser: QComboBox, offered: list[tuple[str, str]], wanted: str) -> None:
    chooser.clear()
    for key, words in offered:
        chooser.addItem(words, key)
    chooser.setCurrentIndex(max(chooser.findData(wanted), 0))


def _point(each: Ranked) -> MatrixPoint:
    at = each.standing
    return MatrixPoint(
        key=str(each.issue.id),
        number=each.place,
        words=each.issue.title(),
        importance=at.importance,
        joint_capacity=at.joint_capacity,
        importance_spread=(at.importance_spread.low, at.importance_spread.high),
        capacity_spread=(at.capacity_spread.low, at.capacity_spread.high),
    )
