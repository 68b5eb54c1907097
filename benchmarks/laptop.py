"""One exchange of a real profile in a process of its own: how long it took, and how much memory the process needed."""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from cdadesk.acts import exchanging
from cdadesk.domain.actors.actor import Actor
from cdadesk.store.store import Ask
from tests.builders import opened

_KIB = 1024


@dataclass(frozen=True)
class Measured:
    """What one exchange cost and brought."""

    seconds: float
    peak: int
    rounds: int
    sent: int
    records: int


def exchanged(folder: Path) -> Measured:
    """Let a profile exchange until nothing waits on either side."""
    command = [sys.executable, "-m", "benchmarks.laptop", str(folder)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Measured(**json.loads(told))


def most_memory(process: int | str) -> int:
    """Return the most bytes that a process ever held; what getrusage tells begins with the peak of who started it."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * _KIB for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Open the profile, exchange, and tell what it cost."""
    with opened(Path(sys.argv[1])) as store:
        rounds: list[exchanging.Progress] = []
        begun = time.perf_counter()
        done = exchanging.exchange(store, rounds.append, lambda: False)
        took = time.perf_counter() - begun
        peak = most_memory("self")
        measured = Measured(took, peak, len(rounds), done.sent, store.count(Actor, Ask()))
    sys.stdout.write(json.dumps(asdict(measured)))


if __name__ == "__main__":
    main()
