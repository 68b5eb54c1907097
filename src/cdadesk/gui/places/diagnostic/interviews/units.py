"""Units of answers as people say them; one that nobody knows here is shown as its form writes it."""

from collections.abc import Mapping

from cdadesk.i18n import N_, _

_WORDS: Mapping[str, str] = {
    "INR": N_("in rupees"),
    "%": N_("in percent"),
    "persons": N_("how many persons"),
    "months": N_("how many months"),
    "days": N_("how many days"),
    "hours": N_("how many hours"),
    "firms": N_("how many firms"),
    "members": N_("how many members"),
    "year": N_("as a year, such as 1998"),
    "years": N_("how many years"),
}


def unit_words(unit: str) -> str:
    """Say in which unit an answer is given; nothing for none."""
    return _(_WORDS[unit]) if unit in _WORDS else unit
