"""Asking for a folder or a file, in a window of the system that stops nobody."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_folder(over: QWidget, question: str, then: Callable[[Path], object]) -> None:
    """Ask for a folder; the window goes on meanwhile."""
    asking = _asking(over, question)
    asking.setFileMode(QFileDialog.FileMode.Directory)
    asking.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(asking, then)


def ask_new_file(over: QWidget, question: str, name: str, then: Callable[[Path], object], kind: str = "") -> None:
    """Ask where a file is to lie that will be written, under this name at first; `kind` says what such files are."""
    asking = _asking(over, question)
    asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    suffix = name.rpartition(".")[2]
    asking.setDefaultSuffix(suffix)
    if kind:
        asking.setNameFilter(f"{kind} (*.{suffix})")
    asking.selectFile(name)
    _open(asking, then)


def _asking(over: QWidget, question: str) -> QFileDialog:
    asking = QFileDialog(over, question, str(Path.home()))
    asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return asking


def _open(asking: QFileDialog, then: Callable[[Path], object]) -> None:
    asking.fileSelected.connect(lambda chosen: then(Path(chosen)))
    asking.open()
