"""The process of the window is killed at random moments; what was shown as saved is there afterwards, all of it."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from uuid import UUID

import pytest

from cdadesk.domain.actors.actor import Actor
from cdadesk.store.drafts import DraftKey
from tests.builders import a_store, opened
from tests.gui.at_the_desk import with_a_cluster
from tests.programs import Program, StillRuns, heard, started, started_anew

KILLS = 10
KILLS_LONG = 100
FLUSHED = 20
A_SECOND = 10  # beats of the typist's own clock, which a busy machine stretches for the person too

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of Unix")


@dataclass
class Seen:
    """What the person saw before the plug was pulled."""

    saved: dict[UUID, str] = field(default_factory=dict)
    typed: list[tuple[UUID, int, int]] = field(default_factory=list)
    beat: int = 0

    def read(self, line: str) -> None:
        """Take in one line of the typist."""
        match line.split():
            case ["SAVED", record, name]:
                self.saved[UUID(record)] = name
            case ["TYPED", record, letters, beat]:
                self.typed.append((UUID(record), int(letters), int(beat)))
            case ["BEAT", beat]:
                self.beat = int(beat)

    def surely_kept(self) -> tuple[UUID, int] | None:
        """Return the record and letters of the newest unsaved typing that is more than a second old."""
        if not self.typed or self.typed[-1][0] in self.saved:
            return None
        record = self.typed[-1][0]
        old = [letters for key, letters, beat in self.typed if key == record and beat < self.beat - A_SECOND]
        return (record, max(old)) if old else None


@contextmanager
def typing(folder: Path, shim: Path | None) -> Iterator[tuple[Program, IO[str]]]:
    """Run the typist until the block is left, at the latest; a shim goes only before a program that is loaded anew."""
    there = {"QT_QPA_PLATFORM": "offscreen"} | ({"LD_PRELOAD": str(shim)} if shim else {})
    with heard(started_anew if shim else started, "tests.kill.typist", str(folder), **there) as (process, told):
        try:
            yield process, told
        finally:
            process.kill()
            process.wait(timeout=30)


def type_and_pull_the_plug(folder: Path, after: float, shim: Path | None = None) -> Seen:
    """Let the typist work so many seconds, kill it, and return what could be seen."""
    seen = Seen()
    with typing(folder, shim) as (process, told):
        assert told.readline().strip() == "READY"
        with pytest.raises(StillRuns):
            process.wait(after)
        process.kill()
        for line in told.read().splitlines(keepends=True):
            if line.endswith("\n"):  # the last line may have been cut in the middle
                seen.read(line)
    return seen


def check(folder: Path, seen: Seen) -> int:
    """Assert that nothing shown as saved is missing, and return how many letters of a draft had to be there."""
    with opened(folder) as store:
        there = {held.record.id: held.record.name for held in store.get_all(Actor, list(seen.saved))}
        assert there == seen.saved
        kept = seen.surely_kept()
        if kept is None:
            return 0
        record, letters = kept
        drafts = store.drafts.of("actor", record)
        saved_meanwhile = store.get(Actor, record)
        if saved_meanwhile is None:  # else the save was flushed, and the plug came before the window could say so
            assert [draft.key for draft in drafts] == [DraftKey("actor", record)]
            assert len(drafts[0].body["typed"]["name"]) >= letters
        return letters


def keep_first_images(folder: Path) -> None:
    """Keep what is flushed before the typist begins; a log that is not there yet counts as empty."""
    for name in ("cdadesk.db", "cdadesk.db-wal"):
        file = folder / name
        (folder / f"{name}.flushed").write_bytes(file.read_bytes() if file.exists() else b"")


def drop_what_was_not_flushed(folder: Path) -> None:
    """Put the files back as they were at their last flush, as a power cut may."""
    for image in folder.glob("cdadesk.db*.flushed"):
        image.replace(image.with_name(image.name.removesuffix(".flushed")))
    (folder / "cdadesk.db-shm").unlink(missing_ok=True)


@pytest.fixture
def flushed_shim(tmp_path: Path) -> Path:
    """Compile the library that keeps the image of each flush."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler here to build the shim with")
    made = tmp_path / "flushed.so"
    source = Path(__file__).with_name("flushed.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl"], check=True)
    return made


def pull_many_plugs(folder: Path, times: int, shim: Path | None = None) -> None:
    """Pull the plug so many times on one profile, each time at another moment."""
    with a_store(folder) as store:
        with_a_cluster(store)
    chance = random.Random(20260314)  # noqa: S311 - moments, not secrets
    everything: dict[UUID, str] = {}
    drafts = 0
    for _time in range(times):
        if shim:
            keep_first_images(folder)
        seen = type_and_pull_the_plug(folder, chance.uniform(0.05, 4), shim)
        if shim:
            drop_what_was_not_flushed(folder)
        drafts += check(folder, seen)
        everything |= seen.saved
    with opened(folder) as store:
        there = {held.record.id: held.record.name for held in store.get_all(Actor, list(everything))}
    assert there == everything
    assert everything, "nothing was ever saved: the test has tried nothing"
    assert drafts, "no draft was ever old enough: the test has tried only half"


def test_nothing_shown_as_saved_is_missing_after_a_kill(tmp_path: Path) -> None:
    pull_many_plugs(tmp_path / "profile", KILLS)


@pytest.mark.long
def test_a_hundred_kills_take_nothing(tmp_path: Path) -> None:
    pull_many_plugs(tmp_path / "profile", KILLS_LONG)


@pytest.mark.long
def test_saved_is_said_after_the_flush(tmp_path: Path, flushed_shim: Path) -> None:
    pull_many_plugs(tmp_path / "profile", FLUSHED, flushed_shim)
