"""Bundles: read only as they were signed, by whom they were sealed to, and never more than fits."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.wire import bundle
from cdadesk.wire.bundle import About, Layer, NewerBundle, NotSealedToUs
from cdadesk.wire.frames import BadFrames, Frame, FrameType, TooLarge
from cdadesk.wire.keys import Keys

ASHA, TARA, SERVER = (Keys(bytes([n]) * 32) for n in (1, 2, 3))
SENDER = "01a20000-0000-7000-8000-000000000001"
NOON = dt.datetime(2026, 3, 14, 6, 30, tzinfo=dt.UTC)
FRAMES = [Frame(FrameType.apart, {"ops": []})]


def made(frames=FRAMES):
    return bundle.make(About(SENDER, NOON), [Layer(frames, {"server": SERVER.public})], ASHA)


def test_it_is_read_by_its_receiver_alone():
    came = bundle.read(made())
    assert came.is_signed(ASHA.public)
    assert not came.is_signed(TARA.public)
    assert came.open("server", SERVER) == {FrameType.apart: {"ops": []}}
    for name, keys in (("server", TARA), (SENDER, ASHA)):
        with pytest.raises(NotSealedToUs):
            came.open(name, keys)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_bit_can_be_turned_unnoticed(at, bit):
    payload = bytearray(made())
    payload[at % len(payload)] ^= 1 << bit
    try:
        came = bundle.read(bytes(payload))
    except BadFrames:
        return
    assert not came.is_signed(ASHA.public)


@given(st.binary(max_size=300))
def test_nonsense_is_told_as_nonsense(payload):
    for reads in (bundle.read, bundle.bundles_in):
        with pytest.raises(BadFrames):
            reads(payload)


def test_cut_off_anywhere_nothing_is_taken():
    file = bundle.file_of([made(), made()])
    for at in range(0, len(file), 7):
        with pytest.raises(BadFrames):
            bundle.bundles_in(file[:at])


def test_what_unpacks_to_more_than_a_reader_takes_is_refused():
    bomb = made([Frame(FrameType.apart, {"ops": ["x" * (17 * 1024 * 1024)]})])
    with pytest.raises(TooLarge):
        bundle.read(bomb).open("server", SERVER)


def test_a_bundle_over_the_limit_is_refused_before_it_is_opened():
    with pytest.raises(BadFrames):
        bundle.read(made() + bytes(bundle.MOST))


def test_a_newer_one_is_told_apart(monkeypatch):
    monkeypatch.setattr(bundle, "VERSION", 2)
    newer = made()
    monkeypatch.undo()
    with pytest.raises(NewerBundle):
        bundle.read(newer)


def test_a_file_holds_bundles_and_nothing_else():
    with pytest.raises(BadFrames):
        bundle.bundles_in(bundle.pack(*FRAMES))
