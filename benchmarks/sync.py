"""How fast and how lean the exchange is: one run with its floor, so that the ratios hold on any machine.

Real profiles (SQLCipher) with actors of eight filled fields, real HTTP, the real server process on SQLite; all bytes
are counted on the wire by a relay, heads of HTTP included. It prints a table and writes nothing.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import feed, floor, laptop
from benchmarks.laptop import Measured
from benchmarks.relay import Relay
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.store.store import Ask, Edit
from tests.builders import a_record, opened
from tests.postgres import running
from tests.programs import started_anew
from tests.serving import running_server
from tests.sync.served import Served, a_furnished_town, a_laptop

_VOCABULARY = (
    "block print dye yarn loom weaver trader buyer export order market village town river road temple school bank loan "
    "saving group leader meeting fair stall cost share profit cloth cotton silk indigo madder resist mordant bleach "
    "wash steam press fold pack label brand design pattern stamp wood carve tool workshop shed roof wall power water"
)
_LENGTHS = {"name": 4, "code": 1, "place": 2, "products": 24, "remarks": 48}
_SAVE = 100  # records of one save


@dataclass(frozen=True)
class Through:
    """One exchange: what it cost the laptop, and its bytes up and down."""

    cost: Measured
    up: int
    down: int

    @property
    def bytes(self) -> int:
        """Return the bytes both ways."""
        return self.up + self.down


@dataclass(frozen=True)
class Prepared:
    """A server's file and two profiles that are signed in to it: one has everything to say, one nothing."""

    server: Path
    full: Path
    empty: Path
    rows: Sequence[Sequence[str]]


def prepared(folder: Path, records: int) -> Prepared:
    """Write all records once; every run begins with copies."""
    (folder / "server").mkdir()
    town = a_furnished_town(folder / "server")
    chance = random.Random(7)  # noqa: S311 - the same texts in every run
    with running_server(town.file) as server:
        served = Served(server.address, town.town)
        scope = cluster_scope(town.town.jaipur)
        with a_laptop(folder / "empty", served, "balbir"):
            pass
        with a_laptop(folder / "full", served, "asha") as store:
            made = [an_actor(chance).changed(scope=scope) for _record in range(records)]
            for at in range(0, records, _SAVE):
                store.save(*[Edit(None, each) for each in made[at : at + _SAVE]])
    rows = [_row(each) for each in made]
    return Prepared(town.file, folder / "full", folder / "empty", rows)


def an_actor(chance: random.Random) -> Actor:
    """Return an actor of eight filled fields, some 600 bytes."""
    texts = {name: " ".join(chance.choices(_VOCABULARY.split(), k=count)) for name, count in _LENGTHS.items()}
    return a_record(Actor, **texts, actor_kind="trader", size_band="under_20", year_started=chance.randint(1900, 2020))


def _row(actor: Actor) -> list[str]:
    named = ("id", *_LENGTHS, "actor_kind", "size_band", "year_started")
    return [str(getattr(actor, name)) for name in named]


@dataclass
class Run:
    """One round: a server of its own, and fresh copies of the profiles."""

    relay: Relay
    full: Path
    empty: Path
    server: int

    def exchange(self, folder: Path) -> Through:
        """Let a profile exchange over the relay."""
        with opened(folder) as store:
            store.link_to(self.relay.address, store.link().token)
        self.relay.counted()
        cost = laptop.exchanged(folder)
        return Through(cost, *self.relay.counted())

    def memory_of_server(self) -> int:
        """Return the most bytes that the server's process ever held."""
        return laptop.most_memory(self.server)


@contextmanager
def a_run(made: Prepared, folder: Path) -> Iterator[Run]:
    """Start a server on a copy, and a relay before it."""
    shutil.copytree(made.server.parent, folder / "server")  # the file, and the log beside it
    file = folder / "server" / made.server.name
    full, empty = (shutil.copytree(each, folder / each.name) for each in (made.full, made.empty))
    with running_server(file, start=started_anew) as server, Relay(urlsplit(server.address).port or 0) as relay:
        yield Run(relay, full, empty, server.process.pid)


@dataclass(frozen=True)
class Round:
    """What one round measured."""

    floor_up: float
    floor_down: float
    floor_bytes: int
    push: Through
    pull: Through
    one_up: Through
    one_down: Through
    idle: Through
    server: int


