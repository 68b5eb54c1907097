"""A TCP relay that counts what passes, heads of HTTP included; a process of its own, so that it slows nobody's Python.

with Relay(port) as relay:
    ... talk to relay.address ...
    up, down = relay.counted()       # since the last time it was asked
"""

import contextlib
import socket
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

_CHUNK = 256 * 1024


class Relay:
    """A relay before a port of this machine."""

    def __init__(self, port: int) -> None:
        command = [sys.executable, "-m", "benchmarks.relay", str(port)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = f"http://127.0.0.1:{self._read()}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def counted(self) -> tuple[int, int]:
        """Return the bytes up and down since the last time."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        up, down = self._read().split()
        return int(up), int(down)

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class _Counter:
    def __init__(self) -> None:
        self.passed = 0

    def pipe(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while chunk := source.recv(_CHUNK):
                self.passed += len(chunk)
                sink.sendall(chunk)
        finally:
            with contextlib.suppress(OSError):  # the other direction was quicker
                sink.shutdown(socket.SHUT_RDWR)


def _serve(heard: socket.socket, port: int, up: _Counter, down: _Counter) -> None:
    while True:
        near, _who = heard.accept()
        far = socket.create_connection(("127.0.0.1", port))
        for each in (near, far):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for counter, pair in ((up, (near, far)), (down, (far, near))):
            threading.Thread(target=counter.pipe, args=pair, daemon=True).start()


def main() -> None:
    """Relay until killed; each line of the input is answered with the counts so far, which begin anew."""
    heard = socket.create_server(("127.0.0.1", 0))
    up, down = _Counter(), _Counter()
    threading.Thread(target=_serve, args=(heard, int(sys.argv[1]), up, down), daemon=True).start()
    sys.stdout.write(f"{heard.getsockname()[1]}\n")
    sys.stdout.flush()
    for _line in sys.stdin:
        sys.stdout.write(f"{up.passed} {down.passed}\n")
        sys.stdout.flush()
        up.passed = down.passed = 0


if __name__ == "__main__":
    main()
