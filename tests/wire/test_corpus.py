"""Requests of every version ever shipped are taken by today's server, with the outcomes that they were promised."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cdadesk.clock import Clock
from cdadesk.server import exchange
from cdadesk.wire.frames import FrameType, unpack
from cdadesk.wire.messages import OLDEST_PROTOCOL, SCHEMA
from tests.serving import open_database
from tests.wire import corpus
from tests.wire.corpus import FOLDER, NOON, furnish

VERSIONS = sorted(each for each in FOLDER.iterdir() if each.name.startswith("schema_"))


@contextmanager
def answers() -> Iterator[Callable[[bytes], Any]]:
    """Give what says the status and the outcomes of a request, at a server that knows the corpus' laptops."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_database(Path(folder, "server.sqlite3"), Clock(lambda: NOON)) as database,
    ):
        furnish(database)
        yield lambda body: _told(exchange.answer_sync(database, body))


def _told(answer: exchange.Answer) -> Any:
    """Return status and outcomes; the sentence of a rejection may be put better one day, its code stays."""
    if answer.status != 200:
        return {"status": answer.status}
    outcomes = next(frame.body for frame in unpack(answer.body) if frame.type is FrameType.outcomes)
    for each in outcomes["ops"]:
        if each[1] == "rejected":
            del each[3][1:]
    return {"status": 200, "outcomes": outcomes}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.name)
def test_what_any_version_sent_is_taken_as_it_was_promised(version: Path) -> None:
    frozen = sorted(version.glob("*.cda"))
    with answers() as answer:
        found = {each.stem: answer(each.read_bytes()) for each in frozen}
    assert found == {each.stem: json.loads(each.with_suffix(".json").read_text("utf-8")) for each in frozen}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.name)
def test_a_program_without_runs_is_sent_none(version: Path, tmp_path: Path) -> None:
    with open_database(tmp_path / "server.sqlite3", Clock(lambda: NOON)) as database:
        furnish(database)
        requests = [each.read_bytes() for each in sorted(version.glob("*.cda"))]
        without = [each for each in requests if unpack(each)[0].body["protocol"] == OLDEST_PROTOCOL]
        bodies = [exchange.answer_sync(database, each).body for each in without]
    pages = [frame.body for body in bodies if body for frame in unpack(body) if frame.type is FrameType.page]
    rows = [row for page in pages for each in page["slices"] for row in each["rows"]]
    assert rows
    assert all(isinstance(row, dict) for row in rows)


def test_todays_version_is_in_the_corpus() -> None:
    folder = FOLDER / f"schema_{SCHEMA}"
    assert len(list(folder.glob("*.cda"))) >= 12, "freeze it before it is released: see tests/wire/corpus"


def test_a_second_run_of_the_writer_changes_nothing(tmp_path: Path) -> None:
    with answers() as answer:
        corpus.write(tmp_path, 1, answer)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    with answers() as answer:
        corpus.write(tmp_path, 1, lambda body: answer(body) | {"status": 0})
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
