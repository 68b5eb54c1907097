"""The words around a consent that is taken back, and around what was typed on another day."""

from cdadesk.acts.interviews import Opened
from cdadesk.domain.diagnostic.interview import Agreement, Interview
from cdadesk.gui.places.diagnostic.interviews.keeping import Kept
from cdadesk.i18n import _, format_day, format_instant


def may_withdraw(opened: Opened | None) -> bool:
    """Say whether there is a consent that could be taken back."""
    if opened is None:
        return False
    shown = opened.shared.record
    return shown.withdrawn_on is None and shown.agreement in (Agreement.named, Agreement.unnamed)


def asked_words() -> str:
    """Name what goes when the consent is taken back."""
    return _(
        "The person takes the consent back? Then it is erased for ever, on every laptop and at the server, who it "
        "was and all that was said in words, with photos and comments. Figures and chosen answers stay, without a "
        "name. Copies that were put on a stick before still hold it: have them deleted, too."
    )


def state_words(shown: Interview | None, kept: Kept | None) -> str:
    """Say that the consent was taken back, or that something was typed on another day; nothing for neither."""
    if shown is not None and shown.withdrawn_on is not None:
        said = _("The consent was taken back on {day}. Who it was and what was said in words is erased.")
        return said.format(day=format_day(shown.withdrawn_on))
    if kept is None:
        return ""
    return _("You typed this on {when} and did not save it yet.").format(when=format_instant(kept.draft.typed_at))
