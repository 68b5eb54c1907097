"""stick: out and in again through the console, between two people and a real server."""

from functools import partial

import pytest

from cdadesk.demo.profile import demo_store
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.store.store import Ask, Edit
from tests.builders import a_setup
from tests.cli.conftest import Run, start
from tests.cli.reading import read_json, trouble
from tests.serving import running_server


@pytest.fixture
def address(tmp_path):
    """Return the address of a server with illustrative users."""
    with running_server(tmp_path / "server.sqlite3", "--demo") as server:
        yield server.address


def signed_in(run: Run, address: str, user: str, password: str, folder) -> None:
    """Let a profile exchange for the first time."""
    file = folder / f"password of {user}"
    file.write_text(f"{password}\n", encoding="utf-8")
    ran = run("exchange", "--server", address, "--user", user, "--password-file", file)
    assert ran.returncode == 0, ran.stderr


@pytest.fixture
def tara(passphrase_file, tmp_path) -> Run:
    """Return what runs a verb on a profile that the advisor made with the console."""
    run = partial(start, "--profile", tmp_path / "tara", "--passphrase-file", passphrase_file)
    assert run("init", "--name", "Tara").returncode == 0
    return run


@pytest.fixture
def both(address, do, tara, tmp_path) -> None:
    """Let agent and advisor hear of each other, and all that there is."""
    signed_in(do, address, "asha", "block-print-1", tmp_path)
    signed_in(tara, address, "tara", "advisor-3", tmp_path)
    assert do("exchange").returncode == 0


def said(ran) -> str:
    """Return what a verb that went well said."""
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def moved_to(own_demo, place: str) -> str:
    """Change a meeting, as in the window, and return its id."""
    with demo_store(own_demo, a_setup()) as store:
        held = store.find(Meeting, Ask(limit=1))[0]
        store.save(Edit(held.record, held.record.changed(place=place), held.base))
        return str(held.record.id)


def place_of(run: Run, meeting: str) -> tuple[str, str]:
    """Return where a profile shows a meeting, and how far that has come."""
    shown = read_json(run("show", "record", meeting, "--json"))
    return shown["fields"]["place"], shown["transport"]


def test_a_change_goes_out_to_the_advisor_and_the_servers_word_comes_back(both, do, tara, own_demo, tmp_path):
    out, back = tmp_path / "out", tmp_path / "back"
    out.mkdir()
    back.mkdir()
    meeting = moved_to(own_demo, "Amer")
    assert trouble(do("stick", "out", out, "--to", "Zoya")) == "Nobody called “Zoya” works on your clusters."
    assert list(out.iterdir()) == []
    assert said(do("stick", "out", out, "--to", "tara (illustrative)")).startswith("1 change written to cdadesk-")
    assert place_of(do, meeting) == ("Amer", "on_stick")
    assert said(tara("stick", "in", out)) == "read: 1 changes of colleagues, 0 answers, 1 parts for the server\n"
    assert place_of(tara, meeting) == ("Amer", "seen_on_stick")
    assert said(tara("exchange")).startswith("All sent")
    assert said(tara("stick", "out", back, "--to", "Asha (illustrative)")).startswith("0 changes written to cdadesk-")
    (back / "broken.cda").write_bytes(b"CDA1 and then nothing")
    assert "broken.cda" in trouble(do("stick", "in", back))
    assert place_of(do, meeting) == ("Amer", "applied")  # the rest of the stick was read
    assert said(do("exchange")).startswith("All sent: 0 records out")


def test_before_the_first_exchange_and_without_a_stick_it_is_said_what_to_do(do, tmp_path):
    assert trouble(do("stick", "out", tmp_path)).startswith("Exchange with the server once first.")
    assert trouble(do("stick", "in", tmp_path)).startswith("Exchange with the server once first.")
