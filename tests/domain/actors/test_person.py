"""Personal answers and the consent they need."""

import datetime as dt

import pytest

from cdadesk.domain.actors.person import Consent, ConsentMode, PersonPrivate, Sex
from cdadesk.domain.kernel.record import Void
from tests.domain.making import lines, make, paths

GIVEN = Consent(given_on=dt.date(2026, 1, 5), mode=ConsentMode.written)


def test_personal_answers_need_a_consent():
    assert paths(make(PersonPrivate, sex=Sex.woman)) == ["consents"]
    assert paths(make(PersonPrivate, can_read_hindi=False)) == ["consents"]
    assert paths(make(PersonPrivate, sex=Sex.woman, consents=lines(GIVEN))) == []


def test_a_consent_that_was_withdrawn_or_voided_holds_no_longer():
    withdrawn = GIVEN.changed(withdrawn_on=dt.date(2026, 2, 1))
    assert paths(make(PersonPrivate, sex=Sex.woman, consents=lines(withdrawn))) == ["consents"]
    voided = GIVEN.changed(void=Void(by="asha", at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC)))
    assert not make(PersonPrivate, consents=lines(voided)).consent_in_force()
    assert make(PersonPrivate, consents=lines(withdrawn, GIVEN)).consent_in_force()


def test_an_empty_sheet_needs_no_consent():
    assert paths(make(PersonPrivate)) == []


def test_a_consent_is_not_withdrawn_before_it_was_given():
    early = GIVEN.changed(withdrawn_on=dt.date(2025, 12, 31))
    assert paths(make(PersonPrivate, consents=lines(early))) == ["consents/withdrawn_on"]


def test_consent_by_word_of_mouth_needs_a_witness():
    spoken = GIVEN.changed(mode=ConsentMode.oral)
    assert paths(make(PersonPrivate, consents=lines(spoken))) == ["consents/witness"]
    assert paths(make(PersonPrivate, consents=lines(spoken.changed(witness="Sarpanch")))) == []


@pytest.mark.parametrize(
    "written",
    ["9876543210", "98765 43210", "+91 98765-43210", "09876543210", "९८७६५४३२१०", "9198765432", "+44 20 7946 0000"],
)
def test_a_phone_number_may_be_written_as_people_write_it(written):
    assert paths(make(PersonPrivate, phone=written, consents=lines(GIVEN))) == []


@pytest.mark.parametrize("written", ["987654321", "98765432101", "+91 987654321", "none", "+44 1"])
def test_a_phone_number_with_too_few_or_too_many_digits_is_asked_about(written):
    assert paths(make(PersonPrivate, phone=written, consents=lines(GIVEN))) == ["phone"]
