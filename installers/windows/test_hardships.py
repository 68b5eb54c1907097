"""What goes wrong with installers and the installed program on laptops and sticks as they are, under wine."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from cdadesk.acts import exchanging
from cdadesk.demo.profile import PASSPHRASE, demo_store
from installers.windows.setups import Packing
from installers.windows.trying import leave_records, small_disk, works
from installers.windows.wine import INSTALLED, LONG, Laptop
from tests.serving import running_server

OWN_FOLDER = r"C:\users\root\मेरी फ़ाइलें\Café of Asha"
OPENED_BY = r"C:\secret.txt"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a profile of the demo, made on Debian."""
    folder = tmp_path_factory.mktemp("demo") / "profile"
    demo_store(folder).close()
    return folder


@pytest.fixture
def asha(laptop: Laptop, older: Path, demo: Path) -> Laptop:
    """Return a laptop with the program, and the demo's profile in a folder of her own."""
    assert laptop.install(older) == 0
    shutil.copytree(demo, laptop.path(OWN_FOLDER))
    laptop.path(OPENED_BY).write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return laptop


def ask(laptop: Laptop, *what: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """Run the console on the demo's profile."""
    return laptop.wine("wine", *asking("--language", language, *what))


def asking(*what: str) -> list[str]:
    """Return the command that asks the console about the profile."""
    return [
        rf"{INSTALLED}\prog\cdadesk-cli.exe",
        "--profile",
        OWN_FOLDER,
        "--passphrase-file",
        OPENED_BY,
        *what,
    ]


def cut_off(installer: Path, folder: Path) -> Path:
    """Return what a download that broke off leaves of an installer."""
    half = folder / installer.name
    half.write_bytes(installer.read_bytes()[: installer.stat().st_size // 2])
    return half


def tampered(installer: Path, folder: Path) -> Path:
    """Return an installer of which somebody changed one byte."""
    content = bytearray(installer.read_bytes())
    content[len(content) // 2] ^= 1
    changed = folder / installer.name
    changed.write_bytes(content)
    return changed


@pytest.mark.parametrize("spoil", [cut_off, tampered])
def test_an_installer_that_is_not_whole_changes_nothing(
    laptop: Laptop, older: Path, newer: Path, tmp_path: Path, spoil: object
) -> None:
    assert callable(spoil)
    laptop.install(older)
    assert laptop.install(spoil(newer, tmp_path)) != 0
    assert laptop.registered() == "0.0.9"
    assert works(laptop)


@pytest.mark.parametrize("megabytes", [1, 60, 128])
def test_where_there_is_no_room_nothing_is_left_behind(laptop: Laptop, older: Path, megabytes: int) -> None:
    with small_disk(laptop.path(r"C:\small"), megabytes) as disk:
        assert laptop.install(older, r"/D=C:\small\cdadesk") == 13
        assert list(disk.iterdir()) == []
    assert laptop.registered() == ""


def test_a_small_update_that_finds_no_room_leaves_the_program_as_it_was(
    laptop: Laptop, older: Path, packing: Packing, tmp_path: Path
) -> None:
    with small_disk(laptop.path(r"C:\small"), 400) as disk:
        laptop.install(older, r"/D=C:\small\cdadesk")
        used = shutil.disk_usage(disk).used // 2**20
        subprocess.run(["mount", "-o", f"remount,size={used + 3}m", str(disk)], check=True)
        assert laptop.install(replace(packing, version="0.1.0").update(tmp_path)) == 13
        assert works(laptop, r"C:\small\cdadesk")
        assert laptop.registered() == "0.0.9"


def test_a_folder_that_may_not_be_written_is_told(laptop: Laptop, older: Path) -> None:
    with small_disk(laptop.path(r"C:\locked"), 400) as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert laptop.install(older, r"/D=C:\locked\cdadesk") == 13
    assert laptop.registered() == ""


def test_with_a_clock_in_2001_it_installs_works_and_is_removed(laptop: Laptop, older: Path) -> None:
    records = leave_records(laptop)
    with laptop.in_the_year(2001):
        assert laptop.install(older) == 0
        assert works(laptop)
        assert laptop.uninstall() == 0
    assert records.exists()


def test_a_profile_of_debian_opens_in_a_folder_with_devanagari(asha: Laptop) -> None:
    whole = ask(asha, "check")
    assert whole.returncode == 0, whole.stderr
    named = ask(asha, "report", "minutes", "11 Apr 1998", "--out", rf"{OWN_FOLDER}\कार्यवृत्त.pdf", language="hi")
    assert named.returncode == 0, named.stderr


def test_the_console_writes_devanagari_into_a_pipe(asha: Laptop) -> None:
    told = ask(asha, "show", "networks", language="hi")
    assert told.returncode == 0, told.stderr
    assert any("\u0900" <= letter <= "\u097f" for letter in told.stdout)


@pytest.fixture
def traveller(laptop: Laptop, older: Path, tmp_path: Path) -> Laptop:
    """Return a laptop that signed in to a server once, and has all its work still to send."""
    assert laptop.install(older) == 0
    with running_server(tmp_path / "server.sqlite3", "--demo") as server, demo_store(tmp_path / "profile") as store:
        exchanging.sign_in(store, server.address, "asha", "block-print-1")
    shutil.copytree(tmp_path / "profile", laptop.path(OWN_FOLDER))
    laptop.path(OPENED_BY).write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return laptop


@contextmanager
def a_stick(laptop: Laptop) -> Iterator[Path]:
    """Have a stick in the laptop, as D:, and return its folder."""
    drive = laptop.place / "prefix" / "dosdevices" / "d:"
    with small_disk(laptop.place / "stick", 20) as disk:
        drive.symlink_to("../../stick")
        yield disk
    drive.unlink(missing_ok=True)
    disk.rmdir()


def test_a_stick_that_is_full_is_told_and_the_next_one_takes_all(traveller: Laptop) -> None:
    with a_stick(traveller) as stick:
        (stick / "holiday.jpg").write_bytes(bytes(shutil.disk_usage(stick).free - 8192))
        told = ask(traveller, "stick", "out", "D:\\")
        assert (told.returncode, "no room on the stick" in told.stderr) == (1, True)
        assert [each.name for each in stick.iterdir()] == ["holiday.jpg"]
    with a_stick(traveller) as stick:
        told = ask(traveller, "stick", "out", "D:\\")
        assert told.returncode == 0, told.stderr
        assert len(list(stick.iterdir())) == 1


def test_a_stick_that_is_pulled_out_while_it_is_written_costs_nothing(traveller: Laptop) -> None:
    """Where exactly the writing is by then cannot be said; whatever came of it, the next stick takes all."""
    with a_stick(traveller) as stick, traveller.running("wine", *asking("stick", "out", "D:\\")) as console:
        while console.poll() is None and not list(stick.iterdir()):
            with suppress(subprocess.TimeoutExpired):
                console.wait(0.01)
        (traveller.place / "prefix" / "dosdevices" / "d:").unlink()
        subprocess.run(["umount", "--lazy", str(stick)], check=True)
        assert console.wait(LONG) in (0, 1)
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(stick)], check=True)
    with a_stick(traveller) as stick:
        told = ask(traveller, "stick", "out", "D:\\")
        assert told.returncode == 0, told.stderr
        assert len(list(stick.iterdir())) == 1
    assert ask(traveller, "check").returncode == 0
