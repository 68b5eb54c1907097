"""Records for Qt's table, a page at a time: the source counts, sorts and filters, the window never holds them all."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.kit.editors.as_typed import as_text
from cdadesk.gui.kit.editors.surroundings import Name, name_nothing
from cdadesk.i18n import _

PAGE = 256
_KEPT_PAGES = 16
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
_TO_THE_RIGHT = (Kind.number, Kind.scaled, Kind.money)
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
class Columns:
    """Which fields a table shows; `words` says a field's value otherwise than its kind would."""

    names: tuple[str, ...] = ()
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)


AS_DECLARED = Columns()


class RecordPages(QAbstractTableModel):
    """Asks the source for the pages that are looked at, and keeps the latest of them."""

    def __init__(
        self, entity: type[Record], source: RecordSource, name: Name = name_nothing, columns: Columns = AS_DECLARED
    ) -> None:
        super().__init__()
        self.columns = columns_of(entity, columns.names)
        self._words = columns.words
        self._source = source
        self._name = name
        self._pages: OrderedDict[int, list[Record]] = OrderedDict()
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
        page = self._page(row // PAGE)
        at = row % PAGE
        return page[at] if row >= 0 and at < len(page) else None

    def row_of(self, record: UUID) -> int | None:
        """Return the row of a record, if one of the pages at hand holds it."""
        for number, page in self._pages.items():
            for at, each in enumerate(page):
                if each.id == record:
                    return number * PAGE + at
        return None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        info = self.columns[section]
        if role == _ROLE.TextAlignmentRole:
            return _alignment(info)
        return _(info.label) if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole) else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        info = self.columns[index.column()]
        if role == _ROLE.TextAlignmentRole:
            return _alignment(info)
        record = self.record_at(index.row()) if role == _ROLE.DisplayRole else None
        return self.text(record, info) if record is not None else None

    def text(self, record: Record, info: FieldInfo) -> str:
        """Return what a cell shows; where nothing was answered, why."""
        code = record.missing.get(info.name)
        if code:
            return _(code.label)
        value = getattr(record, info.name)
        special = self._words.get(info.name)
        return special(value) if special and value is not None else as_text(info, value, self._name)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        field = self.columns[column].name if 0 <= column < len(self.columns) else ""
        wanted = Sort(field, order is Qt.SortOrder.DescendingOrder)
        if wanted != self._sort:
            self._sort = wanted
            self.reload()

    def _page(self, number: int) -> list[Record]:
        if number not in self._pages:
            self._pages[number] = self._source.page(number * PAGE, PAGE, self._sort, self._wanted)
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
