"""One record with all that it holds: its fields, its lines as tables, what is missing or odd, and how it stands."""

from collections.abc import Iterator, Sequence
from typing import Any

from cdadesk.acts import review
from cdadesk.acts.naming import names_in
from cdadesk.cli.console import Align, Column
from cdadesk.cli.session import Session
from cdadesk.cli.words import Names, in_words, is_figure, sheet_json
from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.record import Element, Record, all_findings, in_order
from cdadesk.i18n import _
from cdadesk.store.reading import Held


def head_json(held: Held[Record]) -> dict[str, Any]:
    """Return what names a record, and where its changes are."""
    record = held.record
    return {
        "id": str(record.id),
        "kind": record.kind,
        "scope": record.scope,
        "parent_id": str(record.parent_id) if record.parent_id else None,
        "title": record.title(),
        "transport": held.transport.value,
        "void": record.void is not None,
    }


def show(session: Session, held: Held[Record], *, as_json: bool) -> None:
    """Write a record out."""
    names = names_in(session.store, [held.record])
    conversation = review.conversation(session.store, held)
    findings = all_findings(held.record)
    if as_json:
        said = [{"path": each.path, "weight": each.weight.value, "sentence": each.sentence} for each in findings]
        whole = {"fields": sheet_json(held.record, names), "findings": said, "review": conversation.state.value}
        session.console.json(head_json(held) | whole)
        return
    session.console.say(held.record.title())
    session.console.say(f"{_(held.record.label)}  {held.record.id}")
    for line in _fields(held.record, names):
        session.console.say(line)
    _lists(session, held.record, names)
    for finding in findings:
        session.console.say(_("! {sentence}").format(sentence=finding.sentence))
    session.console.say(_("Review: {state}").format(state=_(conversation.state.label)))


def _fields(record: Record, names: Names) -> Iterator[str]:
    for name, info in describe(type(record)).items():
        if info.kind is not Kind.rows and (said := _said(record, info, names)):
            yield _("{label}: {value}").format(label=_(info.label), value=said)
        elif name in record.missing:
            yield _("{label}: {value}").format(label=_(info.label), value=_(record.missing[name].label))


def _said(sheet: Record | Element, info: FieldInfo, names: Names) -> str:
    return in_words(info, getattr(sheet, info.name), names)


def _lists(session: Session, record: Record, names: Names) -> None:
    for name, info in describe(type(record)).items():
        lines = [line for _key, line in in_order(getattr(record, name))] if info.kind is Kind.rows else []
        if lines:
            session.console.say()
            session.console.say(_(info.label))
            _table(session, lines, names)


def _table(session: Session, lines: Sequence[Element], names: Names) -> None:
    """Write the lines of a list, without columns in which nothing stands."""
    fields = [info for info in describe(type(lines[0])).values() if info.kind is not Kind.plain]
    shown = [info for info in fields if any(_said(line, info, names) for line in lines)]
    columns = [Column(_(info.label), Align.end if is_figure(info) else Align.start) for info in shown]
    session.console.table(columns, [[_said(line, info, names) for info in shown] for line in lines])
