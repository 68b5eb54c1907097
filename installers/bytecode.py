"""Byte code that is never checked against a source: not every part has one, and the times of files say nothing."""

import py_compile
import tempfile
from pathlib import Path

from installers.tools import BuildFailed, python_minor

_MODE = py_compile.PycInvalidationMode.UNCHECKED_HASH


def must_fit() -> None:
    """Refuse to build with another Python than the one that is shipped: its byte code would not run there."""
    if python_minor() != "3.11":
        raise BuildFailed(f"the installer is built with Python 3.11, because it ships that; this is {python_minor()}")


def compiled(source: Path, name: str) -> bytes:
    """Return the byte code of a source file, which calls itself by the name in messages."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "code.pyc")
        py_compile.compile(str(source), str(target), name, doraise=True, invalidation_mode=_MODE, quiet=1)
        return target.read_bytes()
