"""How the review of a record stands, in the words and tones of this place."""

from cdadesk.acts.correspondence import Correspondence, Matter, Said
from cdadesk.domain.review import Comment, Outcome, ReviewState, Verdict
from cdadesk.gui.kit.notices import Tone
from cdadesk.i18n import N_, _, format_instant
from cdadesk.store.standing import Transport

_STATES = {
    ReviewState.none: N_("Commented"),
    ReviewState.returned: N_("Came back"),
    ReviewState.needs_you: N_("Judged twice"),
    ReviewState.changed_since: N_("Changed since"),
    ReviewState.approved: N_("Approved"),
}
_TONES = {
    ReviewState.none: Tone.INFO,
    ReviewState.returned: Tone.WARN,
    ReviewState.needs_you: Tone.WARN,
    ReviewState.changed_since: Tone.INFO,
    ReviewState.approved: Tone.GOOD,
}
_ON_THE_WAY = {
    Transport.not_sent: N_("You changed it since. That waits to be sent; then the advisor looks at it again."),
    Transport.on_stick: N_("You changed it since. That is on a stick; the advisor sees it when the stick is read."),
    Transport.seen_on_stick: N_("It was changed since, as seen on a stick. The server does not have that yet."),
    Transport.sending: N_("You changed it since. That is on its way; then the advisor looks at it again."),
    Transport.applied: N_("It was changed since, and the server has that. The advisor looks at it again."),
    Transport.needs_you: N_("You changed it since, and the server could not take that. Look under Exchange."),
}


def state_words(state: ReviewState) -> str:
    """Say in two words how a record stands."""
    return _(_STATES[state])


def state_tone(state: ReviewState) -> Tone:
    """Return the tone in which a state is said."""
    return _TONES[state]


def standing_words(matter: Correspondence) -> str:
    """Say what is to be done with a record now; nothing where nobody judged it."""
    match matter.state:
        case ReviewState.none:
            return ""
        case ReviewState.changed_since:
            return _(_ON_THE_WAY[matter.transport])
        case ReviewState.approved:
            return _("This can stand as it is. If you change it, the advisor looks at it again.")
        case ReviewState.needs_you:
            return _("Two verdicts do not agree. Ask your advisors; until a newer one comes, it counts as returned.")
    return _("Read what was said, open the record and correct it. It goes back with the next exchange.")


def newest_words(matter: Matter) -> str:
    """Return the newest word on a record in one line; what kind of record it is where nothing was said."""
    word = matter.newest
    said = (word.text if isinstance(word, Comment) else word.reason) or ""
    return " ".join(said.split()) or _(matter.record.label)


def head_words(said: Said, name: str) -> str:
    """Say who said something, and when."""
    who = _("You") if said.mine else name
    return "  ·  ".join(filter(None, (who, format_instant(said.at) if said.at else "")))


def verdict_words(said: Said, name: str) -> str:
    """Say who judged how."""
    who = _("You") if said.mine else name
    outcome = said.word.outcome if isinstance(said.word, Verdict) else None
    sentences = {
        Outcome.returned: _("{who} returned this"),
        Outcome.approved: _("{who} approved this"),
        Outcome.withdrawn: _("{who} took the verdict back"),
    }
    return sentences[outcome].format(who=who) if outcome else who
