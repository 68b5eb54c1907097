"""Photos and papers on the pages: seen by who may read their record, never run by a browser."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from cdadesk.domain.attachment import Attachment, plain_picture
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server.files.holding import Keeper, Named
from cdadesk.server.files.objects import Objects
from cdadesk.wire.blobs import Part
from tests.photographs import a_jpeg, a_picture
from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample
from tests.server.pages.visitor import Visitor

SMALL = a_jpeg(a_picture(60, 40))
Hang = Callable[..., str]


@pytest.fixture
def meeting(sample: Sample) -> UUID:
    """Return a meeting of this test's own."""
    return sample.send(sample.make(Meeting, place="Bagru", held_on="2026-03-14"))


@pytest.fixture
def hang(sample: Sample, meeting: UUID) -> Hang:
    """Return what hangs a file on the meeting and sends it, and gives the address of its page."""

    def hung(contents: bytes, scope: str = "", *, arrived: bool = True, **values: object) -> str:
        scope, sha256 = scope or sample.scope, hashlib.sha256(contents).hexdigest()
        told = {"sha256": sha256, "size": len(contents), "about_kind": "meeting", "parent_id": meeting}
        record = sample.make(Attachment, **told, thumbnail=plain_picture(SMALL)).changed(scope=scope, **values)
        sample.send(record)
        if arrived:
            folder = Path(sample.house.database.engine.url.database or "").parent / "files"
            keeper = Keeper(sample.house.database, Objects(folder))
            named = Named(scope, record.id, sha256, len(contents), "", "")
            assert keeper.take(named, Part(scope, record.id, sha256, 0, len(contents), contents)).is_whole
        return sample.address("attachment", record.id, scope)

    return hung


def test_the_advisor_sees_the_small_pictures_and_opens_the_photo(sample, tara: Visitor, hang: Hang, meeting):
    photo = a_jpeg(a_picture(80, 60))
    page = hang(photo, caption="The stall", file_name="IMG 1.jpg", media_type="image/jpeg")
    shown = tara.get(sample.address("meeting", meeting))
    assert "The stall" in shown.words
    assert f'src="{page}/small"' in shown.body
    assert f'href="{page}/file"' in shown.body
    answer = tara.session.get(f"{tara.server}{page}/file", timeout=30)
    assert (answer.content, answer.headers["Content-Type"]) == (photo, "image/jpeg")
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''IMG%201.jpg"
    assert tara.session.get(f"{tara.server}{page}/small", timeout=30).content == SMALL
    assert "The stall" in tara.get(page).words


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf", "nonsense\r\nX: y"])
def test_what_a_browser_could_run_is_only_kept(tara: Visitor, hang: Hang, media_type):
    page = hang(b"<script>alert(1)</script>" + media_type.encode(), file_name="x.html", media_type="text/plain")
    hostile = hang(media_type.encode() * 2, file_name="x", media_type=media_type.replace("\r\n", "\u00a0"))
    for each in (page, hostile):
        answer = tara.session.get(f"{tara.server}{each}/file", timeout=30)
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_has_not_come_in_says_so(sample, tara: Visitor, hang: Hang, meeting):
    page = hang(b"later", caption="Still on the laptop", arrived=False)
    assert "The file has not come in yet." in tara.get(sample.address("meeting", meeting)).words
    assert tara.get(f"{page}/file").status == 404


def test_who_may_not_read_the_record_gets_neither_picture_nor_file(
    sample, signed_in: SignIn, stranger: Visitor, hang: Hang
):
    open_one = hang(b"open", media_type="image/jpeg")
    secret = hang(b"secret", sample.house.jaipur_private, media_type="image/jpeg")
    for ending in ("/file", "/small"):
        assert signed_in("tara").get(secret + ending).status == 200
        for login in ("balbir", "omkar", "admin"):
            assert signed_in(login).get(open_one + ending).status in (403, 404)
        assert signed_in("aditi").get(secret + ending).status == 404
        assert "/sign-in" in stranger.get(open_one + ending).address
