"""A desk with the network of 26 members, and a person who types."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.gui.desk import Desk
from tests.gui.at_the_desk import a_desk, key, keys
from tests.gui.places.networks.calico import a_cluster_with

NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        a_cluster_with(made)
        yield made


@dataclass
class Typist:
    """Presses keys where the keyboard is, and counts them; a held Shift or Ctrl is a key of its own."""

    qtbot: QtBot
    pressed: int = 0

    def types(self, *texts: str | Qt.Key) -> None:
        """Type texts and keys one after the other."""
        for each in texts:
            if isinstance(each, Qt.Key):
                key(self.qtbot, each)
                self.pressed += 1
            else:
                keys(self.qtbot, each)
                self.pressed += len(each) + sum(1 for sign in each if sign.isupper() or sign in "@!+:")

    def holds(self, held: Qt.KeyboardModifier, pressed: Qt.Key) -> None:
        """Press a key while holding another."""
        key(self.qtbot, pressed, held)
        self.pressed += 2


@pytest.fixture
def typist(qtbot: QtBot) -> Typist:
    return Typist(qtbot)
