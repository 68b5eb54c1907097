"""The libraries of the Windows installer are those that the rest is tested with."""

import re
import tomllib

import pytest

from installers.tools import ROOT, BuildFailed
from installers.windows import markers
from installers.windows.payload import HERE

PIN = re.compile(r"(?m)^([a-z0-9._-]+)==(\S+)")


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def test_windows_gets_the_versions_of_the_lock():
    for_windows = pins("installers/windows/requirements-win.txt")
    assert for_windows.items() <= pins("requirements.lock").items()


def test_every_library_that_the_program_names_goes_to_windows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[~=;< ]", each)[0].replace(".", "-") for each in project["dependencies"]}
    assert named <= pins("installers/windows/requirements-win.txt").keys()


def test_the_installer_says_each_of_its_words_in_both_languages():
    words = re.findall(r"(?m)^LangString (\w+) \$\{LANG_(\w+)\}", (HERE / "words.nsh").read_text(encoding="utf-8"))
    assert words
    assert {name for name, spoken in words if spoken == "HINDI"} == {
        name for name, spoken in words if spoken == "ENGLISH"
    }
    scripts = "".join(each.read_text("utf-8") for each in HERE.glob("*.ns?"))
    assert {name for name, _spoken in words} == set(re.findall(r"\$\((\w+)\)", scripts))


def test_a_library_that_windows_alone_wants_is_missed(tmp_path):
    card = tmp_path / "argh-1.0.dist-info" / "METADATA"
    card.parent.mkdir()
    card.write_text(
        'Metadata-Version: 2.1\nName: argh\nVersion: 1.0\nRequires-Dist: colorama; sys_platform == "win32"\n'
    )
    with pytest.raises(BuildFailed, match="argh wants colorama"):
        markers.must_be_complete(tmp_path, [])
