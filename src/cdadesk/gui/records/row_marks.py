"""Marks of a list: where the changes of each row are and what the advisor says of it, and the filter for both."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from PySide6.QtWidgets import QComboBox

from cdadesk.acts.marks import Marks, marks_of, returned
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import ReviewState
from cdadesk.gui.kit.record_pages import Mark, MarksOf
from cdadesk.gui.sentences import transport_label
from cdadesk.i18n import N_, _
from cdadesk.store.asking import Ask
from cdadesk.store.standing import Transport
from cdadesk.store.store import Store

_WAYS = {
    Transport.not_sent: ("cloud-off", "second_ink"),
    Transport.on_stick: ("usb", "second_ink"),
    Transport.seen_on_stick: ("usb", "info"),
    Transport.sending: ("send", "second_ink"),
    Transport.needs_you: ("triangle-alert", "bad"),
}
_REVIEWS = {
    ReviewState.returned: ("undo-2", "warn"),
    ReviewState.needs_you: ("undo-2", "warn"),
    ReviewState.changed_since: ("pencil", "info"),
    ReviewState.approved: ("check", "good"),
}


class Stands(StrEnum):
    """Which rows of a list are wanted."""

    ANYHOW = "anyhow"
    NOT_SENT = "not_sent"
    RETURNED = "returned"


_LABELS = {Stands.ANYHOW: N_("All"), Stands.NOT_SENT: N_("Not sent"), Stands.RETURNED: N_("Returned")}
_NOTHING = {
    Stands.NOT_SENT: N_("The server has everything in this list."),
    Stands.RETURNED: N_("Nothing in this list came back from the advisor."),
}


def row_marks(store: Store, entity: type[Record]) -> MarksOf:
    """Return what tells the marks of a page of a list: nothing beside what the server has and nobody judged."""

    def marks(records: Sequence[UUID]) -> dict[UUID, Sequence[Mark]]:
        return {record: _drawn(stands) for record, stands in marks_of(store, entity, records).items()}

    return marks


def narrowed(store: Store, entity: type[Record], ask: Ask, wanted: Stands) -> Ask:
    """Return a question that asks only for what stands so."""
    match wanted:
        case Stands.NOT_SENT:
            return replace(ask, among=store.not_sent(entity))
        case Stands.RETURNED:
            return replace(ask, among=returned(store, entity))
    return ask


class StandsFilter(QComboBox):
    """Narrows a list to what is not sent, or to what came back from the advisor."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        for _each in Stands:
            self.addItem("")
        self.activated.connect(lambda _place: changed())
        self.retranslate()

    @property
    def wanted(self) -> Stands:
        """What is chosen."""
        return list(Stands)[self.currentIndex()]

    def nothing_words(self) -> str:
        """Say that nothing stands so; nothing if all are wanted."""
        nothing = _NOTHING.get(self.wanted)
        return _(nothing) if nothing else ""

    def choose(self, wanted: Stands) -> None:
        """Choose as a person does."""
        self.setCurrentIndex(list(Stands).index(wanted))
        self.activated.emit(self.currentIndex())

    def retranslate(self) -> None:
        """Write the choices in the language in use."""
        self.setAccessibleName(_("How it stands"))
        self.setToolTip(_("How it stands"))
        for place, stands in enumerate(Stands):
            self.setItemText(place, _(_LABELS[stands]))


def _drawn(stands: Marks) -> list[Mark]:
    way, review = _WAYS.get(stands.transport), _REVIEWS.get(stands.review)
    drawn = [Mark(*way, transport_label(stands.transport))] if way else []
    return drawn + ([Mark(*review, stands.review.label)] if review else [])
