"""Frames: what was packed comes back, and nothing else is taken for it."""

import json
import struct
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdadesk.clock import new_id
from cdadesk.wire import canonical
from cdadesk.wire.dictionary import DICTIONARY
from cdadesk.wire.frames import (
    DEPTH_LIMIT,
    PACKED_LIMIT,
    RAW,
    BadFrames,
    Frame,
    FrameType,
    TooLarge,
    check_undamaged,
    first_message,
    pack,
    unpack,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
TWO = pack(Frame(FrameType.envelope, {"replica": "मीटिंग"}), Frame(FrameType.page, {"slices": [1, 2, 3]}))


END = struct.pack(">4sBI", b"CDA1", 8, 0)


def squeezed(plain: bytes) -> bytes:
    """Return bytes packed as a frame holds them."""
    return zstd.compress(plain, zstd_dict=zstd.ZstdDict(DICTIONARY, is_raw=True))


def said(plain: bytes, *, kind: int = 4, more: int = 0) -> bytes:
    """Return a message as it stands in the stream; it may claim a length that it has not."""
    return struct.pack(">BI", kind, len(plain) + more) + plain


def by_hand(payload: bytes, *, kind: int = 15, magic: bytes = b"CDA1") -> bytes:
    """Return a frame around any payload."""
    return struct.pack(">4sBI", magic, kind, len(payload)) + payload


def of_json(plain: bytes) -> bytes:
    """Return a frame in order around one message that need not be."""
    return by_hand(squeezed(said(plain)))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([kind for kind in FrameType if kind not in (FrameType.end, FrameType.messages, *RAW)]),
            PLAIN,
        )
    )
)
def test_what_was_packed_comes_back(messages):
    frames = [Frame(kind, body) for kind, body in messages]
    assert unpack(pack(*frames)) == frames


HEX = st.text("0123456789abcdef-", min_size=30, max_size=80)


LOOK_ALIKES = st.lists(
    HEX | st.uuids().map(str) | st.uuids().map(lambda each: each.hex) | st.text("aAfF09-é", max_size=40)
)


def comes_back(texts: list[str], **more: str) -> bool:
    frame = Frame(FrameType.page, {"texts": texts, "all": "".join(texts), "path": "/".join(texts)} | more)
    return unpack(pack(frame)) == [frame]


@given(LOOK_ALIKES)
def test_ids_and_what_only_looks_like_them_come_back_letter_by_letter(texts):
    assert comes_back(texts)


@given(LOOK_ALIKES)
@settings(max_examples=15)
def test_so_they_do_in_a_long_message(texts):
    assert comes_back(texts, padding="a long message " * 4_500)


def test_an_id_takes_little_more_than_its_bytes():
    for count in (100, 5_000):
        ids = [str(new_id()) for _each in range(count)]
        assert len(pack(Frame(FrameType.page, ids))) < count * 19
        assert len(pack(Frame(FrameType.page, "".join(ids)))) < count * 19


@pytest.mark.parametrize("count", [1, 15, 16, 17, 400])
def test_columns_of_ids_and_of_digests_come_back_letter_by_letter(count):
    ids = "".join(str(new_id()) for _each in range(count))
    digests = "".join(new_id().hex for _each in range(count))
    assert comes_back([ids, digests, ids + digests, digests + ids])


@pytest.mark.parametrize("marked", [b"\xff", b"\xfe", b"\xff" + bytes(15), b'"' + b"\xfe" * 5 + b'"'])
def test_an_id_that_is_cut_off_is_refused(marked):
    with pytest.raises(BadFrames):
        unpack(of_json(marked))


def test_ids_that_unpack_to_more_than_is_taken_are_refused():
    ids = of_json(b'"' + (b"\xff" + bytes(16)) * 50 + b'"')
    assert len(unpack(ids, limit=50 * 36 + 10)) == 1
    with pytest.raises(TooLarge):
        unpack(ids, limit=50 * 36 - 10)


@pytest.mark.parametrize("most", [200, 100_000])
def test_the_first_message_is_read_whatever_follows_it(most):
    first = Frame(FrameType.envelope, {"token": "ab" * 16})
    assert first_message(pack(first, Frame(FrameType.batch, "क" * 300_000)), most=most) == first
    assert first_message(pack(first), most=most) == first
    odd = by_hand(squeezed(said(b"{}", kind=1) + b"nonsense"))
    assert first_message(odd, most=most) == Frame(FrameType.envelope, {})


def test_a_first_message_that_is_too_large_or_none_is_refused():
    with pytest.raises(TooLarge):
        first_message(pack(Frame(FrameType.envelope, "z" * 300)), most=200)
    for packed in (b"", END, by_hand(squeezed(b"\x01\x00")), by_hand(squeezed(said(b"{}", more=1))), by_hand(b"x")):
        with pytest.raises(BadFrames):
            first_message(packed, most=200)


