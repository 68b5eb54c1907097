"""Signing a release: what the command writes is what programs with that key take."""

import base64
import json
import os
import sys

import pytest

from cdadesk.wire import release as releases
from installers import release
from installers.tools import version

NEWS = {"en": "Sticks are read faster."}


@pytest.fixture
def run(monkeypatch, capsys):
    """Return what runs the command and hands over its exit code and what it printed."""

    def command(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["release", *map(str, arguments)])
        code = release.main()
        return code, capsys.readouterr().out

    return command


@pytest.fixture
def built(tmp_path):
    """Return the folder of what a build for Windows left."""
    folder = tmp_path / "windows"
    (folder / "work" / "prog").mkdir(parents=True)
    (folder / "work" / "prog" / "base.id").write_text("0123456789abcdef", encoding="ascii")
    (folder / f"cdadesk-{version()}-setup.exe").write_bytes(b"MZ full " * 100)
    (folder / f"cdadesk-{version()}-update.exe").write_bytes(b"MZ small")
    return folder


def test_a_key_is_made_once_and_never_written_over(run, tmp_path):
    code, told = run("key", tmp_path / "secret")
    line = told.splitlines()[-1]
    others_may = (tmp_path / "secret").stat().st_mode & 0o077 if os.name == "posix" else 0  # Windows has no such bits
    assert (code, others_may) == (0, 0)
    assert len(releases.read_keys(line)["release"]) == 32
    assert (tmp_path / "secret").read_text(encoding="ascii").strip() not in told
    before = (tmp_path / "secret").read_bytes()
    assert run("key", tmp_path / "secret")[0] == 1
    assert (tmp_path / "secret").read_bytes() == before


def test_what_was_built_is_signed_and_taken(run, built, tmp_path):
    line = run("key", tmp_path / "secret")[1].splitlines()[-1]
    (tmp_path / "news.json").write_text(json.dumps(NEWS), encoding="utf-8")
    out = tmp_path / "updates"
    asked = ("--key", tmp_path / "secret", "--news", tmp_path / "news.json", "--windows", built, "--debian", tmp_path)
    assert run("sign", *asked, "--out", out)[0] == 0
    made = releases.read((out / releases.NAME).read_bytes(), releases.read_keys(line))
    assert (made.version, made.news) == (version(), NEWS)
    assert [(part.name, part.base) for part in made.parts] == [
        (f"cdadesk-{version()}-setup.exe", ""),
        (f"cdadesk-{version()}-update.exe", "0123456789abcdef"),
    ]
    assert all((out / part.name).stat().st_size == part.size for part in made.parts)
    assert (out / "SHA256SUMS").read_text(encoding="ascii").count("\n") == 2


def test_without_anything_built_nothing_is_signed(run, tmp_path):
    (tmp_path / "secret").write_text(base64.b64encode(bytes(32)).decode(), encoding="ascii")
    asked = ("--key", tmp_path / "secret", "--windows", tmp_path, "--debian", tmp_path, "--out", tmp_path / "updates")
    assert run("sign", *asked)[0] == 1
    assert not (tmp_path / "updates" / releases.NAME).exists()
