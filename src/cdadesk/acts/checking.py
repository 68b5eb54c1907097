"""Checking a profile: its files, what waits to be sent, and whether the accounts that were approved still agree."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.kernel.fields import Choice
from cdadesk.domain.kernel.findings import Weight
from cdadesk.domain.kernel.record import all_findings
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.store import checking, profile
from cdadesk.store.opening import open_files
from cdadesk.store.store import Setup, Store
from cdadesk.store.vault import Key


class Subject(Choice):
    """What is looked at."""

    files = "files", N_("Files")
    outbox = "outbox", N_("Records to be sent")
    settlements = "settlements", N_("Approved accounts")


@dataclass(frozen=True)
class Finding:
    """What was found of one thing, in a sentence."""

    subject: Subject
    ok: bool
    sentence: str


def check_profile(folder: Path, key: Key, setup: Setup) -> list[Finding]:
    """Look a profile over that nobody has open; raises a Trouble if it cannot be opened at all."""
    with closing(open_files(profile.at(folder), key, setup)) as opened:
        problems = list(checking.problems(opened.database, opened.replica))
        problems += checking.damaged_files(opened.blobs)
    found = [Finding(Subject.files, ok=False, sentence=each) for each in problems]
    if found:
        return found
    whole = Finding(Subject.files, ok=True, sentence=_("The files are whole."))
    with Store.open(folder, key, setup) as store:
        return [whole, *_outbox(store), *_settlements(store)]


def _outbox(store: Store) -> Iterator[Finding]:
    standing = store.standing()
    if standing.rejected:
        said = ngettext(
            "The server could not take {n} record: mend it and save it again.",
            "The server could not take {n} records: mend them and save them again.",
            standing.rejected,
        )
        yield Finding(Subject.outbox, ok=False, sentence=said.format(n=format_number(standing.rejected)))
    said = ngettext("{n} record waits to be sent.", "{n} records wait to be sent.", standing.records)
    yield Finding(Subject.outbox, ok=True, sentence=said.format(n=format_number(standing.records)))


def _settlements(store: Store) -> Iterator[Finding]:
    held = store.find(SettlementRecord)
    broken = [
        Finding(Subject.settlements, ok=False, sentence=f"{each.record.title()}: {finding.sentence}")
        for each in held
        for finding in all_findings(each.record)
        if finding.weight is Weight.broken
    ]
    yield from broken
    if not broken:
        said = ngettext(
            "The sums of {n} approved account agree.", "The sums of {n} approved accounts agree.", len(held)
        )
        yield Finding(Subject.settlements, ok=True, sentence=said.format(n=format_number(len(held))))
