"""The log: a file in the folder of the profile that is open, never a console, which a window does not have."""

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

_log = logging.getLogger(__name__)
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_BYTES = 1_000_000
_KEPT = 5


class LogFile:
    """Writes what the program notes; where nothing can be written, nothing is noted and nobody is troubled."""

    def __init__(self, folder: Path) -> None:
        self._handler: logging.Handler = logging.NullHandler()
        logging.getLogger().setLevel(logging.INFO)
        self.move_to(folder)

    def move_to(self, folder: Path) -> None:
        """Go on writing in this folder."""
        self.close()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                folder / "cdadesk.log", maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True
            )
        except OSError:
            return
        handler.setFormatter(logging.Formatter(_FORMAT))
        logging.getLogger().addHandler(handler)
        self._handler = handler

    def close(self) -> None:
        """Let go of the file."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()


def watch_mistakes(tell: Callable[[], object]) -> None:
    """Log every error that nobody caught, with its trace, and tell of it; the program goes on."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("a mistake of ours", exc_info=(kind, error, trace))
        tell()

    def caught_in_thread(told: threading.ExceptHookArgs) -> None:
        error = told.exc_value
        if error is not None:
            _log.critical("a mistake of ours in a thread", exc_info=(told.exc_type, error, told.exc_traceback))

    sys.excepthook = caught
    threading.excepthook = caught_in_thread
