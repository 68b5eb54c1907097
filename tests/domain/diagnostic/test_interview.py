"""What an interview holds, half by half, and what looks wrong in it."""

import datetime as dt

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.diagnostic.interview import (
    Agreement,
    Answer,
    Interview,
    InterviewPrivate,
    Respondent,
    witness_findings,
)
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.erasure import may_be_erased
from cdadesk.domain.kernel.record import MissingCode, all_findings
from tests.builders import a_record

ROW = "household:member@1:age"


def wrong(record: Interview | InterviewPrivate) -> list[str]:
    return [each.path for each in all_findings(record)]


def test_zero_refused_and_not_yet_asked_are_three_things():
    answers = {"loans": Answer(value="0"), ROW: Answer(missing={"value": MissingCode.refused})}
    sent = payload.leaves(a_record(Interview, answers=answers))
    assert sent["answers/loans/value"] == "0"
    assert sent[f"answers/{ROW}/missing/value"] == "refused"
    assert payload.read(Interview, "", new_id(), sent).record.answers == answers


def test_a_name_that_nobody_allowed_to_be_told_is_a_finding():
    told = a_record(Interview, actor=new_id(), agreement=Agreement.unnamed)
    assert "actor" in wrong(told)
    assert "actor" not in wrong(told.changed(agreement=Agreement.named))


def test_a_consent_says_when_and_how_it_was_given_and_is_not_withdrawn_before():
    agreed = a_record(Interview, agreement=Agreement.unnamed)
    assert {"agreed_on", "consent_mode"} <= set(wrong(agreed))
    assert not {"agreed_on", "consent_mode"} & set(wrong(agreed.changed(agreement=Agreement.nameless)))
    withdrawn = agreed.changed(agreed_on=dt.date(2026, 3, 2), withdrawn_on=dt.date(2026, 3, 1))
    assert "withdrawn_on" in wrong(withdrawn)


@pytest.mark.parametrize(
    ("agreement", "mode", "witness", "missing"),
    [
        ("named", "oral", None, True),
        ("unnamed", "oral", None, True),
        ("named", "oral", "Kavita", False),
        ("named", "written", None, False),
        ("nameless", "oral", None, False),
    ],
)
def test_who_agreed_by_word_of_mouth_was_heard_by_a_witness(agreement, mode, witness, missing):
    shared = a_record(Interview, agreement=agreement, consent_mode=mode)
    found = witness_findings(shared, a_record(InterviewPrivate, witness=witness))
    assert [each.path for each in found] == (["witness"] if missing else [])


def test_a_respondent_has_an_entry_or_a_word():
    key = str(new_id())
    nobody = a_record(InterviewPrivate, respondents={key: Respondent()})
    assert wrong(nobody) == [f"respondents/{key}/person"]
    assert wrong(nobody.changed(respondents={key: Respondent(described="the owner's son")})) == []


def test_words_and_all_of_the_confidential_half_can_be_erased_but_no_count():
    assert may_be_erased(Interview, "answers/C10/value")
    assert may_be_erased(Interview, "actor")
    assert may_be_erased(InterviewPrivate, "answers")
    assert not may_be_erased(Interview, "actor_kind")
    assert not may_be_erased(Interview, "held_on")
