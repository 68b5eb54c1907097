"""An interview while it is being filled in: the answers of both halves in one form, and back into their halves.

Where an answer lies says who may see it. It lies where it lay before; a new one where its question says, until somebody
closes or opens the lock on purpose.
"""

import datetime as dt
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from cdadesk.domain.diagnostic.interview import LONGEST_ANSWER, Answer, Interview, InterviewPrivate
from cdadesk.domain.kernel.record import Certainty, MissingCode
from cdadesk.i18n import _, format_number
from cdadesk.questions.answers import PART, ROW, Key
from cdadesk.questions.faults import FaultKind
from cdadesk.questions.filling import TOO_SLOW, Filling
from cdadesk.questions.form import Control, Form, Group, Kind, Node, Question

C = TypeVar("C", MissingCode, Certainty)
_VALUE = "value"
_ADDED = "r"
_AFTER_NUMBERS = 10**9
_Line = tuple[Interview | InterviewPrivate, Key, Answer]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Halves:
    """An interview and its confidential half."""

    shared: Interview
    private: InterviewPrivate


@dataclass(frozen=True)
class Beside:
    """What stands beside an answer: why there is none, how sure one is, and a note in the margin."""

    missing: MissingCode | None = None
    certainty: Certainty | None = None
    remark: str = ""


NOTHING_BESIDE = Beside()


class Sitting:
    """Answers to one form, as they are being given."""

    def __init__(self, form: Form, halves: Halves, now: Callable[[], dt.datetime]) -> None:
        """Begin with what was answered before; raises CircularForm."""
        self.form = form
        self.filling = Filling(form, now)
        self._known = halves
        self._beside: dict[Key, Beside] = {}
        self._locked: dict[Key, bool] = {}
        self._strange: set[Key] = set()
        self._take(sorted(_lines(halves), key=_in_order), halves.private)

    # what is there

    def text(self, key: Key) -> str:
        """Return what was answered."""
        return self.filling.text(key)

    def beside(self, key: Key) -> Beside:
        """Return what stands beside an answer."""
        return self._beside.get(key, NOTHING_BESIDE)

    def is_locked(self, key: Key) -> bool:
        """Say whether an answer is confidential."""
        known = self._locked.get(key)
        return self.form.is_confidential(self.filling.answers.places[key].path) if known is None else known

    def is_wanted(self, key: Key) -> bool:
        """Say whether somebody could still answer here: it is asked, blank, and nobody said why."""
        return not self.text(key) and self.beside(key).missing is None and self._is_open(key)

    def wanted(self) -> list[Key]:
        """Return the questions that are left over, in the order of the form."""
        return [key for key in self.filling.answerable() if self.is_wanted(key)]

    def wrong(self) -> list[Key]:
        """Return the answers that are not as their questions want them, in the order of the form."""
        return [each.key for each in self.filling.faults("") if each.kind is not FaultKind.missing]

    def asked(self) -> list[Key]:
        """Return the questions that are to be answered as things stand, in the order of the form."""
        return [key for key in self.filling.answerable() if self._is_open(key)]

    def complaint(self, key: Key, language: str) -> str:
        """Say what is wrong with an answer that was given; nothing for a blank."""
        text = self.text(key)
        if not text or not self.filling.is_asked(key):
            return ""
        if len(text) > LONGEST_ANSWER:
            over = format_number(len(text) - LONGEST_ANSWER)
            return _("This answer is {over} characters too long. It is kept here, but cannot be saved.").format(
                over=over
            )
        found = self.filling.fault(key, language)
        return found.sentence if found is not None else ""

    def doubt(self, key: Key) -> str:
        """Say that a rule of a question is not checked, where it takes too long; nothing where all are."""
        return _(TOO_SLOW) if self.filling.is_unchecked(key) else ""

    # what is done

    def answer(self, key: Key, text: str) -> None:
        """Give an answer; whoever answers takes back that there is none."""
        self.filling.answer(key, text)
        if text and self.beside(key).missing is not None:
            self.say_missing(key, None)

    def answer_place(self, place: str) -> bool:
        """Answer the first question for a place that is left over, by degrees north and east; say if there was one."""
        places = self.filling.answers.places
        left = (key for key in self.wanted() if self.form.bind(places[key].path).kind is Kind.point)
        key = next(left, None)
        if key is not None:
            self.answer(key, f"{place.replace(',', '')} 0 0")
        return key is not None

    def say_missing(self, key: Key, code: MissingCode | None) -> None:
        """Note why there is no answer."""
        self._beside[key] = replace(self.beside(key), missing=code)

    def say_certainty(self, key: Key, certainty: Certainty | None) -> None:
        """Note how sure an answer is."""
        self._beside[key] = replace(self.beside(key), certainty=certainty)

    def say_beside(self, key: Key, remark: str) -> None:
        """Write in the margin."""
        self._beside[key] = replace(self.beside(key), remark=remark)

    def lock(self, key: Key, *, closed: bool) -> None:
        """Make an answer confidential, or let it be seen by all of the cluster."""
        self._locked[key] = closed

    def add_row(self, repeat: Key) -> str | None:
        """Add a row to a repeat and return its name; None if there is no room for more."""
        name = _row_name(self.filling.answers.rows(repeat))
        return name if self.filling.add_row(repeat, name) else None

    def remove_row(self, repeat: Key, name: str) -> None:
        """Take a row away, with all that was answered in it."""
        self.filling.remove_row(repeat, name)
        inside = f"{repeat}{ROW}{name}{PART}"
        for held in (self._beside, self._locked):
            for key in [each for each in held if each.startswith(inside)]:
                del held[key]

    def halves(self) -> Halves:
        """Return both halves with the answers as they stand; what is too long to be kept is as it was."""
        known = self._known
        return Halves(
            known.shared.changed(answers=dict(self._answers(known.shared, locked=False))),
            known.private.changed(answers=dict(self._answers(known.private, locked=True))),
        )

    def rebase(self, halves: Halves) -> None:
        """Take what else stands in the halves from now on, such as who was asked; the answers stay."""
        self._known = halves

    # how

    def _is_open(self, key: Key) -> bool:
        question = self.filling.question(key)
        return (
            question is not None
            and question.control is not Control.trigger
            and self.filling.is_asked(key)
            and not self.filling.is_read_only(key)
            and not is_note(self.form, question)
        )

    def _answers(self, half: Interview | InterviewPrivate, *, locked: bool) -> Iterator[tuple[Key, Answer]]:
        yield from ((key, line) for key, line in half.answers.items() if key in self._strange)
        for key in self.filling.answerable():
            if self.is_locked(key) is locked and self._is_said(key):
                yield key, self._answer(key, half.answers.get(key))

    def _answer(self, key: Key, before: Answer | None) -> Answer:
        text, beside = self.text(key), self.beside(key)
        if len(text) > LONGEST_ANSWER:
            return before or Answer()
        missing = before.missing if before is not None else {}
        certainty = before.certainty if before is not None else {}
        return Answer(
            order=before.order if before is not None else "",
            value=text or None,
            unit=(self.form.bind(self.filling.answers.places[key].path).unit or None) if text else None,
            remark=beside.remark or None,
            missing=_with(missing, beside.missing),
            certainty=_with(certainty, beside.certainty),
        )

    def _is_said(self, key: Key) -> bool:
        return bool(self.text(key)) or self.beside(key) != NOTHING_BESIDE

    def _take(self, lines: list[_Line], private: InterviewPrivate) -> None:
        """Fill in what was answered before; what has no question in this form is kept as it came."""
        if not lines:
            return
        self._strange = set(self.filling.fill({key: line.value or "" for _half, key, line in lines}))
        for half, key, line in lines:
            if key not in self._strange:
                self._locked[key] = half is private
                self._beside[key] = Beside(line.missing.get(_VALUE), line.certainty.get(_VALUE), line.remark or "")


