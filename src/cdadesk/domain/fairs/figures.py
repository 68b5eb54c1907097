"""Exact fractions as people read them: half is rounded up, and the exact value stays what counts."""

from fractions import Fraction
from math import floor

from cdadesk.i18n import _, format_scaled


def rounded(exact: Fraction, places: int) -> Fraction:
    """Return the value to so many decimals, half up (away from zero)."""
    scale = 10**places
    whole = floor(abs(exact) * scale + Fraction(1, 2))
    return Fraction(whole if exact >= 0 else -whole, scale)


def hundredths(exact: Fraction, places: int = 2) -> int:
    """Return the value to at most two decimals as a whole number of hundredths, ready for `format_scaled`."""
    return int(rounded(exact, places) * 100)


def percent_words(percent: Fraction, places: int = 1) -> str:
    """Write a percentage, by default with one decimal: 66.8 %."""
    return format_scaled(hundredths(percent, places), "%")


def listed(words: list[str]) -> str:
    """Write a list as a sentence does: institution, programme and network."""
    if len(words) < 2:
        return "".join(words)
    return _("{most} and {last}").format(most=", ".join(words[:-1]), last=words[-1])
