"""Reading what the console wrote."""

import json
from typing import Any, NoReturn

from cdadesk.cli.console import width
from tests.cli.conftest import Ran


def read_json(ran: Ran) -> Any:
    """Return what was written, which must be JSON without a float."""

    def refuse(written: str) -> NoReturn:
        raise AssertionError(f"a float: {written}")

    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout, parse_float=refuse, parse_constant=refuse)


def trouble(ran: Ran) -> str:
    """Return the one sentence in which a trouble was told."""
    assert ran.returncode == 1
    assert ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    assert line.startswith("cdadesk-cli: ")
    return line.removeprefix("cdadesk-cli: ")


def cell_starts(rule: str) -> list[int]:
    """Return at which cells the columns of a table begin, from the rule under its heads."""
    return [at for at, sign in enumerate(rule) if sign == "-" and (at == 0 or rule[at - 1] == " ")]


def words_at(line: str, start: int) -> str:
    """Return what stands in a line from a cell on, counted as a terminal does."""
    seen = 0
    for at, sign in enumerate(line):
        if seen >= start and width(sign):
            return line[at:]
        seen += width(sign)
    return ""