def is_note(form: Form, question: Question) -> bool:
    """Say whether a question only says something, and wants no answer."""
    bind = form.bind(question.path)
    is_said = question.control is Control.input and bind.read_only == "true()" and not bind.calculate
    return is_said or question.is_head


def sections(form: Form) -> list[tuple[Node, ...]]:
    """Return the pages of a form: each group of its body is one, and what stands loose between them is one, too."""
    nodes = form.body
    while len(nodes) == 1 and isinstance(nodes[0], Group):
        nodes = nodes[0].children
    found: list[list[Node]] = []
    loose = False
    for node in nodes:
        is_group = isinstance(node, Group)
        if is_group or not loose:
            found.append([node])
        else:
            found[-1].append(node)
        loose = not is_group
    return [tuple(each) for each in found]


def _lines(halves: Halves) -> Iterator[_Line]:
    for half in (halves.shared, halves.private):
        for key, line in half.answers.items():
            if line.void is None:
                yield half, key, line


def _in_order(line: _Line) -> list[tuple[int, str]]:
    """Return by what answers are sorted so that rows come in the order in which they were added."""
    parts = re.split(f"[{PART}{ROW}]", line[1])
    return [(int(part), "") if part.isdecimal() else (_AFTER_NUMBERS, part) for part in parts]


def _with(codes: Mapping[str, C], code: C | None) -> dict[str, C]:
    left = {name: each for name, each in codes.items() if name != _VALUE}
    return left if code is None else left | {_VALUE: code}


def _row_name(taken: list[str]) -> str:
    """Return a name that sorts after all that are there, and that nobody else gives at the same time."""
    number = max((int(name[1:5]) for name in taken if name.startswith(_ADDED)), default=len(taken)) + 1
    return f"{_ADDED}{number:04}" + "".join(secrets.choice(_LETTERS) for _place in range(5))
