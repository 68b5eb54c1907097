"""Consent taken back: the personal answers go, name, role and counts stay, and nobody else may do it."""

import datetime as dt
from pathlib import Path

import pytest

from cdadesk.acts import attaching, consent
from cdadesk.acts.attaching import attach, hung_on, pasted_source
from cdadesk.acts.consent import MayNotErase, NothingPersonal
from cdadesk.domain.actors.actor import Actor, ActorPrivate
from cdadesk.domain.actors.person import Consent, ConsentMode, Person, PersonPrivate, Sex
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.record import MissingCode
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.domain.review import Comment
from cdadesk.store.store import Ask
from cdadesk.store.troubles import NothingToUndo
from cdadesk.wire.messages import Grants, Role
from cdadesk.wire.ops import Act
from tests.builders import CLUSTER, SCOPE, a_record, a_store, saved, the
from tests.photographs import a_jpeg, a_picture

TODAY = dt.date(2026, 3, 14)
FILES = (("Ravi.jpg", 60), ("stall.jpg", 70))
BEHIND = {"scope": private_scope(CLUSTER)}


@pytest.fixture
def store(tmp_path: Path):
    with a_store(tmp_path / "laptop") as made:
        yield made


@pytest.fixture
def meena(store):
    """Return the personal answers of somebody who agreed in writing."""
    person = saved(store, a_record(Person, name="Meena", role="Owner"))
    line = Consent(given_on=dt.date(2026, 1, 1), purpose="Minutes", mode=ConsentMode.written, order="i")
    answers = {"sex": Sex.woman, "phone": "9829012345", "missing": {"year_of_birth": MissingCode.refused}}
    return saved(store, a_record(PersonPrivate, parent_id=person.id, consents={"c": line}, **answers, **BEHIND))


def withdraw(store, private):
    return consent.withdraw(store, the(store, PersonPrivate, private.id), TODAY)


def test_the_answers_go_and_the_consent_stays_as_taken_back(store, meena):
    withdraw(store, meena)
    left = the(store, PersonPrivate, meena.id).record
    assert (left.sex, left.phone, left.missing) == (None, None, {})
    assert left.consents["c"].withdrawn_on == TODAY
    assert left.consents["c"].given_on == dt.date(2026, 1, 1)
    person = the(store, Person, meena.parent_id).record
    assert (person.name, person.role) == ("Meena", "Owner")


def test_what_goes_is_named_before(store, meena):
    saved(store, a_record(Comment, about_kind=meena.kind, about_id=meena.id, text="Is 9829012345 right?", **BEHIND))
    going = consent.going(store, meena)
    assert going.fields == ("Sex", "Year of birth", "Phone")
    assert (going.comments, going.consents) == (1, 1)


def test_what_was_said_about_the_answers_goes_with_them(store, meena):
    said = saved(store, a_record(Comment, about_kind=meena.kind, about_id=meena.id, text="9829012345?", **BEHIND))
    withdraw(store, meena)
    assert the(store, Comment, said.id).record.text is None
    assert store.search("9829012345") == []


def test_all_of_it_is_one_save_and_cannot_be_undone(store, meena):
    sent = len(store.next_to_send(10**9).entries)
    done = withdraw(store, meena)
    entries = store.next_to_send(10**9).entries[sent:]
    assert [each.act for each in entries] == [Act.set, Act.erase]
    assert len({each.group for each in entries}) == 1
    with pytest.raises(NothingToUndo):
        store.undo(done.group)


def test_an_answer_that_another_laptop_gave_meanwhile_is_named_in_the_erasure_too(store, meena):
    withdraw(store, meena)
    erasing = store.next_to_send(10**9).entries[-1]
    assert {"leader_signal", "can_read_hindi", "missing/phone", "certainty/sex"} <= erasing.fields.keys()


def test_a_second_time_there_is_nothing_to_do(store, meena):
    withdraw(store, meena)
    with pytest.raises(NothingPersonal):
        withdraw(store, meena)


def test_who_only_reads_does_not_erase(store, meena):
    scopes = {SCOPE: "Jaipur", private_scope(CLUSTER): "Jaipur"}
    store.take(Grants("01a20000-0000-7000-8000-0000000000a5", "Omkar", Role.auditor, scopes, {}, "hash"))
    with pytest.raises(MayNotErase):
        withdraw(store, meena)
    assert the(store, PersonPrivate, meena.id).record.phone == "9829012345"


def test_remarks_move_behind_the_wall_and_leave_nothing_before_it(store):
    actor = saved(store, a_record(Actor, name="Ajmeri", remarks="Owes money to Gupta"))
    consent.hide_remarks(store, the(store, Actor, actor.id))
    assert the(store, Actor, actor.id).record.remarks is None
    [held] = store.find(ActorPrivate)
    assert (held.record.scope, held.record.remarks) == (private_scope(CLUSTER), "Owes money to Gupta")
    assert held.record.parent_id == actor.id
    assert [line.value for line in store.history(actor, "remarks")] == [None, None]


def test_remarks_that_were_confidential_already_stay_above_them(store):
    actor = saved(store, a_record(Actor, name="Ajmeri", remarks="Owes money"))
    saved(store, a_record(ActorPrivate, parent_id=actor.id, remarks="Angry", **BEHIND))
    consent.hide_remarks(store, the(store, Actor, actor.id))
    [held] = store.find(ActorPrivate)
    assert held.record.remarks == "Angry\nOwes money"
    with pytest.raises(NothingPersonal):
        consent.hide_remarks(store, the(store, Actor, actor.id))


@pytest.mark.parametrize("owner", ["answers", "person"])
def test_photos_of_the_person_go_too_also_one_in_the_trash(store, meena, owner):
    person = the(store, Person, meena.parent_id).record
    photo = attach(store, meena if owner == "answers" else person, pasted_source("Meena.jpg", a_jpeg()))
    assert photo.small_picture()
    store.void(photo, "blurred")
    assert consent.going(store, meena).photos == 1
    withdraw(store, meena)
    assert hung_on(store, meena) == hung_on(store, person) == []
    assert store.blobs.every() == []
    [left] = [each.record for each in store.find(Attachment, Ask(with_void=True))]
    assert (left.sha256, left.file_name, left.thumbnail) == (None, None, None)


def test_one_photo_is_erased_with_its_files_and_nothing_is_left_to_be_sent(store):
    actor = saved(store, a_record(Actor, name="Calico Printers"))
    photo, other = (attach(store, actor, pasted_source(name, a_jpeg(a_picture(size, 40)))) for name, size in FILES)
    consent.erase_photo(store, the(store, Attachment, photo.id))
    assert [each.record.id for each in hung_on(store, actor)] == [other.id]
    assert attaching.counts(store, "actor") == {actor.id: 1}
    assert attaching.count_on(store, actor.id) == 1
    assert {each.sha256 for each in store.blobs.waiting()} <= {other.sha256, other.original_sha256}
    told = "".join(str(each.plain()) for each in store.next_to_send(10**9).entries)
    assert not any(each in told for each in (photo.sha256, photo.thumbnail["jpeg"], "Ravi"))


def test_only_who_may_write_here_erases_photos(store):
    actor = saved(store, a_record(Actor, name="Calico Printers"))
    photo = attach(store, actor, pasted_source("stall.jpg", a_jpeg()))
    store.take(Grants("aditi", "Aditi", Role.auditor, {SCOPE: ""}, {}, "x"))
    with pytest.raises(MayNotErase):
        consent.erase_photo(store, the(store, Attachment, photo.id))
