"""How the review of a record stands after what advisors said and what was changed since."""

import datetime as dt

from cdadesk.domain.kernel.record import Void
from cdadesk.domain.review import Comment, Outcome, ReviewState, Sight, Verdict, review_state
from tests.domain.making import make, paths

STATE = Sight((1, 20))
LATER = Sight((1, 25))
APPROVED, RETURNED, WITHDRAWN = Outcome.approved, Outcome.returned, Outcome.withdrawn


def said(*verdicts, newest=STATE):
    """Return the state after verdicts (outcome, judged), the first of which has number 30."""
    numbered = [
        ((1, number), make(Verdict, outcome=outcome, judged=judged.plain()))
        for number, (outcome, judged) in enumerate(verdicts, start=30)
    ]
    return review_state(numbered[::-1], newest)


def test_without_a_verdict_a_record_is_not_reviewed():
    assert said() is ReviewState.none


def test_the_verdict_stands_while_nothing_changes():
    assert said((APPROVED, STATE)) is ReviewState.approved
    assert said((RETURNED, STATE)) is ReviewState.returned


def test_the_latest_by_number_counts_whatever_the_order_of_arrival():
    assert said((RETURNED, STATE), (APPROVED, LATER), newest=LATER) is ReviewState.approved
    assert said((APPROVED, STATE), (RETURNED, LATER), newest=LATER) is ReviewState.returned


def test_an_edit_after_a_verdict_shows():
    assert said((APPROVED, STATE), newest=LATER) is ReviewState.changed_since
    assert said((RETURNED, STATE), newest=LATER) is ReviewState.changed_since


def test_a_restored_server_counts_anew_and_its_epoch_comes_first():
    assert said((APPROVED, STATE), newest=Sight((2, 3))) is ReviewState.changed_since


def test_an_op_that_was_read_from_a_stick_is_no_change_when_the_server_numbers_it():
    from_stick = Sight((1, 12), "laptop", 7)
    assert said((APPROVED, from_stick), newest=Sight((1, 20), "laptop", 7)) is ReviewState.approved
    assert said((APPROVED, from_stick), newest=Sight((1, 20), "laptop", 6)) is ReviewState.approved
    assert said((APPROVED, from_stick), newest=Sight((1, 20), "laptop", 8)) is ReviewState.changed_since
    assert said((APPROVED, from_stick), newest=Sight((1, 20), "other laptop", 7)) is ReviewState.changed_since


def test_two_different_verdicts_on_one_state_need_a_person():
    assert said((APPROVED, STATE), (RETURNED, STATE)) is ReviewState.needs_you
    assert said((RETURNED, STATE), (APPROVED, STATE)) is ReviewState.needs_you
    assert said((APPROVED, STATE), (APPROVED, STATE)) is ReviewState.approved


def test_a_newer_verdict_settles_it():
    assert said((APPROVED, STATE), (RETURNED, STATE), (APPROVED, STATE)) is ReviewState.approved
    assert said((APPROVED, STATE), (RETURNED, STATE), (RETURNED, LATER), newest=LATER) is ReviewState.returned


def test_a_clash_stays_until_then_also_when_the_record_is_changed():
    assert said((APPROVED, STATE), (RETURNED, STATE), newest=LATER) is ReviewState.needs_you


def test_a_verdict_taken_back_leaves_none_and_clashes_with_nothing():
    assert said((APPROVED, STATE), (WITHDRAWN, STATE)) is ReviewState.none
    assert said((APPROVED, STATE), (WITHDRAWN, STATE), (RETURNED, STATE)) is ReviewState.returned


def test_a_voided_verdict_was_never_said():
    void = Void(by="ta", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    voided = make(Verdict, outcome=APPROVED, judged=STATE.plain(), void=void)
    assert review_state([((1, 30), voided)], STATE) is ReviewState.none


def test_what_was_judged_travels_as_plain_values_and_nonsense_is_read_as_nothing_seen():
    seen = Sight((2, 40), "laptop", 9)
    assert seen.plain() == {"seen": [2, 40], "newest": ["laptop", 9]}
    assert Sight.read(seen.plain()) == seen
    assert Sight.read({"seen": [2, 40]}) == Sight((2, 40))
    for nonsense in (None, [], "x", {"seen": [1]}, {"seen": ["1", 2]}, {"newest": ["laptop", 9]}):
        assert Sight.read(nonsense) == Sight()


def test_a_return_says_why():
    assert paths(make(Verdict, outcome=RETURNED)) == ["reason"]
    assert paths(make(Verdict, outcome=RETURNED, reason="Receipts are missing.")) == []
    assert paths(make(Verdict, outcome=APPROVED)) == []


def test_a_comment_is_called_by_its_beginning():
    assert make(Comment, text="Who signed?\nI see no name.").title() == "Who signed?"
    assert make(Comment, text="x" * 100).title() == "x" * 79 + "…"
    assert make(Comment).title() == "Comment without a text"
