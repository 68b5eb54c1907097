"""Updates on an imitated Windows: the program takes a signed one from a stick, and the version before comes back."""

from dataclasses import replace
from pathlib import Path

from installers import release
from installers.tools import version
from installers.windows.setups import Packing
from installers.windows.trying import until_shown, works
from installers.windows.wine import INSTALLED, Laptop
from tests.releases import KEY, TRUSTED

PROFILE, OPENED_BY, STICK = r"C:\users\root\कविता", r"C:\opens.txt", r"C:\stick"
BACK = rf"{INSTALLED}\back.exe"


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
    assert not laptop.path(INSTALLED).exists()


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


def test_the_program_takes_a_signed_update_from_a_stick_and_no_other(
    laptop: Laptop, older: Path, packing: Packing
) -> None:
    laptop.install(older)
    laptop.path(OPENED_BY).write_text("four old mango trees\n", encoding="utf-8")
    profile = ("--profile", PROFILE, "--passphrase-file", OPENED_BY)
    assert laptop.ask(*profile, "init", "--name", "कविता").returncode == 0
    stick = laptop.path(STICK)
    stick.mkdir()
    update = replace(packing, version="9.0.0").update(stick)
    base = (laptop.path(INSTALLED) / "prog" / "base.id").read_text(encoding="ascii").strip()
    release.write(stick, "9.0.0", [release.part_of(update, "windows", base, stick)], {}, {"release": KEY})

    asked = (*profile, "update", "--from", STICK)
    told = laptop.ask(*asked)
    assert (told.returncode, "takes no updates" in told.stderr) == (1, True)  # it came without a key

    keys = laptop.path(INSTALLED) / "prog" / "app" / "resources" / "updates" / "keys.txt"
    keys.write_text(f"release {release.written(TRUSTED['release'])}\n", encoding="ascii")
    assert "9.0.0" in laptop.ask(*asked).stdout
    kept = update.read_bytes()
    update.write_bytes(kept[:-1] + b"!")
    told = laptop.ask(*asked, "--fetch")
    assert (told.returncode, "somebody changed it" in told.stderr) == (1, True)

    update.write_bytes(kept)
    told = laptop.ask(*asked, "--install")
    assert told.returncode == 0, told.stderr
    assert until_shown("cdadesk")  # the installer asks before it changes anything
    assert len(list((laptop.path(PROFILE) / "backups").glob("cdadesk-copy-*"))) == 1
    assert laptop.registered() == "0.0.9"
