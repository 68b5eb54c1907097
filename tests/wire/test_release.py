"""What a release says of itself: believed only when a trusted key signed exactly that, and only if it makes sense."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from cdadesk import resources
from cdadesk.wire import release as releases
from cdadesk.wire.release import MOST, NAME, WINDOWS, NotARelease, NotSigned
from tests.releases import BASE, KEY, TRUSTED, write_release


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    """Return the `update.json` of a release."""
    write_release(tmp_path)
    return (tmp_path / NAME).read_bytes()


def signed(plain: Any, key: SigningKey = KEY, context: bytes = b"cdadesk release 1\n") -> bytes:
    """Return an `update.json` that says anything at all."""
    text = plain if isinstance(plain, str) else json.dumps(plain)
    signature = base64.b64encode(key.sign(context + text.encode()).signature).decode()
    return json.dumps({"release": text, "signatures": {"release": signature}}).encode()


def test_what_was_signed_is_read_as_it_was_said(tmp_path):
    made = write_release(tmp_path)
    assert releases.read((tmp_path / NAME).read_bytes(), TRUSTED) == made


def test_not_a_letter_of_it_can_be_changed(content):
    outer = json.loads(content)
    for place in range(0, len(outer["release"]), 7):
        letter = "1" if outer["release"][place] != "1" else "2"
        told = outer["release"][:place] + letter + outer["release"][place + 1 :]
        with pytest.raises(NotSigned):
            releases.read(json.dumps(outer | {"release": told}).encode(), TRUSTED)


def test_a_key_that_nobody_trusts_does_not_count(content):
    with pytest.raises(NotSigned):
        releases.read(content, {})
    with pytest.raises(NotSigned):
        releases.read(content, {"release": bytes(SigningKey(bytes(32)).verify_key)})
    with pytest.raises(NotSigned):
        releases.read(content, {"another": TRUSTED["release"]})


def test_what_was_signed_for_another_purpose_is_no_release(content):
    text = json.loads(content)["release"]
    with pytest.raises(NotSigned):
        releases.read(signed(text, context=b"cdadesk bundle 1"), TRUSTED)


def test_an_older_key_may_bring_the_next_one(tmp_path):
    made = write_release(tmp_path)
    newer = SigningKey(bytes(32))
    both = releases.sealed(made, {"release": KEY, "next": newer})
    assert releases.read(both, TRUSTED) == made
    assert releases.read(both, {"next": bytes(newer.verify_key)}) == made


PART = {"name": "a.exe", "platform": "windows", "size": 3, "sha256": "0" * 64}
PLAIN = {"version": "0.2.0", "day": "2027-01-05", "news": {}, "parts": [PART]}


@pytest.mark.parametrize(
    "plain",
    [
        PLAIN | {"version": "newest"},
        PLAIN | {"version": 2},
        PLAIN | {"day": "soon"},
        PLAIN | {"news": "much"},
        PLAIN | {"parts": [PART | {"name": "../a.exe"}]},
        PLAIN | {"parts": [PART | {"name": "C:\\a.exe"}]},
        PLAIN | {"parts": [PART | {"name": ""}]},
        PLAIN | {"parts": [PART | {"size": -1}]},
        PLAIN | {"parts": [PART | {"size": 10**12}]},
        PLAIN | {"parts": [PART | {"size": "3"}]},
        PLAIN | {"parts": [PART | {"sha256": "no"}]},
        PLAIN | {"parts": [{}]},
        {},
        [],
        "[" * 20_000,
    ],
)
def test_nonsense_is_refused_also_where_it_is_signed(plain):
    with pytest.raises(NotARelease):
        releases.read(signed(plain), TRUSTED)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[]", b'{"release": 3, "signatures": {}}', b"\xff", b" " * (MOST + 1)]
)
def test_what_is_no_release_at_all_is_told_apart_from_a_foreign_one(content):
    with pytest.raises(NotARelease):
        releases.read(content, TRUSTED)


def test_the_small_file_is_for_those_who_have_the_rest(tmp_path):
    made = write_release(tmp_path)
    assert made.part_for(WINDOWS, BASE).name.endswith("-update.exe")
    assert made.part_for(WINDOWS, "another").name.endswith("-setup.exe")
    assert made.part_for("debian", "") is None


def test_ten_is_newer_than_nine():
    assert releases.numbers("0.10.0") > releases.numbers("0.9.9") > releases.numbers("from source")


def test_the_keys_that_come_with_the_program_can_be_read():
    text = resources.path("updates", "keys.txt").read_text(encoding="utf-8")
    assert all(len(key) == 32 for key in releases.read_keys(text).values())
    with pytest.raises(ValueError, match="32 bytes"):
        releases.read_keys("release AAAA")
