"""What the first download of a large cluster costs: page by page, and as a file that lies ready. It prints a table."""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import laptop
from benchmarks.laptop import Measured, most_memory
from benchmarks.relay import Relay
from benchmarks.sync import an_actor
from cdadesk.acts import exchanging
from cdadesk.domain.kernel.payload import leaves
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.server import intake
from cdadesk.server.files.objects import Objects
from cdadesk.server.intake import Draft
from cdadesk.server.making_ready import Readiness
from cdadesk.wire.messages import Result
from tests.builders import a_store, opened
from tests.programs import started_anew
from tests.serving import PASSWORD, open_database, running_server
from tests.sync.served import Furnished, a_furnished_town

_SAVE = 40  # records of one save
_NEVER = 1_000_000_000
_MEGABYTE = 1e6


@dataclass(frozen=True)
class Came:
    """One first download: what it cost the laptop, its bytes up and down, the most memory of the server."""

    cost: Measured
    up: int
    down: int
    server: int


def prepared(folder: Path, records: int) -> Furnished:
    """Make a server that holds so many records of one cluster."""
    town = a_furnished_town(folder)
    scope, chance = cluster_scope(town.town.jaipur), random.Random(7)  # noqa: S311 - the same texts in every run
    made = [an_actor(chance).changed(scope=scope) for _record in range(records)]
    with open_database(town.file) as database:
        for at in range(0, records, _SAVE):
            some = [Draft(each.scope, each.kind, each.id, leaves(each)) for each in made[at : at + _SAVE]]
            outcomes = intake.write_down(database, town.town.people["asha"], some)
            if any(each.result is not Result.ok for each in outcomes):
                raise ValueError(outcomes[0].sentence)
    return town


def make_ready(file: Path, scope: str) -> tuple[float, int]:
    """Make the file in a process of its own; return the seconds it took and the most memory it needed."""
    command = [sys.executable, "-m", "benchmarks.first", "--make", str(file), scope]
    seconds, peak = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return seconds, peak


def _make(file: Path, scope: str) -> tuple[float, int]:
    with open_database(file) as database:
        readiness = Readiness(database, Objects(file.parent / "files"), least=1)
        begun = time.perf_counter()
        readiness.make(scope).result()
        took = time.perf_counter() - begun
        readiness.close()
    return took, most_memory("self")


def first_download(town: Furnished, folder: Path, ready_from: int) -> Came:
    """Let a new laptop begin."""
    with (
        running_server(town.file, "--ready-from", str(ready_from), start=started_anew) as server,
        Relay(urlsplit(server.address).port or 0) as relay,
    ):
        with a_store(folder, "Balbir") as store:
            exchanging.sign_in(store, server.address, "balbir", PASSWORD)
        with opened(folder) as store:
            store.link_to(relay.address, store.link().token)
        cost = laptop.exchanged(folder)
        return Came(cost, *relay.counted(), most_memory(server.process.pid))


def table(records: int, came: Sequence[tuple[str, Came]], made: tuple[float, int]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"{records:,} records, first download".ljust(34) + "".join(f"{name:>16}" for name, _each in came)
    for what, found in (
        ("seconds", [f"{each.cost.seconds:.1f}" for _name, each in came]),
        ("MB down", [f"{each.down / _MEGABYTE:.2f}" for _name, each in came]),
        ("KB up", [f"{each.up / 1e3:.1f}" for _name, each in came]),
        ("records", [f"{each.cost.records:,}" for _name, each in came]),
        ("peak memory of the laptop (MB)", [f"{each.cost.peak / _MEGABYTE:.0f}" for _name, each in came]),
        ("peak memory of the server (MB)", [f"{each.server / _MEGABYTE:.0f}" for _name, each in came]),
    ):
        yield what.ljust(34) + "".join(f"{each:>16}" for each in found)
    seconds, peak = made
    yield f"making the file, in a process of its own: {seconds:.1f} s, peak memory {peak / _MEGABYTE:.0f} MB"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--make", nargs=2, metavar=("FILE", "SCOPE"), help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.make:
        sys.stdout.write(json.dumps(_make(Path(asked.make[0]), asked.make[1])))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "server").mkdir()
        town = prepared(folder / "server", asked.records)
        paged = first_download(town, folder / "paged", _NEVER)
        shutil.rmtree(folder / "paged")
        made = make_ready(town.file, cluster_scope(town.town.jaipur))
        ready = first_download(town, folder / "ready", 1)
    came = [("page by page", paged), ("ready-made", ready)]
    sys.stdout.writelines(f"{line}\n" for line in table(asked.records, came, made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
