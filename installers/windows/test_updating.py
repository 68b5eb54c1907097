"""Updates on an imitated Windows: the program takes a signed one from a stick, and the version before comes back."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from cdadesk.acts import exchanging
from cdadesk.demo.profile import PASSPHRASE, demo_store
from installers import release
from installers.tools import version
from installers.windows.setups import Packing
from installers.windows.trying import until_shown, works
from installers.windows.wine import INSTALLED, LONG, Laptop
from tests.releases import KEY, TRUSTED
from tests.serving import running_server

PROFILE, OPENED_BY, STICK = r"C:\users\root\कविता", r"C:\opens.txt", r"C:\stick"
BACK, CONSOLE = rf"{INSTALLED}\back.exe", rf"{INSTALLED}\prog\cdadesk-cli.exe"


def marked(laptop: Laptop) -> Path:
    """Leave a mark in the program that is installed, to know it again."""
    mark = laptop.path(INSTALLED) / "prog" / "app" / "mark.txt"
    mark.write_text("the version before", encoding="ascii")
    return mark


def test_after_a_full_installation_the_version_before_comes_back(laptop: Laptop, older: Path, newer: Path) -> None:
    laptop.install(older)
    mark = marked(laptop)
    laptop.install(newer)
    assert (mark.exists(), laptop.registered()) == (False, "9.0.0")
    assert laptop.wine("wine", BACK, "/S").returncode == 0
    assert (mark.exists(), laptop.registered()) == (True, version())  # both were packed from one program
    assert works(laptop)
    assert laptop.wine("wine", BACK, "/S").returncode == 0
    assert not mark.exists()
    assert laptop.uninstall() == 0
    assert {each.name for each in laptop.path(INSTALLED).iterdir()} <= {"uninstall.exe"}  # which ran there


def test_after_a_small_update_our_own_code_comes_back(
    laptop: Laptop, older: Path, packing: Packing, tmp_path: Path
) -> None:
    laptop.install(older)
    assert laptop.wine("wine", BACK, "/S").returncode == 16  # there is none yet
    mark = marked(laptop)
    laptop.install(replace(packing, version="0.1.0").update(tmp_path))
    assert laptop.wine("wine", BACK, "/S").returncode == 0
    assert mark.exists()
    assert works(laptop)


def test_a_swap_that_broke_off_is_mended_by_the_next(laptop: Laptop, older: Path, newer: Path) -> None:
    laptop.install(older)
    laptop.install(newer)
    home = laptop.path(INSTALLED)
    (home / "prog").rename(home / "prog.old")
    assert laptop.wine("wine", BACK, "/S").returncode == 0
    assert works(laptop)


@pytest.fixture
def trusting(laptop: Laptop, older: Path) -> Laptop:
    """Return a laptop whose program knows the key of the releases; what is shipped knows none yet."""
    laptop.install(older)
    laptop.path(OPENED_BY).write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    keys = laptop.path(INSTALLED) / "prog" / "app" / "resources" / "updates" / "keys.txt"
    keys.write_text(f"release {release.written(TRUSTED['release'])}\n", encoding="ascii")
    return laptop


def released(laptop: Laptop, packing: Packing, folder: Path, number: str = "9.0.0", key: SigningKey = KEY) -> Path:
    """Lay a small update and what is said of it, signed, in a folder, and return the update."""
    folder.mkdir(exist_ok=True)
    update = replace(packing, version=number).update(folder)
    base = (laptop.path(INSTALLED) / "prog" / "base.id").read_text(encoding="ascii").strip()
    release.write(folder, number, [release.part_of(update, "windows", base, folder)], {}, {"release": key})
    return update


def ask(laptop: Laptop, *what: str) -> subprocess.CompletedProcess[str]:
    """Run the console on the profile."""
    return laptop.ask("--profile", PROFILE, "--passphrase-file", OPENED_BY, *what)


@pytest.fixture
def begun(trusting: Laptop) -> Laptop:
    """Return a laptop with a fresh profile."""
    assert ask(trusting, "init", "--name", "कविता").returncode == 0
    return trusting


def test_the_program_takes_a_signed_update_from_a_stick(begun: Laptop, packing: Packing) -> None:
    released(begun, packing, begun.path(STICK))
    assert "9.0.0" in ask(begun, "update", "--from", STICK).stdout
    profile = ("--profile", PROFILE, "--passphrase-file", OPENED_BY)
    # under wine the installer inherits the console's pipe: to read it to its end would be to wait for the person
    with begun.running("wine", CONSOLE, *profile, "update", "--from", STICK, "--install") as console:
        assert console.wait(LONG) == 0
        assert until_shown("^cdadesk$")  # the installer asks before it changes anything
        assert len(list((begun.path(PROFILE) / "backups").glob("cdadesk-copy-*"))) == 1
        assert begun.registered() == "0.0.9"


def test_no_update_is_taken_that_is_changed_or_a_strangers_or_older(begun: Laptop, packing: Packing) -> None:
    stick = begun.path(STICK)
    taking = ("update", "--from", STICK, "--fetch")
    update = released(begun, packing, stick)
    update.write_bytes(update.read_bytes()[:-1] + b"!")
    changed = ask(begun, *taking)
    assert (changed.returncode, "somebody changed it" in changed.stderr) == (1, True)

    released(begun, packing, stick, key=SigningKey.generate())
    strange = ask(begun, *taking)
    assert (strange.returncode, "does not come from those" in strange.stderr) == (1, True)

    released(begun, packing, stick, "0.0.1")
    past = ask(begun, *taking)
    assert (past.returncode, "is not newer" in past.stderr) == (1, True)
    assert not list((begun.path(PROFILE) / "updates").glob("*.exe"))


def test_a_program_that_knows_no_key_takes_no_updates(laptop: Laptop, older: Path) -> None:
    laptop.install(older)
    laptop.path(OPENED_BY).write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    assert ask(laptop, "init", "--name", "कविता").returncode == 0
    told = ask(laptop, "update", "--from", STICK)
    assert (told.returncode, "takes no updates" in told.stderr) == (1, True)


def test_the_server_offers_an_update(trusting: Laptop, packing: Packing, tmp_path: Path) -> None:
    update = released(trusting, packing, tmp_path / "updates")
    told = ("--demo", "--updates", str(tmp_path / "updates"))
    with running_server(tmp_path / "server.sqlite3", *told) as server:
        with demo_store(tmp_path / "profile") as store:
            exchanging.sign_in(store, server.address, "asha", "block-print-1")
        shutil.copytree(tmp_path / "profile", trusting.path(PROFILE))
        taken = ask(trusting, "update", "--fetch")
    assert taken.returncode == 0, taken.stderr
    (fetched,) = (trusting.path(PROFILE) / "updates").glob("*.exe")
    assert fetched.read_bytes() == update.read_bytes()
