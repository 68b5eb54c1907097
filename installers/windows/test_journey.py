"""What is written with the Windows program reaches server and advisor, comes back, is mended and approved."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cdadesk.demo.profile import PASSPHRASE
from installers.windows.trying import a_window
from installers.windows.wine import Laptop
from tests.server.pages.visitor import Visitor
from tests.serving import RunningServer, running_server

PROFILE = r"C:\users\root\cdadesk demo"
OPENED_BY, SIGNED_IN_BY = r"C:\opens.txt", r"C:\signs in.txt"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path / "server.sqlite3", "--demo") as running:
        yield running


def ask(laptop: Laptop, *what: str) -> str:
    """Run the console on the profile and return what it says."""
    told = laptop.ask("--profile", PROFILE, "--passphrase-file", OPENED_BY, *what)
    assert told.returncode == 0, told.stderr
    return told.stdout


def the_network(laptop: Laptop) -> dict[str, Any]:
    """Return the network that was written down."""
    told: dict[str, Any] = json.loads(ask(laptop, "show", "networks", "Riverside", "--json"))
    return told


@pytest.fixture
def asha(laptop: Laptop, older: Path) -> Laptop:
    """Return a laptop on which the demo was opened once, and the secrets of its owner in files."""
    assert laptop.install(older) == 0
    for file, said in ((OPENED_BY, PASSPHRASE), (SIGNED_IN_BY, "block-print-1")):
        laptop.path(file).write_text(f"{said}\n", encoding="utf-8")
    with a_window(laptop, PROFILE, "today", "Today") as window:
        window.is_left()
    return laptop


def test_a_network_is_written_on_windows_returned_mended_and_approved(asha: Laptop, server: RunningServer) -> None:
    with a_window(asha, PROFILE, "networks", "Networks") as window:
        window.presses("ctrl+n")
        window.types("Riverside")
        window.presses("ctrl+s")
        window.is_left()
    ask(asha, "exchange", "--server", server.address, "--user", "asha", "--password-file", SIGNED_IN_BY)
    network = the_network(asha)
    assert network["transport"] == "applied"

    address = f"/records/{network['scope']}/network/{network['id']}"
    with Visitor(server.address) as tara:
        tara.sign_in("tara", "advisor-3")
        assert "Riverside" in tara.get(address).words
        tara.send(tara.get(address), "/verdicts", outcome="returned", reason="Say which river.")
        ask(asha, "exchange")
        assert the_network(asha)["review"] == "returned"

        with a_window(asha, PROFILE, "networks", "Networks") as window:
            window.types("Riverside")
            window.presses("Return", "Return", "End")
            window.types(" of the Amanishah")
            window.presses("ctrl+s")
            window.is_left()
        ask(asha, "exchange")
        assert "Riverside of the Amanishah" in tara.get(address).words
        tara.send(tara.get(address), "/verdicts", outcome="approved")

    ask(asha, "exchange")
    assert the_network(asha)["review"] == "approved"
