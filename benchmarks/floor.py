"""The floor: what it costs to move rows from one SQLite file to another by JSON, zstd and HTTP, and nothing else.

Twenty requests of five hundred rows; one transaction each at the other end, flushed to the disk.
"""

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import requests
from backports import zstd

PORTION = 500
_LEVEL = 3
Row = Sequence[str]


def a_file(path: Path, rows: Sequence[Row] = ()) -> Path:
    """Make a database with these rows of an id and eight texts."""
    with closing(_opened(path)) as connection:
        _insert(connection, rows)
    return path


@contextmanager
def a_far_end(file: Path) -> Iterator[int]:
    """Start the other end on a file, and give its port."""
    command = [sys.executable, "-m", "benchmarks.floor", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def push(file: Path, address: str) -> float:
    """Send all rows of a file, and return the seconds that it took."""
    begun = time.perf_counter()
    with closing(_opened(file)) as connection, requests.Session() as session:
        for at in range(0, _count(connection), PORTION):
            session.post(address, data=_packed(_rows(connection, at))).raise_for_status()
    return time.perf_counter() - begun


def pull(file: Path, address: str) -> float:
    """Fetch all rows into a file, and return the seconds that it took."""
    begun, at = time.perf_counter(), 0
    with closing(_opened(file)) as connection, requests.Session() as session:
        while rows := _unpacked(session.get(f"{address}/{at}").content):
            _insert(connection, rows)
            at += len(rows)
    return time.perf_counter() - begun


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    columns = ", ".join(f"text_{n} TEXT" for n in range(8))
    connection.execute(f"CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, {columns})")
    return connection


def _insert(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")


def _count(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("SELECT count(*) FROM record").fetchone()[0]
    return found


def _rows(connection: sqlite3.Connection, at: int) -> list[Any]:
    return connection.execute("SELECT * FROM record ORDER BY id LIMIT ? OFFSET ?", (PORTION, at)).fetchall()


def _packed(rows: Sequence[Row]) -> bytes:
    plain = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    return zstd.compress(plain, level=_LEVEL)


def _unpacked(body: bytes) -> list[Row]:
    found: list[Row] = json.loads(zstd.decompress(body))
    return found


def main() -> None:
    """Be the other end until killed."""
    connection = _opened(Path(sys.argv[1]))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            _insert(connection, _unpacked(self.rfile.read(int(self.headers["Content-Length"]))))
            self._answer(b"")

        def do_GET(self) -> None:
            self._answer(_packed(_rows(connection, int(self.path.rpartition("/")[2]))))

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.serve_forever()


if __name__ == "__main__":
    main()
