"""A desk with a cluster, and the worked fair where a test asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.gui.desk import Desk
from cdadesk.gui.papers import FOLDER
from tests.gui.at_the_desk import Notebook, a_desk


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return the folder in which papers are put."""
    return tmp_path / "papers"


@pytest.fixture
def desk(tmp_path: Path, papers: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile", Notebook({FOLDER: str(papers)})) as made:
        yield made
