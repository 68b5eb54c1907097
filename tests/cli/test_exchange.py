"""exchange: with a real server process."""

import pytest

from tests.cli.reading import read_json, trouble
from tests.serving import running_server


@pytest.fixture
def address(tmp_path):
    """Return the address of a server with illustrative users."""
    with running_server(tmp_path / "server.sqlite3", "--demo") as server:
        yield server.address


def test_the_demo_signs_in_and_sends_all_that_waits(address, do, tmp_path):
    (tmp_path / "password").write_text("block-print-1\n", encoding="utf-8")
    ran = do("exchange", "--server", address, "--user", "asha", "--password-file", tmp_path / "password")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("All sent: 256 records out")
    assert "0 still wait" in ran.stderr
    again = do("exchange")
    assert again.stdout == "All sent: 0 records out, 0 records in.\n"
    held = read_json(do("show", "networks", "calico", "--json"))
    assert held["transport"] == "applied"


def test_a_wrong_password_leaves_everything_as_it_was(address, do, tmp_path):
    (tmp_path / "password").write_text("guessed\n", encoding="utf-8")
    ran = do("exchange", "--server", address, "--user", "asha", "--password-file", tmp_path / "password")
    assert trouble(ran) == "The server does not know this name and password."
    assert trouble(do("exchange")).startswith("This laptop was not signed in to a server yet.")


def test_a_server_without_a_user_is_refused_before_anything_is_asked(do):
    assert trouble(do("exchange", "--server", "http://localhost:9")) == "To sign in, name both the server and the user."


def test_a_server_that_is_away_is_told(do, tmp_path):
    (tmp_path / "password").write_text("x\n", encoding="utf-8")
    away = ("exchange", "--server", "http://localhost:9", "--user", "asha", "--password-file", tmp_path / "password")
    assert trouble(do(*away)).startswith("The server cannot be reached.")
