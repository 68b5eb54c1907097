"""A record as a person reads it: every field in words, lists as tables, what is blank said, findings beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import Record
from cdadesk.i18n import _
from cdadesk.server.reading.account_view import Account, account_of
from cdadesk.server.reading.naming import Names, Pointed, ids_in, kind_words, read_record, title_of
from cdadesk.server.reading.wording import Wording, plain_words
from cdadesk.server.records import Standing

if TYPE_CHECKING:
    from cdadesk.questions.telling import Telling

_ANSWERS = "answers"
_ANSWERED = f"{_ANSWERS}/"
_FIGURES = frozenset({Kind.number, Kind.scaled, Kind.money})


class State(StrEnum):
    """Whether a field says something: `needed` is blank and must not be, `coded` is blank and says why."""

    filled = "filled"
    blank = "blank"
    needed = "needed"
    coded = "coded"


@dataclass(frozen=True)
class Answer:
    """One field and what stands in it."""

    path: str
    label: str
    words: str
    state: State
    shape: Kind
    certainty: str = ""
    remarks: tuple[str, ...] = ()
    link: Pointed | None = None

    @property
    def is_figure(self) -> bool:
        """Say whether it stands at the right of a column."""
        return self.shape in _FIGURES


@dataclass(frozen=True)
class Line:
    """One line of a list; `void` says why it was taken out of use, and is empty while it is in use."""

    key: str
    answers: tuple[Answer, ...]
    void: str = ""


@dataclass(frozen=True)
class Table:
    """A list of the record: the columns in which some line says something, and its lines in their order."""

    path: str
    label: str
    heads: tuple[Answer, ...]
    lines: tuple[Line, ...]
    state: State
    remarks: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Return how many lines are in use."""
        return sum(1 for line in self.lines if not line.void)


@dataclass(frozen=True)
class RecordView:
    """A whole record in words; `unread` is what only a newer version of the program can place."""

    title: str
    kind: str
    answers: tuple[Answer, ...]
    blanks: tuple[Answer, ...]
    tables: tuple[Table, ...]
    remarks: tuple[str, ...]
    left_so: tuple[tuple[str, str], ...]
    unread: tuple[tuple[str, str], ...]
    accounts: tuple[Account, ...]
    void: str = ""


def words_of(standing: Standing, names: Names, asked: "Telling | None" = None) -> RecordView:
    """Return a record in words, with the names of what it points at; an interview with its questions."""
    return _Telling(standing, names, asked).view()


