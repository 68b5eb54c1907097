"""The page of what interviews propose: one step each takes it over, and can be taken back."""

from collections.abc import Callable, Sequence
from functools import partial
from textwrap import shorten
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import after_interviews
from cdadesk.acts.after_interviews import Link, Proposals, Voice, Will, proposals
from cdadesk.acts.baselines import FIGURE, Told, told_figures
from cdadesk.acts.issues import IssuesTogether, issues_of
from cdadesk.domain.actors.actor import Direction
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, label, paragraph
from cdadesk.gui.records.tab import Lines
from cdadesk.i18n import _, format_day, format_number, ngettext
from cdadesk.store.store import Store
from cdadesk.store.writing import Saved

_MOST = 60
_OFFERED = 2
_LONGEST = 70
_Found = tuple[Proposals, IssuesTogether, list[Told]]


class ProposedPage(Page):
    """Voices that may become issues, ties for the cluster map, and who would join in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._together = IssuesTogether(())
        self.lines = Lines()
        self._empty = EmptyState("messages-square", "", self._to_interviews())
        self._stack = QStackedWidget()
        for part in (self._empty, self.lines):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        desk.records_changed.connect(self._refresh_if_seen)
        desk.cluster_changed.connect(self._refresh_if_seen)
        self.retranslate()

    def title(self) -> str:
        return _("From interviews")

    def refresh(self) -> None:
        scope = self._desk.scope
        if scope:
            self._desk.read(self, partial(_read, scope), self._show)

    def retranslate(self) -> None:
        self._empty.say(
            _("What people name in interviews as difficulties, chances, ties and joint work is offered here."),
            self._to_interviews(),
        )
        self.refresh()

    def _show(self, found: _Found) -> None:
        proposed, self._together, figures = found
        self._stack.setCurrentIndex(1 if proposed.count or figures else 0)
        parts: list[QWidget] = []
        for title, cards in (
            (_("Difficulties and chances"), [self._voice(each) for each in proposed.voices[:_MOST]]),
            (_("Ties for the cluster map"), [self._link(each) for each in proposed.links[:_MOST]]),
            (_("Who would join in"), [self._will(each) for each in proposed.wills[:_MOST]]),
        ):
            if cards:
                counted = _("{title}: {n}").format(title=title, n=format_number(len(cards)))
                parts += [label(counted, "section"), *cards]
        if figures:
            parts += [label(_("Figures"), "section"), self._figures(figures)]
        self.lines.show_lines(parts)

    def _voice(self, voice: Voice) -> QWidget:
        kind = _(voice.issue_kind.label)
        area = _(voice.area.label) if voice.area is not None else ""
        acts = [Action(_("New issue"), partial(self._take, partial(_as_issue, voice)), "plus")]
        for issue in after_interviews.like(voice, self._together.issues)[:_OFFERED]:
            words = _("Add to “{issue}”").format(issue=shorten(issue.title(), _LONGEST, placeholder="…"))
            acts.append(Action(words, partial(self._take, partial(_as_voice, issue.id, voice)), "link"))
        return _card(f"“{voice.words}”", (self._who(voice.interview.actor), kind, area, self._when(voice)), acts)

    def _link(self, link: Link) -> QWidget:
        tie = _(link.relation_type.label) if link.relation_type is not None else _("has to do with")
        said = _("{actor} {tie} {other}").format(actor=self._who(link.interview.actor), tie=tie, other=link.other)
        if link.direction is Direction.inward:
            said = _("{actor} {tie} {other}").format(actor=link.other, tie=tie, other=self._who(link.interview.actor))
        beside = "" if link.known is not None else _("“{other}” becomes a new actor").format(other=link.other)
        draw = partial(self._take, partial(after_interviews.draw_link, link=link))
        return _card(said, (self._when(link), beside), [Action(_("Draw the tie"), draw, "waypoints")])

    def _will(self, will: Will) -> QWidget:
        note = partial(self._take, partial(after_interviews.note_will, will=will))
        beside = _("only you and your advisor see it there")
        said = f"{self._who(will.actor)}: {will.words}"
        return _card(said, (self._when(will), beside), [Action(_("Note with the actor"), note, "check")])

    def _figures(self, figures: Sequence[Told]) -> QWidget:
        said = ngettext(
            "{n} figure of the interviews can become the baseline of an indicator.",
            "{n} figures of the interviews can become baselines of indicators.",
            len(figures),
        )
        first = figures[0].id
        show = Action(_("To the figures"), lambda: self._desk.open(FIGURE, first), "target")
        return _card(said.format(n=format_number(len(figures))), (_("in the place Plan"),), [show])

    def _take(self, act: Callable[[Store], Saved | None]) -> None:
        self._desk.write(self, act, self._was_taken)

    def _was_taken(self, saved: Saved | None) -> None:
        if saved is not None:
            undo = partial(self._desk.undo, self._desk, saved.group)
            self._desk.offer_undo(_("Taken over from the interview."), undo)

    def _who(self, actor: UUID | None) -> str:
        return self._desk.title(actor) if actor is not None else _("Somebody without a name")

    def _when(self, told: Voice | Link | Will) -> str:
        return format_day(told.interview.held_on) if told.interview.held_on else ""

    def _to_interviews(self) -> Action:
        return Action(_("To the interviews"), lambda: self._desk.go_to("diagnostic"))

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()


def _read(scope: str, store: Store) -> _Found:
    figures = [each for each in told_figures(store, scope) if each.taken is None]
    return proposals(store, scope), issues_of(store, scope), figures


def _as_issue(voice: Voice, store: Store) -> Saved:
    return after_interviews.take_as_issue(store, voice)


def _as_voice(issue: UUID, voice: Voice, store: Store) -> Saved | None:
    held = store.get(Issue, issue)
    return after_interviews.add_voice(store, held, voice) if held is not None else None


def _card(said: str, beside: tuple[str, ...], acts: list[Action]) -> QWidget:
    made = QFrame()
    wear(made, "card")
    gaps = look.spacing()
    column = QVBoxLayout(made)
    column.setContentsMargins(gaps.medium, gaps.small, gaps.medium, gaps.small)
    column.setSpacing(gaps.hair)
    column.addWidget(paragraph(said))
    column.addWidget(label("  ·  ".join(filter(None, beside)), "second"))
    for act in acts:
        column.addWidget(button(act, "small"), 0, Qt.AlignmentFlag.AlignLeft)
    return made