def test_a_body_is_checked_without_being_kept():
    whole = pack(Frame(FrameType.batch, "".join(str(new_id()) for _each in range(10_000))))
    check_undamaged(whole)
    with pytest.raises(BadFrames):
        check_undamaged(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(TooLarge):
        check_undamaged(whole, limit=1000)


def test_half_a_character_survives_the_way():
    frame = Frame(FrameType.page, {"typed": "\ud83d"})
    assert unpack(pack(frame)) == [frame]


@pytest.mark.parametrize("length", range(len(TWO)))
def test_frames_cut_off_anywhere_are_refused(length):
    with pytest.raises(BadFrames):
        unpack(TWO[:length])


@given(st.integers(0, len(TWO) - 1), st.integers(1, 255))
def test_a_byte_that_fell_over_is_noticed(at, flip):
    damaged = bytearray(TWO)
    damaged[at] ^= flip
    try:
        found = unpack(bytes(damaged))
    except BadFrames:
        return
    assert found == unpack(TWO)  # zstd's head has bits that say nothing


@given(st.binary(max_size=300))
def test_any_bytes_are_either_frames_or_refused(anything):
    try:
        unpack(anything)
    except BadFrames:
        return
    assert anything.startswith(b"CDA1")


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"<!DOCTYPE html><title>Sign in to the Wi-Fi</title>", id="a captive portal"),
        pytest.param(by_hand(squeezed(said(b"{}")), magic=b"CDA2"), id="another magic"),
        pytest.param(by_hand(squeezed(said(b"{}")), kind=99), id="a frame of the future"),
        pytest.param(by_hand(squeezed(said(b"{}")), kind=4) + END, id="a frame of another kind"),
        pytest.param(by_hand(squeezed(said(b"{}", kind=99))), id="a message of the future"),
        pytest.param(by_hand(squeezed(said(b"{}", kind=15))), id="messages in messages"),
        pytest.param(by_hand(squeezed(said(b"", kind=8))), id="an end among the messages"),
        pytest.param(by_hand(said(b"{}")), id="not compressed"),
        pytest.param(by_hand(zstd.compress(said(b"{}") + DICTIONARY)), id="packed without the dictionary, and damaged"),
        pytest.param(by_hand(b""), id="an empty payload"),
        pytest.param(END, id="an end of nothing"),
        pytest.param(by_hand(squeezed(said(b"{}")) + b"more"), id="bytes after the payload"),
        pytest.param(by_hand(squeezed(said(b"{}")) * 2), id="two payloads in one frame"),
        pytest.param(by_hand(squeezed(said(b"{}")[:-1])), id="a message cut off"),
        pytest.param(by_hand(squeezed(said(b"{}") + b"\x04\x00")), id="a message cut off in its head"),
        pytest.param(by_hand(squeezed(said(b"{}", more=1))), id="a message that says it is longer"),
        pytest.param(by_hand(squeezed(said(b"{}"))) + b"x", id="bytes after the frame"),
        pytest.param(by_hand(squeezed(said(b"{}"))) * 2, id="two frames without an end"),
        pytest.param(by_hand(squeezed(said(b"{}"))) + END + b"x", id="bytes after the end"),
        pytest.param(struct.pack(">4sBI", b"CDA1", 8, 1) + b"x", id="an end that holds something"),
        pytest.param(of_json(b'{"rate": 1.5}'), id="a float"),
        pytest.param(of_json(b'{"rate": 1e3}'), id="a float in disguise"),
        pytest.param(of_json(b'{"rate": NaN}'), id="not a number"),
        pytest.param(of_json(b'{"rate": -Infinity}'), id="infinity"),
        pytest.param(of_json(b"9" * 5000), id="a number with five thousand digits"),
        pytest.param(of_json(b"[" * 100_000), id="brackets without end"),
        pytest.param(of_json(b"\xff\xfe\xfd"), id="no text"),
        pytest.param(of_json(b"{'a': 1}"), id="almost JSON"),
    ],
)
def test_what_is_no_frame_of_ours_is_refused(packed):
    with pytest.raises(BadFrames):
        unpack(packed)


def test_nesting_ends_where_a_reader_could_fall():
    def nested(depth):
        return json.loads("[" * depth + "]" * depth)

    assert unpack(pack(Frame(FrameType.page, nested(DEPTH_LIMIT - 1))))
    with pytest.raises(BadFrames, match="deep"):
        unpack(pack(Frame(FrameType.page, nested(DEPTH_LIMIT + 1))))


def test_a_small_packet_does_not_become_a_huge_one():
    bomb = of_json(b'"' + b"a" * 200_000_000 + b'"')
    assert len(bomb) < 30_000
    with pytest.raises(TooLarge):
        unpack(bomb)


def test_a_payload_that_hides_its_size_is_refused():
    compressor = zstd.ZstdCompressor(zstd_dict=zstd.ZstdDict(DICTIONARY, is_raw=True))
    hidden = compressor.compress(said(b'"' + b"a" * 50_000 + b'"')) + compressor.flush()
    assert zstd.get_frame_info(hidden).decompressed_size is None
    with pytest.raises(BadFrames):
        unpack(by_hand(hidden))


def test_the_limit_holds_for_all_frames_together():
    three = pack(*[Frame(FrameType.page, "a" * 400)] * 3)
    assert len(unpack(three, limit=1300)) == 3
    with pytest.raises(TooLarge):
        unpack(three, limit=1000)


def test_the_limit_holds_for_several_frames_together():
    one = of_json(b'"' + b"a" * 400 + b'"')
    assert unpack(one * 3 + END, limit=1300) == [Frame(FrameType.page, "a" * 400)] * 3
    with pytest.raises(TooLarge):
        unpack(one * 3 + END, limit=1000)


def test_a_length_beyond_the_limit_is_refused_before_anything_is_read():
    with pytest.raises(BadFrames):
        unpack(struct.pack(">4sBI", b"CDA1", 15, PACKED_LIMIT + 1) + b"x" * 20)


def test_the_bytes_of_a_value_do_not_depend_on_the_order_in_which_it_was_made():
    assert canonical.encode({"b": 1, "a": {"d": 2, "c": "क्ष"}}) == '{"a":{"c":"क्ष","d":2},"b":1}'.encode()
