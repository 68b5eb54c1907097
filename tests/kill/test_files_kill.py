"""Laptop or server is killed while a paper is hung on a record and sent: it arrives whole, once, or was never there."""

import os
import random
import signal
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from cdadesk.acts.attaching import Whereabouts, contents, hung_on
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server.files import checking
from cdadesk.server.files.objects import Objects
from cdadesk.server.tables import StoredFile, StoredRecord
from tests.builders import the
from tests.kill.steps import HANGING, KEEPING, Side, Step, hang
from tests.kill.test_exchange_kill import LONGEST, Yard, a_yard, is_sound
from tests.memory import a_quick_folder
from tests.programs import SHOP
from tests.sync.served import exchanged, written

SIZE = 700_000  # several requests
FEW = [
    Step(Side.before, "cdadesk.server.files.holding", "Keeper._join"),
    Step(Side.after, "cdadesk.server.files.holding", "Keeper._keep"),
]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of Unix")


@pytest.fixture(scope="module")
def yard() -> Iterator[Yard]:
    """Return a server and Asha's profile, for all kills one after the other."""
    with a_quick_folder() as around, a_yard(around) as made:
        yield made


def a_meeting(yard: Yard) -> UUID:
    """Let Asha send a meeting on which a paper will hang."""
    with yard.asha() as store:
        meeting = written(store, Meeting, yard.scope, place="Bagru")
        exchanged(store)
    return meeting.id


def a_paper(meeting: UUID) -> bytes:
    """Return a paper that no other meeting has."""
    return b"%PDF-1.4 " + random.Random(meeting.int).randbytes(SIZE)  # noqa: S311 - bytes that do not pack, no secrets


def kill(yard: Yard, step: Step, *, is_of_server: bool) -> None:
    """Kill one of both at a step while a laptop hangs a paper on a meeting and exchanges."""
    yard.start(step if is_of_server else None)
    meeting = a_meeting(yard)
    told = (yard.folder, yard.key, meeting, a_paper(meeting), None if is_of_server else step)
    laptop = SHOP.Process(target=hang, args=told, daemon=True)
    laptop.start()
    laptop.join(LONGEST)
    victim = yard.server if is_of_server else laptop
    assert victim is not None
    victim.join(LONGEST)
    assert victim.exitcode == -signal.SIGKILL, f"nobody came to {step}: {victim.exitcode}"
    yard.start()
    recover(yard, meeting, may_lack=step in HANGING[:4])


def recover(yard: Yard, meeting: UUID, *, may_lack: bool) -> None:
    """Exchange again, and assert that the paper is whole on both sides, or was never there."""
    assert is_sound(yard.folder, yard.key)
    with yard.asha() as store:
        exchanged(store)
        papers = hung_on(store, the(store, Meeting, meeting).record)
        assert len(papers) == 1 or (may_lack and not papers)
        assert all(each.whereabouts is Whereabouts.sent for each in papers)
        assert all(b"".join(contents(store, each.record)) == a_paper(meeting) for each in papers)
        kept = {each.name for each in store.blobs.folder.glob("*")}
        assert len(kept) == len(store.blobs.every())
    with yard.database.reading() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        named = session.scalars(select(StoredRecord).where(col(StoredRecord.kind) == Attachment.kind)).all()
        wholes = session.scalars(select(col(StoredFile.sha256))).all()
    assert sorted(wholes) == sorted(str(each.values["sha256"]) for each in named)
    told = list(checking.problems(yard.database, Objects(yard.furnished.file.parent / "files")))
    assert [each for each in told if "missing or damaged" in each] == []


@pytest.mark.parametrize("step", FEW, ids=str)
def test_a_server_that_is_killed_while_it_takes_a_paper_in_has_it_whole_afterwards(yard: Yard, step: Step) -> None:
    kill(yard, step, is_of_server=True)


@pytest.mark.long
@pytest.mark.parametrize("step", KEEPING, ids=str)
def test_a_server_is_killed_at_each_step_of_a_paper(yard: Yard, step: Step) -> None:
    kill(yard, step, is_of_server=True)


@pytest.mark.long
@pytest.mark.parametrize("step", HANGING, ids=str)
def test_a_laptop_is_killed_at_each_step_of_a_paper(yard: Yard, step: Step) -> None:
    kill(yard, step, is_of_server=False)