def a_round(made: Prepared, folder: Path) -> Round:
    """Measure everything once, the floor first."""
    up, down, size = _floor(made, folder)
    with a_run(made, folder) as run:
        push, pull = run.exchange(run.full), run.exchange(run.empty)
        _change_one(run.full)
        one_up, one_down = run.exchange(run.full), run.exchange(run.empty)
        idle = run.exchange(run.empty)
        return Round(up, down, size, push, pull, one_up, one_down, idle, run.memory_of_server())


def _floor(made: Prepared, folder: Path) -> tuple[float, float, int]:
    source, far, sink = (folder / f"{name}.floor" for name in ("source", "far", "sink"))
    floor.a_file(source, made.rows)
    with floor.a_far_end(floor.a_file(far)) as port, Relay(port) as relay:
        up = floor.push(source, relay.address)
        size = sum(relay.counted())
        return up, floor.pull(floor.a_file(sink), relay.address), size


def _change_one(folder: Path) -> None:
    with opened(folder) as store:
        (held,) = store.find(Actor, Ask(limit=1))
        store.save(Edit(held.record, held.record.changed(place="Sanganer"), held.base))


def table(rounds: Sequence[Round]) -> Iterator[str]:
    """Yield the lines of the table: medians of all rounds, beside what must be and what is aimed at."""

    def middle(*found: float) -> float:
        return statistics.median(found)

    up, down = middle(*(each.floor_up for each in rounds)), middle(*(each.floor_down for each in rounds))
    last = rounds[-1]
    yield _line("floor: up, down (s), bytes", f"{up:.2f}, {down:.2f}, {last.floor_bytes:,}", "", "")
    for name, each, against, must, aim in (
        ("push", [one.push for one in rounds], [one.floor_up for one in rounds], 2.5, 1.3),
        ("pull", [one.pull for one in rounds], [one.floor_down for one in rounds], 2.3, 1.4),
    ):
        seconds = middle(*(one.cost.seconds for one in each))
        ratio = middle(*(one.cost.seconds / by for one, by in zip(each, against, strict=True)))
        yield _line(f"{name}: wall / floor ({seconds:.2f} s, {each[-1].cost.rounds} rounds)", f"{ratio:.1f}", must, aim)
        yield _line(f"{name}: bytes / floor", f"{each[-1].bytes / last.floor_bytes:.2f}", "1.10", "1.02")
    for name, through, must, aim in (
        ("push one change: bytes", last.one_up, 600, 450),
        ("pull one change: bytes", last.one_down, 900, 500),
        ("nothing to do: bytes", last.idle, 500, 350),
    ):
        cost = f"{through.cost.rounds} round, {through.cost.seconds:.2f} s"
        told = f"{through.bytes} ({through.up} + {through.down}), {cost}"
        yield _line(name, told, must, aim)
    peak = max(max(each.push.cost.peak, each.pull.cost.peak) for each in rounds)
    yield _line("peak memory: client, server (MB)", f"{peak / 1e6:.0f}, {last.server / 1e6:.0f}", "80, 90", "60, 70")


def _line(what: str, found: object, must: object, aim: object) -> str:
    return f"{what:<44} {found!s:>34} {must!s:>8} {aim!s:>8}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--saves", type=int, default=40, help="of each of the writers on PostgreSQL; 0 leaves it out")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        made = prepared(Path(name), asked.records)
        rounds = []
        for number in range(asked.rounds):
            folder = Path(name, f"round {number}")
            folder.mkdir()
            rounds.append(a_round(made, folder))
            shutil.rmtree(folder)
    _say(_line(f"{asked.records:,} records, {asked.rounds} rounds", "found", "must", "aim"), *table(rounds))
    if asked.saves:
        _say(*_on_postgres(asked.saves))
    return 0


def _on_postgres(saves: int) -> Iterator[str]:
    with running() as url:
        for clusters in (1, 40):
            seen = feed.followed(url, clusters, saves)
            name = f"PostgreSQL, {feed.WRITERS} writers, {clusters} scope(s): rows missed"
            yield _line(name, f"{seen.missed} of {seen.written} at {seen.commits_a_second:.0f}/s", 0, 0)


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
