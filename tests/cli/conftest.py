"""The console as people start it: a process of its own, on a profile of the demo."""

import os
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import pytest

from cdadesk import i18n
from cdadesk.cli import main
from cdadesk.demo.profile import PASSPHRASE
from tests.programs import Start, Streams, started, started_anew

Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]


def start(*arguments: str | Path, encoding: str = "utf-8", typed: str | None = None, by: Start = started) -> Ran:
    """Run the console to its end."""
    told = [str(each) for each in arguments]
    with _typed(typed, encoding) as keys, _sheet(encoding) as output, _sheet(encoding) as errors:
        streams = Streams(keys.fileno(), output.fileno(), errors.fileno())
        code = by("cdadesk.cli", told, streams, {"PYTHONIOENCODING": encoding}).wait(timeout=120)
        return Ran(told, code, _written(output), _written(errors))


def _sheet(encoding: str) -> IO[str]:
    return TemporaryFile("w+", encoding=encoding)


def _typed(text: str | None, encoding: str) -> IO[str]:
    if text is None:
        return Path(os.devnull).open()
    sheet = _sheet(encoding)
    sheet.write(text)
    sheet.seek(0)
    return sheet


def _written(sheet: IO[str]) -> str:
    sheet.seek(0)
    return sheet.read()


@pytest.fixture(scope="session")
def passphrase_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the passphrase of the demo."""
    file = tmp_path_factory.mktemp("secret") / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return file


@pytest.fixture
def ask(demo_folder: Path, passphrase_file: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a reading verb on the demo, in this process: to start one takes seconds."""

    def run(*arguments: str) -> Ran:
        i18n.use_language("en")
        common = ["--profile", str(demo_folder), "--passphrase-file", str(passphrase_file)]
        code = main([*common, *arguments])
        told = capsys.readouterr()
        return Ran(arguments, code, told.out, told.err)

    return run


@pytest.fixture
def ask_process(demo_folder: Path, passphrase_file: Path) -> Run:
    """Return what runs a reading verb on the demo in a process of its own."""
    return partial(start, "--profile", demo_folder, "--passphrase-file", passphrase_file)


@pytest.fixture
def ask_anew(ask_process: Run) -> Run:
    """Return what runs a reading verb on the demo in a process of its own, started as people do."""
    return partial(ask_process, by=started_anew)


@pytest.fixture
def do(own_demo: Path, passphrase_file: Path) -> Run:
    """Return what runs a verb on a copy of the demo, in a process of its own."""
    return partial(start, "--profile", own_demo, "--passphrase-file", passphrase_file)
