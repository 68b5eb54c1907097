"""A served town for each module that tries its line."""

from collections.abc import Iterator

import pytest

from tests.line.town import LineTown, a_line_town
from tests.memory import a_quick_folder


@pytest.fixture(scope="module")
def town() -> Iterator[LineTown]:
    """Return a server, Asha behind the bad line, and Balbir on a good one."""
    with a_quick_folder() as folder, a_line_town(folder) as made:
        yield made
