"""What goes wrong with installers and the installed program on laptops and sticks as they are, under wine."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cdadesk.demo.profile import PASSPHRASE, demo_store
from installers.windows.setups import Packing
from installers.windows.trying import leave_records, small_disk, works
from installers.windows.wine import INSTALLED, Laptop

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
    return laptop.ask("--language", language, "--profile", OWN_FOLDER, "--passphrase-file", OPENED_BY, *what)


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
        assert not [each for each in disk.rglob("*") if each.is_file()]
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
    named = ask(asha, "report", "minutes", "--out", rf"{OWN_FOLDER}\कार्यवृत्त.pdf", language="hi")
    assert named.returncode == 0, named.stderr


def test_the_console_writes_devanagari_into_a_pipe(asha: Laptop) -> None:
    told = ask(asha, "show", "networks", language="hi")
    assert told.returncode == 0, told.stderr
    assert any("\u0900" <= letter <= "\u097f" for letter in told.stdout)


@pytest.fixture
def stick(asha: Laptop) -> Iterator[Path]:
    """Return the folder of a stick that is in the laptop, as D:."""
    with small_disk(asha.place / "stick", 1) as disk:
        (asha.place / "prefix" / "dosdevices" / "d:").symlink_to(disk.relative_to(asha.place.parents[1]))
        yield disk


def test_a_stick_that_is_full_is_told_and_nothing_is_lost(asha: Laptop, stick: Path) -> None:
    (stick / "holiday.jpg").write_bytes(bytes(1024 * 1000))
    told = ask(asha, "stick", "out", "D:\\")
    assert told.returncode == 1
    assert [each.name for each in stick.iterdir()] == ["holiday.jpg"]
    assert ask(asha, "check").returncode == 0


def test_settled(laptop: Laptop) -> None:
    assert INSTALLED