class _Telling:
    """Puts one record into words."""

    def __init__(self, standing: Standing, names: Names, asked: "Telling | None") -> None:
        self._asked = asked
        self._standing = standing
        self._leaves: Mapping[str, Any] = standing.copy.values
        self._names = names
        self._wording = Wording(standing.kind, self._leaves, names, asked)
        self._remarks: dict[str, list[str]] = {}

    def view(self) -> RecordView:
        standing = self._standing
        reading = read_record(standing.kind, standing.scope, standing.id, self._leaves)
        self._remarks = _by_path(_findings(reading.record)) if reading else {}
        answers = list(self._answers(type(reading.record), "")) if reading else []
        unread = reading.unread if reading else dict(self._leaves)
        return RecordView(
            title=title_of(standing.kind, standing.scope, standing.id, self._leaves),
            kind=kind_words(standing.kind),
            answers=tuple(each for each in answers if each.state is not State.blank),
            blanks=tuple(each for each in answers if each.state is State.blank),
            tables=tuple(self._tables(type(reading.record))) if reading else (),
            remarks=tuple(self._remarks.get("", ())),
            left_so=tuple(self._left_so(reading.record)) if reading else (),
            unread=tuple((path, plain_words(value)) for path, value in sorted(unread.items())),
            accounts=tuple(account_of(reading.record)) if reading else (),
            void=self._wording.words("void", self._leaves.get("void")),
        )

    def _answers(self, sheet: type[SQLModel], place: str) -> Iterator[Answer]:
        for info in describe(sheet).values():
            if info.kind is not Kind.rows and not info.local_only and not self._is_for_code(info, place):
                yield self._answer(info, place)

    def _is_for_code(self, info: FieldInfo, place: str) -> bool:
        """Say whether a field holds what only code reads, such as a whole account; pointers are for people."""
        value = self._leaves.get(f"{place}{info.name}")
        return info.kind is Kind.plain and (isinstance(value, dict) or (value is None and not info.needed))

    def _answer(self, info: FieldInfo, place: str) -> Answer:
        path = f"{place}{info.name}"
        value = self._leaves.get(path)
        missing = f"{place}missing/{info.name}"
        certainty = f"{place}certainty/{info.name}"
        words, state = self._said(info, path, value) if value is not None else "", State.filled
        if not words:
            words = self._wording.words(missing, self._leaves.get(missing))
            state = State.coded if words else _blank(info)
        return Answer(
            path=path,
            label=_(info.label),
            words=words,
            state=state,
            shape=info.kind,
            certainty=self._wording.words(certainty, self._leaves.get(certainty)),
            remarks=tuple(self._remarks.get(path, ())),
            link=self._link(info, value),
        )

    def _link(self, info: FieldInfo, value: Any) -> Pointed | None:
        found = ids_in(value) if info.kind is Kind.ref else ()
        return self._names.get(next(iter(found))) if len(found) == 1 else None

    def _tables(self, entity: type[Record]) -> Iterator[Table]:
        for info in describe(entity).values():
            if info.kind is Kind.rows and not info.local_only:
                yield self._table(info)

    def _table(self, info: FieldInfo) -> Table:
        keys = self._in_order(info)
        rows = [
            (key, [*self._question(info, key), *self._answers(info.element, f"{info.name}/{key}/")]) for key in keys
        ]
        columns = [at for at, shown in enumerate(_columns(rows)) if shown]
        lines = [self._line(f"{info.name}/{key}", key, [cells[at] for at in columns]) for key, cells in rows]
        heads = self._cells(info, "-")
        missing = self._wording.words(f"missing/{info.name}", self._leaves.get(f"missing/{info.name}"))
        return Table(
            path=info.name,
            label=_(info.label),
            heads=tuple(heads[at] for at in columns),
            lines=tuple(line for line in lines if not line.void) + tuple(line for line in lines if line.void),
            state=State.coded if missing else State.filled if lines else _blank(info),
            remarks=(*([missing] if missing else []), *self._remarks.get(info.name, ())),
        )

    def _said(self, info: FieldInfo, path: str, value: Any) -> str:
        return self._wording.words(path, value) if path.startswith(_ANSWERED) else self._wording.value(info, value)

    def _in_order(self, info: FieldInfo) -> list[str]:
        """Return the keys of a list's lines: answers as they were asked, other lines as they were put."""
        asked = self._asked if info.name == _ANSWERS else None
        if asked is not None:
            return sorted(self._keys(info.name), key=asked.place)
        return sorted(self._keys(info.name), key=lambda key: (self._order(f"{info.name}/{key}"), key))

    def _cells(self, info: FieldInfo, key: str) -> list[Answer]:
        return [*self._question(info, key), *self._answers(info.element, f"{info.name}/{key}/")]

    def _question(self, info: FieldInfo, key: str) -> Iterator[Answer]:
        """Return what was asked, as the first cell of an answer's line."""
        if self._asked is not None and info.name == _ANSWERS:
            yield Answer(f"{_ANSWERED}{key}", _("Question"), self._asked.question(key), State.filled, Kind.text)

    def _line(self, path: str, key: str, answers: list[Answer]) -> Line:
        return Line(key, tuple(answers), self._wording.words(f"{path}/void", self._leaves.get(f"{path}/void")))

    def _keys(self, name: str) -> set[str]:
        return {path.split("/")[1] for path in self._leaves if path.startswith(f"{name}/")}

    def _order(self, line: str) -> str:
        order = self._leaves.get(f"{line}/order")
        return order if isinstance(order, str) else ""

    def _left_so(self, record: Record) -> Iterator[tuple[str, str]]:
        for code, reason in sorted(record.left_so.items()):
            yield self._wording.label(code.replace(".", "/")), reason


def _blank(info: FieldInfo) -> State:
    return State.needed if info.needed else State.blank


def _columns(rows: list[tuple[str, list[Answer]]]) -> Iterator[bool]:
    """Say of each column whether some line says something in it, or has to."""
    for cells in zip(*(answers for _key, answers in rows), strict=True):
        yield any(cell.state is not State.blank for cell in cells)


def _findings(record: Record) -> Iterator[Finding]:
    """Return what looks wrong and was not left so; that a needed answer is blank, the field itself shows."""
    yield from (each for each in record.findings() if each.code not in record.left_so)


def _by_path(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """Sort findings by the field at which they are shown."""
    found: dict[str, list[str]] = {}
    for each in findings:
        sentence = f"{each.sentence} {each.why}".strip()
        found.setdefault(each.path, []).append(sentence)
    return found
