"""The process is killed while an interview is typed: on the next start all that is older than a second is there."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

import dev
from cdadesk.acts import interviews
from cdadesk.acts.today import read_day
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.gui.kit.theme import Theme
from cdadesk.store.store import Store
from tests.asked import begun
from tests.builders import SCOPE, HandClock, a_store, opened
from tests.gui.at_the_desk import with_a_cluster
from tests.gui.conftest import dressed, no_timer_is_left, theme, windows_really_go
from tests.gui.places.diagnostic.talking import a_talking_desk, interviews_page
from tests.kill.interviewer import LETTERS, QUESTIONS
from tests.kill.test_kill import A_SECOND

__all__ = ["dressed", "no_timer_is_left", "theme", "windows_really_go"]

MOMENTS = ((0, 16), (2, 14))
"""When the plug is pulled: after so many answers were shown as saved, and then so many beats."""
KILLS_LONG = 60

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of Unix")


@dataclass
class Seen:
    """What the person saw before the plug was pulled: letters by question, as saved and as typed."""

    saved: dict[str, int] = field(default_factory=dict)
    saves: list[int] = field(default_factory=list)
    typed: list[tuple[str, int, int]] = field(default_factory=list)
    beat: int = 0

    def read(self, line: str) -> None:
        """Take in one line of the interviewer."""
        match line.split():
            case ["SAVED", key, letters]:
                self.saved[key] = int(letters)
                self.saves.append(self.beat)
            case ["TYPED", key, letters, beat]:
                self.typed.append((key, int(letters), int(beat)))
            case ["BEAT", beat]:
                self.beat = int(beat)

    def surely_kept(self, key: str) -> int:
        """Return how many letters of an answer must be there: what was saved, and what is more than a second old."""
        old = [letters for each, letters, beat in self.typed if each == key and beat < self.beat - A_SECOND]
        return max([self.saved.get(key, 0), *old])

    def is_time(self, saves: int, beats: int) -> bool:
        """Say whether so many beats have passed since so many answers were shown as saved."""
        since = 0 if saves == 0 else self.saves[saves - 1] if len(self.saves) >= saves else self.beat
        return self.beat >= since + beats


def type_and_pull_the_plug(folder: Path, interview: UUID, saves: int, beats: int) -> Seen:
    """Let the interviewer work until it is time, kill it, and return what could be seen."""
    there = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join([str(dev.ROOT), str(dev.ROOT / "src")])}
    command = [sys.executable, "-m", "tests.kill.interviewer", str(folder), str(interview)]
    seen = Seen()
    with subprocess.Popen(
        command, cwd=dev.ROOT, env=os.environ | there, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        try:
            while not seen.is_time(saves, beats):
                line = process.stdout.readline()
                assert line, "the interviewer ended by itself"
                seen.read(line)
        finally:
            process.send_signal(signal.SIGKILL)
        for line in process.stdout.read().splitlines(keepends=True):
            if line.endswith("\n"):  # the last line may have been cut in the middle
                seen.read(line)
    return seen


def begun_and_saved(folder: Path) -> UUID:
    """Save an interview before its first question."""
    with opened(folder) as store:
        halves = begun(store)
        interviews.save(store, None, halves, (None, None))
        return halves.shared.id


def answers_with_drafts(store: Store, interview: UUID) -> dict[str, str]:
    """Return what stands in an interview, what is typed and not saved included."""
    found = interviews.open_interview(store, interview)
    assert found is not None
    answers = {}
    for half in (found.halves.shared, found.halves.private):
        answers |= {key: line.value or "" for key, line in half.answers.items()}
        for draft in store.drafts.of(half.kind, half.id):
            typed = draft.body.get("leaves", {})
            answers |= {path.split("/")[1]: text for path, text in typed.items() if path.endswith("/value")}
    return answers


def check(folder: Path, interview: UUID, seen: Seen) -> int:
    """Assert that what must be there is, letter by letter and under Unfinished; return how much was not saved."""
    with opened(folder) as store:
        there = answers_with_drafts(store, interview)
        unfinished = [each.record for each in read_day(store, SCOPE, HandClock().clock.today()).unfinished]
        found = interviews.open_interview(store, interview)
    assert found is not None
    drafted = 0
    for key in QUESTIONS:
        text, kept = there.get(key, ""), seen.surely_kept(key)
        assert len(text) >= kept
        assert text == "".join(LETTERS[place % len(LETTERS)] for place in range(len(text)))
        answers = {**found.halves.shared.answers, **found.halves.private.answers}
        in_store = len((answers[key].value or "") if key in answers else "")
        drafted += max(kept - in_store, 0)
    if drafted:
        assert interview in unfinished
    return drafted


def pull_many_plugs(folder: Path, moments: Sequence[tuple[int, int]]) -> tuple[UUID, Seen]:
    """Pull the plug at each moment, each time of another interview; return the last one."""
    with a_store(folder) as store:
        with_a_cluster(store)
    drafted = 0
    interview, seen = UUID(int=0), Seen()
    everything = {}
    for saves, beats in moments:
        interview = begun_and_saved(folder)
        seen = type_and_pull_the_plug(folder, interview, saves, beats)
        everything[interview] = seen
        drafted += check(folder, interview, seen)
    for each, then in everything.items():
        check(folder, each, then)
    assert any(then.saved for then in everything.values()), "nothing was ever saved: the test has tried nothing"
    assert drafted, "nothing typed was ever old enough: the test has tried only half"
    return interview, seen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "profile"


def test_an_interview_is_there_as_it_was_typed_after_a_kill(folder: Path, theme: Theme, qtbot: QtBot) -> None:
    interview, seen = pull_many_plugs(folder, MOMENTS)
    with a_talking_desk(folder) as desk:
        page = interviews_page(desk, theme, qtbot)
        desk.open(Interview.kind, interview)
        talk = page.log.sheet.talk
        assert talk is not None
        assert all(len(talk.sitting.text(key)) >= seen.surely_kept(key) for key in QUESTIONS)
        assert "did not save it yet" in page.log.notice.text()


@pytest.mark.long
def test_many_kills_take_no_answer(folder: Path) -> None:
    chance = random.Random(20260315)  # noqa: S311 - moments, not secrets
    moments = [(chance.randrange(7), chance.randrange(1, 30)) for _kill in range(KILLS_LONG)]
    pull_many_plugs(folder, [*MOMENTS, *moments])
