"""Whether a mistake of ours leaves its trace in a file and is told, without a console, and the program goes on."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.gui.log_file import LogFile, watch_mistakes


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogFile]:
    hooks = sys.excepthook, threading.excepthook
    made = LogFile(tmp_path / "first")
    yield made
    made.close()
    sys.excepthook, threading.excepthook = hooks


def test_a_mistake_is_logged_with_its_trace_and_told_once(tmp_path: Path, log: LogFile) -> None:
    told: list[str] = []
    watch_mistakes(lambda: told.append("told"))
    try:
        raise ZeroDivisionError("by a fair without sales")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    written = (tmp_path / "first" / "cdadesk.log").read_text(encoding="utf-8")
    assert "by a fair without sales" in written
    assert "test_log_file.py" in written
    assert told == ["told"]


def test_the_log_goes_on_in_the_folder_of_the_profile(tmp_path: Path, log: LogFile) -> None:
    log.move_to(tmp_path / "profile")
    logging.getLogger("cdadesk").info("opened")
    assert "opened" in (tmp_path / "profile" / "cdadesk.log").read_text(encoding="utf-8")
    assert not (tmp_path / "first" / "cdadesk.log").exists()


def test_a_folder_that_cannot_be_written_troubles_nobody(tmp_path: Path, log: LogFile) -> None:
    (tmp_path / "file").write_text("in the way")
    log.move_to(tmp_path / "file" / "logs")
    logging.getLogger("cdadesk").info("opened")
