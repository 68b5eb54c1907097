"""What a new interview begins with, what it takes from its set, and what is said of a photo."""

from pathlib import Path

from cdadesk.acts import attaching
from cdadesk.acts.interviews import OfferedSet, blank_half
from cdadesk.acts.sitting import Halves
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.diagnostic.interview import Interview, InterviewMode, InterviewPrivate, InterviewRound
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.gui.desk import Desk
from cdadesk.i18n import _, format_partial
from cdadesk.questions.answers import Key
from cdadesk.store.store import Store

_OF_TELEPHONES = "image/heic"


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


def attached(store: Store, half: Interview | InterviewPrivate, key: Key, path: Path) -> Attachment:
    """Hang a file on the half of an interview where an answer lies; raises a Trouble."""
    return attaching.attach(store, half, attaching.file_source(path), f"answers/{key}")


def about_photo(made: Attachment) -> str:
    """Say when a photo was taken, if it tells; the place it may tell is left out of what is kept.

    Of one that can only be kept as it is, it says why it is not seen here.
    """
    if made.media_type == _OF_TELEPHONES:
        return _(
            "This photo is kept as it is, but cannot be shown here: it is a HEIC of a telephone. Let its camera take "
            "pictures as JPEG."
        )
    return _("Taken on {day}.").format(day=format_partial(made.taken_on)) if made.taken_on else ""
