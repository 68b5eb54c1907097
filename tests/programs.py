"""The programs as processes of their own, running at once: forked from a process that has them in memory already.

To start Python and load a program takes seconds of a processor, and few tests ask about that. A fork is as separate as
any process: its memory, files, signals and end are its own. tests/cli/test_process.py, tests/server/test_command.py and
tests/test_app.py start the programs as people do. Windows does not fork: there every program is started so.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Protocol

import dev

_PROGRAMS = ("tests.kill.steps", "tests.kill.typist", "cdadesk.server.command", "cdadesk.cli")
_AT_THE_FIRST_REQUEST = (
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "anyio._backends._asyncio",
    "starlette_compress._responder",
)
FORKS = os.name != "nt"
if FORKS:
    SHOP = multiprocessing.get_context("forkserver")  # children are forked from a process that has all in memory
    SHOP.set_forkserver_preload([*_PROGRAMS, *_AT_THE_FIRST_REQUEST, "tests.settled"])

_SOURCE = {"PYTHONPATH": os.pathsep.join([str(dev.ROOT), str(dev.ROOT / "src")])}


class StillRuns(AssertionError):
    """A program that should have ended runs."""


class Program(Protocol):
    """A process that was started."""

    @property
    def pid(self) -> int | None:
        """Return its number."""

    def kill(self) -> None:
        """End it as a power cut does."""

    def terminate(self) -> None:
        """Ask it to end."""

    def wait(self, timeout: float) -> int:
        """Wait for its end and return its exit code; raises StillRuns after so many seconds."""


@dataclass(frozen=True)
class Streams:
    """The open files that a program reads and writes, by number; errors go where those of the tests go."""

    input: int
    output: int
    errors: int = 2


class Start(Protocol):
    """A way to start a program."""

    def __call__(
        self, module: str, arguments: Sequence[str], streams: Streams, environment: Mapping[str, str]
    ) -> Program:
        """Start it."""


def started_anew(module: str, arguments: Sequence[str], streams: Streams, environment: Mapping[str, str]) -> Program:
    """Start a program as people do."""
    command = [sys.executable, "-m", module, *arguments]
    told = {**os.environ, **_SOURCE, **environment}
    opened = subprocess.Popen(command, stdin=streams.input, stdout=streams.output, stderr=streams.errors, env=told)
    return _Anew(opened)


def started(module: str, arguments: Sequence[str], streams: Streams, environment: Mapping[str, str]) -> Program:
    """Start a program that is in memory already."""
    if not FORKS:
        return started_anew(module, arguments, streams, environment)
    handed = [Connection(os.dup(each)) for each in (streams.input, streams.output, streams.errors)]
    process = SHOP.Process(target=_become, args=(module, [*arguments], os.environ | environment, handed), daemon=True)
    process.start()
    for each in handed:
        each.close()
    return _Forked(process)


@contextmanager
def heard(start: Start, module: str, *arguments: str, **environment: str) -> Iterator[tuple[Program, IO[str]]]:
    """Start a program to which nobody types, and give it with what it writes; to end it is up to the test."""
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as told, Path(os.devnull).open() as nothing:
        try:
            program = start(module, arguments, Streams(nothing.fileno(), writing), environment)
        finally:
            os.close(writing)
        yield program, told


@dataclass(frozen=True)
class _Process:
    process: subprocess.Popen[bytes] | BaseProcess

    @property
    def pid(self) -> int | None:
        return self.process.pid

    def kill(self) -> None:
        self.process.kill()

    def terminate(self) -> None:
        self.process.terminate()


@dataclass(frozen=True)
class _Anew(_Process):
    process: subprocess.Popen[bytes]

    def wait(self, timeout: float) -> int:
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise StillRuns from error


@dataclass(frozen=True)
class _Forked(_Process):
    process: BaseProcess

    def wait(self, timeout: float) -> int:
        self.process.join(timeout)
        if self.process.exitcode is None:
            raise StillRuns
        return self.process.exitcode


def _become(module: str, arguments: list[str], environment: dict[str, str], handed: list[Connection]) -> None:
    """Be that program: what `python -m module` does once Python runs."""
    os.environ.clear()
    os.environ.update(environment)
    for number, each in enumerate(handed):
        os.dup2(each.fileno(), number)
        each.close()
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    sys.stdin = os.fdopen(0, encoding=encoding, closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding=encoding, closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding=encoding, errors="backslashreplace", closefd=False)
    sys.argv = [module, *arguments]
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="runpy")  # that it is in memory is meant
    runpy.run_module(module, run_name="__main__", alter_sys=True)
