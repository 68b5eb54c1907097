"""The named steps of an exchange, on both sides, and processes that are killed exactly there.

Nothing in the program knows of this: before it begins, the child puts a wrapper round one function of the program,
and the wrapper kills the process at the call that was asked for.
"""

import functools
import importlib
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from cdadesk.acts import exchanging
from cdadesk.acts.attaching import attach, pasted_source
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server import command
from cdadesk.store.store import Edit, Setup, Store
from cdadesk.store.vault import Key
from tests.builders import CHEAP, a_record, the


class Side(StrEnum):
    """Before a function is called, or after it has returned."""

    before = "before"
    after = "after"


@dataclass(frozen=True)
class Step:
    """One instant: before or after a function of the program, by module and name within it."""

    side: Side
    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.side} {self.module.removeprefix('cdadesk.')}.{self.name}"

    def arm(self) -> None:
        """Let this process die there."""
        *holders, name = self.name.split(".")
        holder = functools.reduce(getattr, holders, importlib.import_module(self.module))
        setattr(holder, name, self._deadly(getattr(holder, name)))

    def _deadly(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(inner)
        def wrapper(*args: Any, **named: Any) -> Any:
            if self.side is Side.before:
                die()
            inner(*args, **named)
            die()

        return wrapper


def die() -> None:
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def _around(module: str, *names: str) -> list[Step]:
    return [Step(side, f"cdadesk.{module}", name) for name in names for side in Side]


CLIENT = [
    *_around("store.outbox", "put"),  # within the transaction of a save
    *_around("store.store", "Store.save", "Store.next_to_send"),
    *_around("sync.http", "HttpCarrier.exchange"),
    *_around("store.settling", "settle"),  # within its transaction
    *_around("store.store", "Store.settle"),
    *_around("store.granting", "take"),
    *_around("store.store", "Store.take"),
    *_around("store.inbox", "apply"),
    *_around("store.store", "Store.apply", "Store.note_exchange"),
]
SERVER = [
    *_around("server.exchange", "answer_sync"),
    *_around("server.devices", "greet"),
    *_around("server.intake", "take_in"),
    *_around("server.chain", "lock"),  # from here within the transaction
    *_around("server.intake", "take"),
    *_around("server.bench", "Bench.finish"),
    *_around("server.feed", "page"),
]
HANGING = [  # a laptop hangs a paper on a record and sends it
    *_around("store.blobs", "Blobs.keep"),
    *_around("store.outbox", "put"),  # within the transaction of the record that names it
    *_around("acts.file_lane", "send_ready"),
    *_around("sync.files", "send"),
    *_around("store.blobs", "Blobs.note_whole_there"),
]
KEEPING = [  # the server takes it in, request by request
    *_around("server.files.lane", "Lane.take", "Lane.answer"),
    *_around("server.files.objects", "Objects.put"),
    *_around("server.files.holding", "Keeper._keep"),  # notes a piece
    *_around("server.files.holding", "Keeper._join", "Keeper._enter"),
]
FETCHING = [  # a laptop that begins with what lies ready
    *_around("store.first_downloads", "note"),  # within its transaction
    *_around("store.coming_first", "ComingFirst.note"),
    *_around("sync.files", "fetch"),
    *_around("store.blobs", "Blobs.begin", "Blobs.take"),
    *_around("store.store", "Store.apply_first"),
    *_around("store.first_downloads", "forget"),  # within its transaction
    *_around("store.coming_first", "ComingFirst.forget"),
]
MAKING_READY = [  # the server makes what lies ready, beside the requests
    *_around("server.first_downloads", "begin"),  # within its transaction
    *_around("server.files.objects", "Objects.put"),
    *_around("server.first_downloads", "finish"),  # within its transaction
]
MAKING = _around("server.making", "take")  # the short road of records that are only made


def work(folder: Path, key: Key, scope: str, meeting: UUID, step: Step | None) -> None:
    """Save one meeting and exchange: what a laptop does, as a process of its own."""
    if step is not None:
        step.arm()
    with Store.open(folder, key, Setup(hardness=CHEAP)) as store:
        store.save(Edit(None, a_record(Meeting, place="Sanganer").model_copy(update={"id": meeting, "scope": scope})))
        try:
            exchanging.exchange(store, lambda _progress: None, lambda: False)
        except Trouble:
            sys.exit(3)  # the server went away


def hang(folder: Path, key: Key, meeting: UUID, paper: bytes, step: Step | None) -> None:
    """Hang a paper on a meeting and exchange, as a process of its own."""
    if step is not None:
        step.arm()
    with Store.open(folder, key, Setup(hardness=CHEAP)) as store:
        attach(store, the(store, Meeting, meeting).record, pasted_source("paper.pdf", paper))
        try:
            exchanging.exchange(store, lambda _progress: None, lambda: False)
        except Trouble:
            sys.exit(3)  # the server went away


def begin(folder: Path, key: Key, step: Step | None) -> None:
    """Exchange for the first time: what a new laptop does, as a process of its own."""
    if step is not None:
        step.arm()
    with Store.open(folder, key, Setup(hardness=CHEAP)) as store:
        try:
            exchanging.exchange(store, lambda _progress: None, lambda: False)
        except Trouble:
            sys.exit(3)  # the server went away


class _Said(io.StringIO):
    """The output of the server: the line that says where it is ready goes to the test."""

    def __init__(self, told: Connection) -> None:
        super().__init__()
        self._told = told

    def write(self, text: str) -> int:
        if "is ready at" in text:
            self._told.send(text.rsplit(maxsplit=1)[-1])
        return len(text)


def serve(url: str, told: Connection, step: Step | None, options: Sequence[str] = ()) -> None:
    """Serve a database: what cdadesk-server does."""
    if step is not None:
        step.arm()
    sys.stdout = _Said(told)
    sys.exit(command.main(["serve", "--port", "0", "--database", url, *options]))
