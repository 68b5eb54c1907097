"""Records for Qt's table, a page at a time: the source counts, sorts and filters, the window never holds them all."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.kit.editors.as_typed import as_text
from cdadesk.gui.kit.editors.lines_model import TO_THE_RIGHT
from cdadesk.gui.kit.editors.surroundings import Name, name_nothing
from cdadesk.i18n import _

PAGE = 256
_MARKED = 64  # so many rows are asked for their marks at once: some more than can be seen
_KEPT_PAGES = 16
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
_TO_THE_RIGHT = (*TO_THE_RIGHT, Kind.rows)  # a list can only say how many rows there are
_NO_COLUMN = (Kind.note, Kind.rows, Kind.plain)
_FIRST_COLUMNS = 6
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Sort:
    """By which field the records are sorted; a blank one leaves the order to the source."""

    field: str = ""
    descending: bool = False


class RecordSource(Protocol):
    """Where a table's records come from; `wanted` is what stands in the filter box."""

    def count(self, wanted: str) -> int:
        """Return how many records fit."""

    def page(self, offset: int, limit: int, sort: Sort, wanted: str) -> list[Record]:
        """Return some of the records that fit, in order."""


@dataclass(frozen=True)
class Mark:
    """A small sign at the end of a row: its drawing, the token of its colour, and what it says, marked with N_."""

    icon: str
    ink: str
    label: str


MarksOf = Callable[[Sequence[UUID]], Mapping[UUID, Sequence[Mark]]]


@dataclass(frozen=True)
class Columns:
    """Which fields a table shows; `words` says a field's value, or that it is blank, otherwise than its kind would.

    `marks` tells the marks of a page of records at once; without it the table has no column for them.
    """

    names: tuple[str, ...] = ()
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    marks: MarksOf | None = None


AS_DECLARED = Columns()
MARKS_ROLE = _ROLE.UserRole + 1


@dataclass(frozen=True)
class _Leaf:
    """One page of the records, and the marks of those that were looked at."""

    records: Sequence[Record] = ()
    marks: dict[UUID, Sequence[Mark]] = field(default_factory=dict)


class RecordPages(QAbstractTableModel):
    """Asks the source for the pages that are looked at, and keeps the latest of them."""

    def __init__(
        self, entity: type[Record], source: RecordSource, name: Name = name_nothing, columns: Columns = AS_DECLARED
    ) -> None:
        super().__init__()
        self.columns = columns_of(entity, columns.names)
        self._words = columns.words
        self._marks_of = columns.marks
        self._source = source
        self._name = name
        self._pages: OrderedDict[int, _Leaf] = OrderedDict()
        self._sort = Sort()
        self._wanted = ""
        self._count = source.count("")

    def use_source(self, source: RecordSource) -> None:
        """Take the records from elsewhere."""
        self._source = source
        self.reload()

    def reload(self) -> None:
        """Ask the source again, for what is looked at now."""
        self.beginResetModel()
        self._pages.clear()
        self._count = self._source.count(self._wanted)
        self.endResetModel()

    def want(self, wanted: str) -> None:
        """Show only what fits."""
        self._wanted = wanted
        self.reload()

    @property
    def wanted(self) -> str:
        """What only is shown."""
        return self._wanted

    def record_at(self, row: int) -> Record | None:
        """Return the record of a row; None where the source has fewer now than it counted."""
        page = self._page(row // PAGE).records
        at = row % PAGE
        return page[at] if row >= 0 and at < len(page) else None

    def row_of(self, record: UUID) -> int | None:
        """Return the row of a record, if one of the pages at hand holds it."""
        for number, page in self._pages.items():
            for at, each in enumerate(page.records):
                if each.id == record:
                    return number * PAGE + at
        return None

    @property
    def marks_column(self) -> int | None:
        """The column that holds no words but marks; None if this table has none."""
        return len(self.columns) if self._marks_of is not None else None

    def marks_at(self, row: int) -> Sequence[Mark]:
        """Return the marks of a row."""
        record, leaf = self.record_at(row), self._page(row // PAGE)
        if record is None or self._marks_of is None:
            return ()
        if record.id not in leaf.marks:
            first = row % PAGE // _MARKED * _MARKED
            near = [each.id for each in leaf.records[first : first + _MARKED]]
            leaf.marks.update(dict.fromkeys(near, ()) | dict(self._marks_of(near)))
        return leaf.marks[record.id]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns) + (self.marks_column is not None)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if section == self.marks_column:
            return _("How it stands") if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole) else None
        info = self.columns[section]
        if role == _ROLE.TextAlignmentRole:
            return _alignment(info)
        return _(info.label) if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole) else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if index.column() == self.marks_column:
            return self._marked(index.row(), role)
        info = self.columns[index.column()]
        if role == _ROLE.TextAlignmentRole:
            return _alignment(info)
        if role == _ROLE.AccessibleTextRole and index.column() == 0:
            return self._spoken(index.row(), info)
        record = self.record_at(index.row()) if role == _ROLE.DisplayRole else None
        return self.text(record, info) if record is not None else None

    def text(self, record: Record, info: FieldInfo) -> str:
        """Return what a cell shows; where nothing was answered, why."""
        code = record.missing.get(info.name)
        if code:
            return _(code.label)
        value = getattr(record, info.name)
        special = self._words.get(info.name)
        return special(value) if special else as_text(info, value, self._name)

    def _marked(self, row: int, role: int) -> Any:
        if role == MARKS_ROLE:
            return self.marks_at(row)
        words = ", ".join(_(mark.label) for mark in self.marks_at(row))
        return words if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole) else None

    def _spoken(self, row: int, info: FieldInfo) -> str | None:
        """Return what is read aloud of a row: who steps through the list must not have to go to its marks."""
        record = self.record_at(row)
        marks = self.marks_at(row)
        if record is None or not marks:
            return None
        return ", ".join([self.text(record, info), *(_(mark.label) for mark in marks)])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        field = self.columns[column].name if 0 <= column < len(self.columns) else ""
        wanted = Sort(field, order is Qt.SortOrder.DescendingOrder)
        if wanted != self._sort:
            self._sort = wanted
            self.reload()

    def _page(self, number: int) -> _Leaf:
        if number not in self._pages:
            self._pages[number] = _Leaf(self._source.page(number * PAGE, PAGE, self._sort, self._wanted))
            while len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number]


def columns_of(entity: type[Record], names: tuple[str, ...] = ()) -> list[FieldInfo]:
    """Return the columns that were asked for, else those that the entity declares, else its first fields."""
    described = describe(entity)
    if names or entity.columns:
        return [described[name] for name in names or entity.columns]
    return [info for info in described.values() if info.kind not in _NO_COLUMN][:_FIRST_COLUMNS]


def _alignment(info: FieldInfo) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if info.kind in _TO_THE_RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
