"""What was published is kept whole, small, and never half read."""

import base64
import zlib

import pytest

from cdadesk.domain.diagnostic.question_set import (
    MOST_BYTES,
    NoQuestions,
    QuestionSet,
    TooLargeToKeep,
    check_sum,
    packed,
    unpacked,
)
from cdadesk.domain.kernel.record import all_findings
from tests.builders import a_record

FORM = "<h:html>" + "कच्चा माल कहाँ से आता है? Where does it come from? " * 4_000 + "</h:html>"


def test_a_form_of_two_hundred_kilobytes_takes_little_room_and_comes_back_to_the_letter():
    kept = packed(FORM)
    assert len(FORM.encode()) > 200_000
    assert len(str(kept)) < 20_000
    assert unpacked(kept) == FORM


def test_a_form_that_no_record_can_hold_is_refused_in_words():
    noise = "".join(check_sum(str(number)) for number in range(10_000))
    with pytest.raises(TooLargeToKeep, match="too large to be kept"):
        packed(noise)
    with pytest.raises(TooLargeToKeep):
        packed("a" * (MOST_BYTES + 1))


@pytest.mark.parametrize(
    "form",
    [
        None,
        "text",
        {},
        {"packed": 3},
        {"packed": "~~~"},
        {"packed": base64.b85encode(b"no such thing").decode()},
        {"packed": base64.b85encode(zlib.compress(FORM.encode())[:-9]).decode()},
        {"packed": base64.b85encode(zlib.compress(b"a" * (MOST_BYTES * 2))).decode()},
    ],
)
def test_what_is_no_form_says_so(form):
    with pytest.raises(NoQuestions, match="cannot be read"):
        unpacked(form)


def test_a_set_that_came_in_broken_is_a_finding():
    whole = a_record(QuestionSet, name="Artisans", code="artisan", form=packed(FORM), check_sum=check_sum(FORM))
    assert all_findings(whole) == []
    broken = whole.changed(form=packed(FORM[:-1]))
    assert [each.path for each in all_findings(broken)] == ["form"]
