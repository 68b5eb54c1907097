"""A served town for each module that tries its line."""

from collections.abc import Iterator

import pytest

from tests.line.town import LineTown, a_line_town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LineTown]:
    """Return a server, Asha behind the bad line, and Balbir on a good one."""
    with a_line_town(tmp_path_factory.mktemp("town")) as made:
        yield made
