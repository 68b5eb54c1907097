"""What a record says of a photo or paper, and how little of it is believed."""

import pytest

from cdadesk.domain.attachment import THUMBNAIL_MOST, Attachment, is_picture_type, plain_picture
from cdadesk.domain.kernel.record import all_findings
from tests.domain.making import make

JPEG = b"\xff\xd8\xff and so on"
ONE, TWO = "1" * 64, "2" * 64


def test_it_is_called_by_what_it_shows_else_by_its_file():
    assert make(Attachment, caption="Stall at\nBagru", file_name="IMG_1.jpg").title() == "Stall at Bagru"
    assert make(Attachment, file_name="IMG_1.jpg").title() == "IMG_1.jpg"
    assert make(Attachment).title() == "Photo or paper without a name"


def test_it_names_a_scaled_photo_and_its_original_each_with_its_size():
    photo = make(Attachment, sha256=ONE, size=200, original_sha256=TWO, original_size=5000)
    assert (photo.size_of(ONE), photo.size_of(TWO), photo.size_of("3" * 64)) == (200, 5000, None)


@pytest.mark.parametrize("written", ["", "../../etc/passwd", "A" * 64, ONE[:-1]])
def test_what_is_no_check_sum_names_no_file(written):
    assert make(Attachment, sha256=written, size=200).size_of(written) is None


def test_a_strange_check_sum_is_found():
    assert [each.path for each in all_findings(make(Attachment, about_kind="actor", sha256="abc"))] == ["sha256"]


@pytest.mark.parametrize("written", ["text/html\r\nSet-Cookie: x", "picture", "", None])
def test_a_type_that_could_do_harm_in_a_head_is_only_bytes(written):
    assert make(Attachment, media_type=written).file_type() == "application/octet-stream"


def test_a_drawing_that_is_a_program_is_no_picture():
    assert not is_picture_type("image/svg+xml")
    assert make(Attachment, media_type="image/jpeg").is_picture()


@pytest.mark.parametrize("plain", [None, "x", {"jpeg": 1}, {"jpeg": "%"}, {"png": "aaaa"}, {"jpeg": "aGk="}])
def test_what_is_no_small_picture_is_left_out(plain):
    assert make(Attachment, thumbnail=plain).small_picture() == b""


def test_a_small_picture_comes_back_and_a_large_one_is_none():
    assert make(Attachment, thumbnail=plain_picture(JPEG)).small_picture() == JPEG
    assert make(Attachment, thumbnail=plain_picture(JPEG + bytes(2 * THUMBNAIL_MOST))).small_picture() == b""
