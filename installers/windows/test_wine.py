"""The installers on an imitated Windows, after setup_wine.sh and a build: `python3 dev.py wine`.

Tested under wine, not on Windows: see CHECKLIST.md for what a person has to try on a real one.
"""

import shutil
import subprocess
import uuid
from dataclasses import replace
from pathlib import Path

from installers.tools import version
from installers.windows.setups import Packing
from installers.windows.trying import held_open, leave_records, small_disk, works
from installers.windows.wine import INSTALLED, Laptop

HINDI_FOLDER = r"C:\users\root\मेरे प्रोग्राम\Café désk"


def test_what_is_shipped_installs_without_questions_and_works(laptop: Laptop, shipped: Path) -> None:
    assert laptop.install(shipped) == 0
    assert works(laptop)
    assert laptop.registered() == version()
    shortcuts = [
        Path(folder, "cdadesk.lnk") for folder in (r"Desktop", r"AppData/Roaming/Microsoft/Windows/Start Menu/Programs")
    ]
    assert all((laptop.path(r"C:\users\root") / each).exists() for each in shortcuts)
    assert f"cdadesk-cli {version()}" in laptop.ask("--version").stdout


def test_the_console_speaks_hindi_and_exact_exit_codes(laptop: Laptop, older: Path) -> None:
    laptop.install(older)
    told = laptop.ask("--language", "hi", "--profile", r"C:\nothing", "check")
    assert told.returncode == 1
    assert any("\u0900" <= letter <= "\u097f" for letter in told.stderr)


def test_while_the_program_is_open_nothing_changes(laptop: Laptop, older: Path, newer: Path) -> None:
    laptop.install(older)
    with held_open(laptop):
        assert laptop.install(newer) == 12
        assert laptop.registered() == "0.0.9"
    assert works(laptop)
    assert laptop.install(newer) == 0


def test_a_newer_version_takes_the_place_of_the_older_and_keeps_the_records(
    laptop: Laptop, older: Path, newer: Path
) -> None:
    laptop.install(older)
    records = leave_records(laptop)
    stale = laptop.path(INSTALLED) / "prog" / "lib" / "stale.pyc"
    stale.write_bytes(b"of an older library")
    assert laptop.install(newer) == 0
    assert (laptop.registered(), stale.exists()) == ("9.0.0", False)
    assert records.read_bytes() == b"a person's work"
    assert works(laptop)


def test_an_older_version_never_takes_the_place_of_a_newer(laptop: Laptop, older: Path, newer: Path) -> None:
    laptop.install(newer)
    assert laptop.install(older) == 15
    assert laptop.registered() == "9.0.0"


def test_a_small_update_brings_our_own_code(laptop: Laptop, older: Path, packing: Packing, tmp_path: Path) -> None:
    laptop.install(older)
    stale = laptop.path(INSTALLED) / "prog" / "app" / "cdadesk" / "stale.py"
    stale.write_bytes(b"")
    assert laptop.install(replace(packing, version="0.1.0").update(tmp_path)) == 0
    assert (laptop.registered(), stale.exists()) == ("0.1.0", False)
    assert works(laptop)


def test_a_small_update_refuses_what_it_does_not_fit(
    laptop: Laptop, older: Path, packing: Packing, tmp_path: Path
) -> None:
    update = replace(packing, version="0.1.0").update(tmp_path)
    assert laptop.install(update) == 14  # nothing is installed
    laptop.install(older)
    (laptop.path(INSTALLED) / "prog" / "base.id").write_text("other libraries")
    assert laptop.install(update) == 14
    assert laptop.registered() == "0.0.9"
    assert works(laptop)


def test_removed_it_leaves_the_records_and_what_is_not_ours(laptop: Laptop, older: Path) -> None:
    laptop.install(older)
    records = leave_records(laptop)
    foreign = laptop.path(INSTALLED) / "holiday.jpg"
    foreign.write_bytes(b"somebody's picture")
    assert laptop.uninstall() == 0
    assert not (laptop.path(INSTALLED) / "prog").exists()
    assert (foreign.exists(), records.exists(), laptop.registered()) == (True, True, "")


def test_a_folder_with_spaces_accents_and_devanagari(laptop: Laptop, older: Path) -> None:
    assert laptop.install(older, f"/D={HINDI_FOLDER}") == 0
    assert works(laptop, HINDI_FOLDER)
    assert laptop.uninstall(HINDI_FOLDER) == 0


def test_an_old_windows_is_refused(laptop: Laptop, older: Path) -> None:
    laptop.wine("winecfg", "-v", "win81")
    assert laptop.install(older) == 11
    assert not laptop.path(INSTALLED).exists()


def test_a_32_bit_windows_is_refused(older: Path, display: None) -> None:
    laptop = Laptop(f"small-{uuid.uuid4().hex[:8]}")
    laptop.start_windows("win32")
    assert laptop.install(older) == 10
    shutil.rmtree(laptop.place)


def test_on_a_full_disk_the_old_program_still_works(laptop: Laptop, older: Path, newer: Path) -> None:
    folder = r"C:\small"
    with small_disk(laptop.path(folder), megabytes=170) as disk:
        assert laptop.install(older, rf"/D={folder}\cdadesk") == 0
        assert laptop.install(newer, rf"/D={folder}\cdadesk") == 13
        assert laptop.registered() == "0.0.9"
        assert sorted(each.name for each in (disk / "cdadesk").iterdir()) == ["back.exe", "prog", "uninstall.exe"]
        assert works(laptop, rf"{folder}\cdadesk")
        subprocess.run(["mount", "-o", "remount,size=500m", str(disk)], check=True)
        assert laptop.install(newer, rf"/D={folder}\cdadesk") == 0


def test_a_power_cut_between_the_renames_is_mended_by_the_next_run(laptop: Laptop, older: Path, newer: Path) -> None:
    laptop.install(older)
    folder = laptop.path(INSTALLED)
    (folder / "prog").rename(folder / "prog.old")
    (folder / "prog.new" / "lib").mkdir(parents=True)
    assert laptop.install(newer) == 0
    assert sorted(each.name for each in folder.iterdir()) == ["back.exe", "prog", "prog.before", "uninstall.exe"]
    assert works(laptop)


def test_broken_off_while_it_unpacks_the_old_program_still_works(laptop: Laptop, older: Path, newer: Path) -> None:
    laptop.install(older)
    with laptop.running("wine", laptop.carry(newer), "/S") as setup:
        while not (laptop.path(INSTALLED) / "prog.new" / "lib").exists():
            assert setup.poll() is None
    assert laptop.registered() == "0.0.9"
    assert works(laptop)
    assert laptop.install(newer) == 0
    assert works(laptop)
