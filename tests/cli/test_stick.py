"""stick: out and in again through the console, between two people and a real server."""

import pytest

from cdadesk import i18n
from cdadesk.cli import main
from cdadesk.demo.profile import PASSPHRASE, demo_store
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.store.store import Ask, Edit, Store
from tests.builders import a_setup
from tests.cli.conftest import Ran, Run
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
def at(passphrase_file, capsys):
    """Return what gives the console of a profile, in this process: to start one takes seconds."""

    def console(folder) -> Run:
        def run(*arguments) -> Ran:
            i18n.use_language("en")
            common = ["--profile", str(folder), "--passphrase-file", str(passphrase_file)]
            code = main([*common, *map(str, arguments)])
            told = capsys.readouterr()
            return Ran(arguments, code, told.out, told.err)

        return run

    return console


@pytest.fixture
def asha(at, own_demo) -> Run:
    """Return the console of the agent."""
    return at(own_demo)


@pytest.fixture
def tara(at, tmp_path) -> Run:
    """Return the console of the advisor."""
    Store.create(tmp_path / "tara", PASSPHRASE, "Tara", "en", a_setup()).store.close()
    return at(tmp_path / "tara")


@pytest.fixture
def both(address, asha, tara, tmp_path) -> None:
    """Let agent and advisor hear of each other, and all that there is."""
    signed_in(asha, address, "asha", "block-print-1", tmp_path)
    signed_in(tara, address, "tara", "advisor-3", tmp_path)
    assert asha("exchange").returncode == 0


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


def test_a_change_goes_out_to_the_advisor_and_the_servers_word_comes_back(both, asha, tara, own_demo, tmp_path):
    out, back = tmp_path / "out", tmp_path / "back"
    out.mkdir()
    back.mkdir()
    meeting = moved_to(own_demo, "Amer")
    assert trouble(asha("stick", "out", out, "--to", "Zoya")) == "Nobody called “Zoya” works on your clusters."
    assert list(out.iterdir()) == []
    assert said(asha("stick", "out", out, "--to", "tara (illustrative)")).startswith("1 change written to cdadesk-")
    assert place_of(asha, meeting) == ("Amer", "on_stick")
    brought = said(tara("stick", "in", out))
    assert brought == "read: 1 changes of colleagues, 0 photos, 0 answers, 1 parts for the server\n"
    assert place_of(tara, meeting) == ("Amer", "seen_on_stick")
    assert said(tara("exchange")).startswith("All sent")
    assert said(tara("stick", "out", back, "--to", "Asha (illustrative)")).startswith("0 changes written to cdadesk-")
    (back / "broken.cda").write_bytes(b"CDA1 and then nothing")
    assert "broken.cda" in trouble(asha("stick", "in", back))
    assert place_of(asha, meeting) == ("Amer", "applied")  # the rest of the stick was read
    assert said(asha("exchange")).startswith("All sent: 0 records out")


def test_before_the_first_exchange_and_without_a_stick_it_is_said_what_to_do(asha, tmp_path):
    assert trouble(asha("stick", "out", tmp_path)).startswith("Exchange with the server once first.")
    assert trouble(asha("stick", "out", tmp_path, "--rest")).startswith("Nothing is left over from the stick before.")
    assert trouble(asha("stick", "in", tmp_path)).startswith("Exchange with the server once first.")
