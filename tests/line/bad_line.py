"""A line between laptop and server that behaves as it is told: slow, late, cut at an exact byte, silent, or lying.

with BadLine(server.address) as line, line.behaving(Manners(cut_up=100)):
    HttpCarrier(line.address) ...        # the server hears 100 bytes of each connection, then the line is cut
"""

import asyncio
import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 26\r\n\r\n<html>Please sign in</html>"
_PIECE = 1024
_GOES_AT_ONCE = struct.pack("ii", 1, 0)


class Pace:
    """The time that a line takes: bytes at a rate, and a delay whenever the other side begins to speak."""

    def __init__(self, rate: float = 0, delay: float = 0) -> None:
        self._rate, self._delay = rate, delay

    def cost(self, size: int, turns: int) -> float:
        """Return the seconds that so many bytes take, and so many turns of who speaks."""
        return turns * self._delay + (size / self._rate if self._rate else 0)

    def now(self) -> float:
        """Return the time on this line."""
        return time.monotonic()

    async def spend(self, seconds: float) -> None:
        """Let the line take its time."""
        if seconds:
            await asyncio.sleep(seconds)


class CountedPace(Pace):
    """Counts the time that it would take, and takes none: the load of a machine changes nothing."""

    def __init__(self, rate: float = 0, delay: float = 0) -> None:
        super().__init__(rate, delay)
        self.spent = 0.0

    def now(self) -> float:
        return self.spent

    async def spend(self, seconds: float) -> None:
        self.spent += seconds


@dataclass(frozen=True)
class Manners:
    """How a line behaves; by default as a good one.

    `cut_up` and `cut_down` end each connection after exactly so many bytes of it, `cut_every` all of them after so many
    seconds; `quiet_after` lets no more than so many bytes of an answer through and keeps the connection standing;
    `says` is what is answered in the server's place.
    """

    pace: Pace | None = None
    cut_up: int | None = None
    cut_down: int | None = None
    cut_every: float | None = None
    quiet_after: int | None = None
    says: bytes | None = None


GOOD = Manners()


@dataclass
class Passed:
    """What went through a line."""

    up: int = 0
    down: int = 0
    cuts: int = 0
    connections: int = 0


class _Cut(Exception):
    """The line is cut here."""


class BadLine:
    """A port of its own that leads to the server; use it as a context."""

    def __init__(self, server: str) -> None:
        there = urlsplit(server)
        self._there = (there.hostname or "127.0.0.1", there.port or 80)
        self._manners = GOOD
        self._open: dict[asyncio.Task[None], list[asyncio.StreamWriter]] = {}
        self._next_cut = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bad line")
        self.passed = Passed()
        self.address = ""

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.address = f"http://{host}:{port}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @contextmanager
    def behaving(self, manners: Manners) -> Iterator[Passed]:
        """Let the line behave so inside the block, for every connection; give what went through meanwhile."""
        self.passed = Passed()
        self._next_cut = manners.pace.now() + (manners.cut_every or 0) if manners.pace else 0
        self._manners = manners
        try:
            yield self.passed
        finally:
            self._manners = GOOD

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_PIECE)

    async def _close(self) -> None:
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = [writer]
        self.passed.connections += 1
        try:
            await self._connect(reader, writer, self._open[task], self._manners)
        except (OSError, _Cut):
            pass  # one end went, as it may on a bad line
        finally:
            for each in self._open.pop(task):
                each.transport.abort()

    async def _connect(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ends: list[asyncio.StreamWriter],
        manners: Manners,
    ) -> None:
        if manners.says is not None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(manners.says)
            await writer.drain()
            await reader.read()
            return
        from_server, to_server = await asyncio.open_connection(*self._there, limit=_PIECE)
        ends.append(to_server)
        talk = _Talk(self, manners)
        ways = [
            asyncio.ensure_future(talk.carry_up(reader, to_server)),
            asyncio.ensure_future(talk.carry_down(from_server, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in ways:
                each.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    def cut_if_due(self, manners: Manners) -> None:
        """Cut all connections, and not politely, once their time is over."""
        if manners.cut_every is None or manners.pace is None or manners.pace.now() < self._next_cut:
            return
        self._next_cut = manners.pace.now() + manners.cut_every
        self.passed.cuts += 1
        for task, ends in self._open.items():
            for each in ends:
                _go_at_once(each)
            task.cancel()
        raise _Cut


class _Talk:
    """One connection, both ways."""

    def __init__(self, line: BadLine, manners: Manners) -> None:
        self._line, self._manners = line, manners
        self._spoke = ""
        self._up = self._down = 0

    async def carry_up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what the laptop says."""
        while piece := await reader.read(_PIECE):
            allowed = _allowed(piece, self._up, self._manners.cut_up)
            await self._pass(allowed, writer, "up")
            self._up += len(allowed)
            self._line.passed.up += len(allowed)
            if len(allowed) < len(piece) or self._up == self._manners.cut_up:
                await self._end(writer)

    async def carry_down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what the server says."""
        quiet, cut = self._manners.quiet_after, self._manners.cut_down
        while piece := await reader.read(_PIECE):
            allowed = _allowed(_allowed(piece, self._down, quiet), self._down, cut)
            await self._pass(allowed, writer, "down")
            self._down += len(allowed)
            self._line.passed.down += len(allowed)
            if cut is not None and self._down >= cut:
                await self._end(writer)
            if quiet is not None and self._down >= quiet:
                await asyncio.Event().wait()

    async def _pass(self, piece: bytes, writer: asyncio.StreamWriter, who: str) -> None:
        if self._manners.pace is not None:
            turns, self._spoke = int(who != self._spoke), who
            await self._manners.pace.spend(self._manners.pace.cost(len(piece), turns))
            self._line.cut_if_due(self._manners)
        writer.write(piece)
        await writer.drain()

    async def _end(self, writer: asyncio.StreamWriter) -> None:
        """Let what was carried arrive, and nothing more."""
        self._line.passed.cuts += 1
        with contextlib.suppress(OSError):
            writer.write_eof()
        raise _Cut


def _allowed(piece: bytes, before: int, most: int | None) -> bytes:
    return piece if most is None else piece[: max(most - before, 0)]


def _go_at_once(writer: asyncio.StreamWriter) -> None:
    plug: socket.socket | None = writer.get_extra_info("socket")
    if plug is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _GOES_AT_ONCE)
    writer.transport.abort()
