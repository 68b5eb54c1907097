"""A real laptop's file against the real intake: what was refused is mended by saving it again."""

from uuid import UUID

import pytest

from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server import records
from cdadesk.server.grants import grants
from cdadesk.store.store import Edit, Store
from cdadesk.sync.carrier import read_answer, request_bytes
from cdadesk.wire.enrol import Enrolled
from cdadesk.wire.messages import Envelope, Grants
from tests.builders import a_record, a_store, the
from tests.server.laptops import House


def exchanged(store: Store, house: House) -> None:
    """Carry everything that waits to the server, and its answer back."""
    batch, link = store.next_to_send(1_000_000), store.link()
    envelope = Envelope(store.replica, link.token, link.grants_hash, store.cursors(), store.made(), 1_000_000)
    answer = read_answer(house.post(request_bytes(envelope, batch)).body, envelope, batch)
    if answer.outcomes is not None:
        store.settle(answer.outcomes)
    store.apply(answer.page)


def enrolled(store: Store, house: House) -> None:
    """Sign the laptop in, but do not tell the server under which id it wrote so far."""
    answer = Enrolled.read(house.enrol("asha", replica=store.replica).body)
    store.link_to("https://example.org", answer.token)


@pytest.mark.parametrize("blank", [{}, {"present_count": None}], ids=["every answer kept", "one answer taken back"])
def test_a_refused_record_comes_whole_when_it_is_saved_again(house, tmp_path, blank):
    with a_store(tmp_path / "laptop") as store:
        meeting = a_record(Meeting, place="Bagru", present_count=9).changed(scope=house.jaipur)
        store.save(Edit(None, meeting))
        store.save(Edit(meeting, meeting.changed(present_count=11)))
        enrolled(store, house)
        exchanged(store, house)
        assert len(store.refused()) == 2
        store.take(grants_of(house, "asha", store.replica))
        held = the(store, Meeting, meeting.id)
        store.save(Edit(held.record, held.record.changed(place="Sanganer", **blank), held.base))
        exchanged(store, house)
        assert (store.refused(), store.standing().all_sent) == ([], True)
    tara = house.town.people["tara"]
    with house.database.reading() as session:
        found = records.standing(session, tara, house.jaipur, "meeting", meeting.id)
        assert records.dead_letters(session, tara, house.jaipur) == []
    expected = {"place": "Sanganer", "present_count": 11} | blank
    assert found.copy.values == {path: value for path, value in expected.items() if value is not None}


def grants_of(house: House, login: str, replica: UUID) -> Grants:
    """Return what somebody may see, with which the laptop learns its author's new id."""
    with house.database.reading() as session:
        return grants(session, house.town.people[login], replica)
