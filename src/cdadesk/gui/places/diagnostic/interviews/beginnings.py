"""What a new interview begins with, and what it takes from its set."""

from cdadesk.acts.interviews import OfferedSet, blank_half
from cdadesk.acts.sitting import Halves
from cdadesk.domain.diagnostic.interview import Interview, InterviewMode, InterviewRound
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.gui.desk import Desk


def begun(desk: Desk) -> Halves:
    """Return a new interview of today, by the person at this laptop."""
    first = {
        "held_on": desk.clock.today(),
        "interviewer": desk.store.me.name or None,
        "interview_mode": InterviewMode.one_to_one,
        "interview_round": InterviewRound.baseline,
        "agreed_on": desk.clock.today(),
    }
    shared = desk.fresh(Interview, **first)
    return Halves(shared, blank_half(shared))


def with_set(halves: Halves, chosen: OfferedSet, kept: QuestionSet) -> Halves:
    """Return an interview that names the very version of the set that is asked."""
    named = {"question_set": kept.id, "set_name": chosen.titles[""][:200], "set_code": kept.code}
    return Halves(halves.shared.changed(**named, set_version=kept.version), halves.private)
