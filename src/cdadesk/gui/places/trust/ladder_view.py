"""The ladder: five rungs from the ground, each milestone a chip that says how far it is proved."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.trust import words
from cdadesk.domain.trust.index import Earned
from cdadesk.domain.trust.ladder import Level, Milestone, label
from cdadesk.domain.trust.shipped import the_ladder
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import escaped, paragraph
from cdadesk.gui.kit.words import label as shown
from cdadesk.gui.places.trust.picture import TrustPicture, item_words, milestones_of
from cdadesk.i18n import _, format_number, ngettext

_LEVEL_WIDTH = 150
_CHIP_LETTERS = 44


class ChipState(StrEnum):
    """How far a milestone is reached."""

    proved = "proved"
    recorded = "recorded"
    ahead = "ahead"


class LadderView(QWidget):
    """Rung five on top, the ground below; `open_item` is called with the milestone whose chip is pressed."""

    def __init__(self, open_item: Callable[[str], object]) -> None:
        super().__init__()
        self._open_item = open_item
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown: list[QWidget] = []

    def show_picture(self, picture: TrustPicture) -> None:
        """Show how far a network has climbed."""
        for widget in self._shown:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        earned = {line.milestone.id: line for line in picture.reading.earned}
        self._shown = []
        for level in reversed(the_ladder().levels):
            self._shown += [self._rung(level, picture, earned), rule()]
        for widget in self._shown:
            self._column.addWidget(widget)

    def _rung(self, level: Level, picture: TrustPicture, earned: dict[str, Earned]) -> QWidget:
        gaps = look.spacing()
        made = QFrame()
        wear(made, "rung")
        set_style_property(made, "reached", "true" if level.level <= picture.reading.rung else "false")
        name = paragraph(f"{level.level}  {label(level)}", "strong")
        name.setFixedWidth(_LEVEL_WIDTH)
        chips = QWidget()
        flow = Flow(chips)
        for milestone in milestones_of(level.level):
            flow.addWidget(self._chip(milestone, picture, earned.get(milestone.id)))
        chips.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(made)
        row.setContentsMargins(gaps.small, gaps.small, gaps.small, gaps.small)
        row.setSpacing(gaps.medium)
        row.addWidget(name)
        row.addWidget(chips, 1)
        return made

    def _chip(self, milestone: Milestone, picture: TrustPicture, earned: Earned | None) -> QPushButton:
        state = chip_state(earned)
        text = item_words(milestone.id)
        short = text if len(text) <= _CHIP_LETTERS else f"{text[: _CHIP_LETTERS - 1].rstrip()}…"
        count = picture.evidence(milestone.id)
        if count:
            short += f" · {format_number(count)}"
        made = QPushButton(escaped(short))
        wear(made, "chip")
        set_style_property(made, "state", state.value)
        made.setToolTip("\n".join([text, state_words(state), *_more_words(earned, count)]))
        made.setAccessibleName(f"{text}. {state_words(state)}")
        made.clicked.connect(lambda _checked=False: self._open_item(milestone.id))
        return made


class ArithmeticView(QWidget):
    """How the figure comes about, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().hair)
        self._shown: list[QWidget] = []

    def show_picture(self, picture: TrustPicture) -> None:
        """Show each sum, with its reasons."""
        for widget in self._shown:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        rules = the_ladder().rules
        self._shown = []
        for line in picture.reading.earned:
            self._add(item_words(line.milestone.id), words.arithmetic(line), " ".join(words.reasons(line, rules)))
        for back in picture.reading.deducted:
            sum_of_it = f"\N{MINUS SIGN}{words.exact(back.value)}"
            self._add(item_words(back.setback.id), sum_of_it, words.deduction_reason(back, rules))

    def _add(self, name: str, figure: str, reason: str) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, look.spacing().small, 0, 0)
        row.addWidget(paragraph(name), 1)
        row.addWidget(shown(figure, "strong"))
        for widget in (head, paragraph(reason, "second")):
            self._column.addWidget(widget)
            self._shown.append(widget)


def chip_state(earned: Earned | None) -> ChipState:
    """Say how far a milestone is reached: proved is what can carry a rung."""
    if earned is None:
        return ChipState.ahead
    return ChipState.proved if earned.holds_rung(the_ladder().rules.rung_least_share) else ChipState.recorded


def state_words(state: ChipState) -> str:
    """Say a chip's state in words, so that colour is not needed."""
    return {
        ChipState.proved: _("Proved, broad and current"),
        ChipState.recorded: _("Recorded, but not yet proved, broad and current"),
        ChipState.ahead: _("Not yet recorded"),
    }[state]


def _more_words(earned: Earned | None, evidence: int) -> list[str]:
    if earned is None:
        return []
    papers = ngettext("{n} piece of evidence", "{n} pieces of evidence", evidence).format(n=format_number(evidence))
    return [papers, words.arithmetic(earned)]
