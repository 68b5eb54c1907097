"""Photos between laptops and a real server: they follow the records, resume, and count only when they are whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts import attaching, exchanging, file_lane, sending_files
from cdadesk.acts.attaching import Whereabouts, attach, hung_on, pasted_source
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.attachment import Attachment
from cdadesk.store.store import Store
from cdadesk.sync.files import FileProgress
from tests.builders import a_record, a_store, the
from tests.photographs import a_jpeg, a_picture
from tests.sync.served import Served, a_laptop, a_served_town, exchanged, written

PAPER = b"%PDF-1.4 " + bytes(range(256)) * 1500


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server with people in it."""
    with a_served_town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture
def asha(tmp_path: Path, served: Served) -> Iterator[Store]:
    """Return Asha's laptop."""
    with a_laptop(tmp_path / "asha", served, "asha") as store:
        yield store


@pytest.fixture
def balbir(tmp_path: Path, served: Served) -> Iterator[Store]:
    """Return the laptop of her colleague."""
    with a_laptop(tmp_path / "balbir", served, "balbir") as store:
        yield store


def a_paper(store: Store, served: Served, contents: bytes = PAPER) -> Attachment:
    """Hang a paper on a new actor."""
    return attach(store, written(store, Actor, served.scope, name="Calico"), pasted_source("minutes.pdf", contents))


def where(store: Store, attachment: Attachment) -> Whereabouts:
    """Return where the file of an attachment is, as this laptop tells it."""
    actor = the(store, Actor, attachment.parent_id).record
    return next(each.whereabouts for each in hung_on(store, actor) if each.record.id == attachment.id)


def test_a_paper_follows_its_record_and_a_colleague_fetches_it_when_it_is_opened(asha, balbir, served):
    paper = a_paper(asha, served)
    assert where(asha, paper) is Whereabouts.only_here
    exchanged(asha)
    assert where(asha, paper) is Whereabouts.sent
    assert sending_files.waiting(asha).count == 0
    exchanged(balbir)
    assert where(balbir, paper) is Whereabouts.not_here
    assert paper.id in {each.id for each in attaching.not_here(balbir)}
    told: list[FileProgress] = []
    file_lane.fetch(balbir, [the(balbir, Attachment, paper.id).record], told.append)
    assert where(balbir, paper) is Whereabouts.sent
    assert b"".join(attaching.contents(balbir, paper)) == PAPER
    assert (told[-1].done, told[-1].moved) == (1, len(PAPER))
    assert [each.moved for each in told] == sorted(each.moved for each in told)


def test_photos_wait_where_the_person_or_the_price_says_so(asha, served):
    paper = a_paper(asha, served)
    sending_files.let_photos_go(asha, go=False)
    exchanged(asha)
    assert asha.standing().all_sent
    assert where(asha, paper) is Whereabouts.only_here
    sending_files.let_photos_go(asha, go=True)
    asha.settings.put("connection_costs_money", value=True)
    exchanged(asha)
    assert where(asha, paper) is Whereabouts.only_here
    asha.settings.put("connection_costs_money", None)
    exchanged(asha)
    assert where(asha, paper) is Whereabouts.sent


def test_photos_wait_on_a_line_of_which_the_system_says_that_it_costs(asha, served):
    paper = a_paper(asha, served, PAPER + b"4")
    exchanging.exchange(asha, lambda _progress: None, lambda: False, files_wait=True)
    assert asha.standing().all_sent
    assert where(asha, paper) is Whereabouts.only_here


def test_originals_go_only_when_somebody_says_so(asha, served):
    actor = written(asha, Actor, served.scope, name="Calico")
    attach(asha, actor, pasted_source("IMG_1.jpg", a_jpeg(a_picture(2000, 1500))))
    exchanged(asha)
    waits = sending_files.waiting(asha)
    assert (waits.count, waits.originals) == (0, 1)
    sending_files.let_originals_go(asha, go=True)
    exchanged(asha)
    assert sending_files.waiting(asha).originals == 0


def test_one_photo_hung_on_two_records_is_sent_once_and_kept_once(asha, served):
    first, second = a_paper(asha, served), a_paper(asha, served)
    assert first.sha256 == second.sha256
    assert sending_files.waiting(asha).count == 1
    exchanged(asha)
    assert (where(asha, first), where(asha, second)) == (Whereabouts.sent, Whereabouts.sent)


def test_a_damaged_photo_holds_up_no_other_and_is_fetched_again(asha, served):
    sent = a_paper(asha, served, PAPER + b"1")
    exchanged(asha)
    for file in asha.profile.files.iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    good = a_paper(asha, served, PAPER + b"2")
    exchanged(asha)
    assert where(asha, good) is Whereabouts.sent
    assert attaching.mend(asha, sent)
    assert not attaching.mend(asha, good)
    assert where(asha, sent) is Whereabouts.not_here
    file_lane.fetch(asha, [sent])
    assert b"".join(attaching.contents(asha, sent)) == PAPER + b"1"


def test_what_the_server_does_not_have_is_not_fetched(asha, balbir, served):
    sending_files.let_photos_go(asha, go=False)
    paper = a_paper(asha, served, PAPER + b"3")
    exchanged(asha)
    exchanged(balbir)
    told = file_lane.fetch(balbir, [the(balbir, Attachment, paper.id).record])
    assert (told.done, told.refused) == (0, 1)
    assert where(balbir, paper) is Whereabouts.not_here


def test_without_a_server_nothing_can_be_fetched(tmp_path):
    with a_store(tmp_path / "alone") as store, pytest.raises(file_lane.NotSignedInYet, match="under Exchange"):
        file_lane.fetch(store, [a_record(Attachment)])
