"""What people type, read exactly: amounts, numbers and days, in Latin and Devanagari; never through a float."""

import calendar
import datetime as dt
import re
import unicodedata
from fractions import Fraction

from babel.numbers import is_currency
from pydantic import ValidationError

from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_day, format_money, format_partial

_LONGEST = 80
_NUKTA = "\N{DEVANAGARI SIGN NUKTA}"
_TIMES = {
    Fraction(100): ("hundred", "sau", "सौ"),
    Fraction(1_000): ("k", "thousand", "hazar", "hazaar", "हजार"),
    Fraction(100_000): ("l", "lac", "lacs", "lakh", "lakhs", "लाख"),
    Fraction(10_000_000): ("cr", "crore", "crores", "karod", "करोड"),
}
_MULTIPLES = {word: times for times, words in _TIMES.items() for word in words}
_RUPEES = re.compile(r"₹|\b(?:rupees|rupee|rs|inr)\b\.?|(?:रुपये|रुपए|रुपया|रु)(?!\w)[.॰]?")
_TAIL = re.compile(r"\s*(?:/[-=]?|\bonly|मात्र)\s*$")
_WORD = r"[^\s\d.,/-]+"  # not \w: it leaves out the vowel signs of Devanagari
_PIECE = re.compile(rf"(\d[\d,]*\.?\d*|\.\d+)\s*({_WORD})?\.?\s*")
_JOINT = re.compile(rf"(?<=\d)(?={_WORD})|(?<=[^\s\d])(?=\d)")
_PLAIN = re.compile(r"\d+|\d{1,2}(?:,\d{2})*,\d{3}|\d{1,3}(?:,\d{3})+")
_CODE = r"US\$|\$|[A-Z]{3}"
_FOREIGN = re.compile(rf"(?P<sign>-?)\s*(?P<lead>{_CODE})?\s*(?P<amount>[-\d.].*?)\s*(?P<tail>{_CODE})?")

_TODAY = ("today", "aaj", "आज")
_YESTERDAY = ("yesterday", "बीता कल", "बीते कल")
_TOMORROW = ("tomorrow", "आने वाला कल", "आनेवाला कल")
_EITHER = ("kal", "कल", "parson", "परसों")
_MONTHS = (
    ("january", "जनवरी"),
    ("february", "फरवरी"),
    ("march", "मार्च"),
    ("april", "अप्रैल"),
    ("may", "मई"),
    ("june", "जून"),
    ("july", "जुलाई"),
    ("august", "अगस्त"),
    ("september", "सितंबर", "सितम्बर"),
    ("october", "अक्टूबर", "अक्तूबर"),
    ("november", "नवंबर", "नवम्बर"),
    ("december", "दिसंबर", "दिसम्बर"),
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_YEARS_AHEAD = 20


class NotUnderstood(Trouble):
    """What was typed means nothing here; the sentence shows how to write it."""


def read_amount(typed: str, *, below_zero: bool = False) -> Money:
    """Read an amount such as `1,20,500`, `1.2 lakh` or `₹ 500 /-`; raises NotUnderstood."""
    amount, currency = _split_currency(_plain(typed))
    exact = _exact(amount) * 100
    if exact.denominator != 1:
        raise NotUnderstood(_("An amount has at most two decimals: paise."))
    if exact < 0 and not below_zero:
        raise NotUnderstood(_("This amount cannot be below zero."))
    try:
        return Money(minor=int(exact), currency=currency)
    except ValidationError as error:
        raise NotUnderstood(_("This amount is larger than the program can keep.")) from error


def read_number(typed: str) -> int:
    """Read a whole number such as `1,20,500`, `१२` or `2 lakh`; raises NotUnderstood."""
    exact = _exact(_plain(typed))
    if exact.denominator != 1:
        raise NotUnderstood(_("This must be a whole number."))
    return int(exact)


def read_scaled(typed: str, unit: str = "") -> int:
    """Read a number with up to two decimals as hundredths: `12.5`, or `12.5 %`, is 1250; raises NotUnderstood."""
    exact = _exact(_plain(_plain(typed).removesuffix(_plain(unit)))) * 100
    if exact.denominator != 1:
        raise NotUnderstood(_("Type at most two decimals."))
    return int(exact)


def read_day(typed: str, today: dt.date) -> dt.date:
    """Read a day such as `today`, `12/3`, `12 mar`, `12 मार्च 26` or `2026-03-12`; raises NotUnderstood.

    Without a year it is the one that lies nearest to today; of two equally near, the earlier.
    """
    plain = _plain(typed).lower()
    named = _named_day(plain, today)
    if named is not None:
        return named
    day, month, year = _day_parts(_date_words(plain))
    if year is None:
        return _nearest(day, month, today)
    return _a_day(_full_year(year, today), month, day)


def read_partial(typed: str, today: dt.date) -> str:
    """Read a day, a month of a year or a year: `12 mar`, `3/1998`, `mar 98`, `1998`; raises NotUnderstood."""
    words = _date_words(_plain(typed).lower())
    if len(words) == 1 and _is_year(words[0]):
        return words[0]
    if len(words) == 2:
        month_of_year = _month_of_year(words, today)
        if month_of_year is not None:
            return month_of_year
    return read_day(typed, today).isoformat()


def understood_amount(amount: Money) -> str:
    """Say back which amount was read."""
    return format_money(amount.minor, amount.currency)


def understood_day(day: dt.date) -> str:
    """Say back which day was read."""
    return format_day(day)


def understood_partial(date: str) -> str:
    """Say back which date was read, as far as it is known."""
    return format_partial(date)


def _plain(typed: str) -> str:
    """Return the text with Latin digits, single spaces and a plain minus sign; raises NotUnderstood if endless."""
    if len(typed) > _LONGEST:
        raise NotUnderstood(_("This is too long to be a number or a date."))
    digits = "".join(str(unicodedata.decimal(char, char)) for char in unicodedata.normalize("NFC", typed))
    return " ".join(digits.replace("\N{MINUS SIGN}", "-").replace(_NUKTA, "").split())


def _split_currency(plain: str) -> tuple[str, str]:
    bare = _TAIL.sub("", plain)
    match = _FOREIGN.fullmatch(bare)
    named = (match["lead"] or match["tail"] or "INR") if match else "INR"
    if match is None or named == "INR":
        return _RUPEES.sub(" ", bare.lower()), "INR"
    code = "USD" if named.endswith("$") else named
    if not is_currency(code):
        raise NotUnderstood(_("{code} is not a currency that the program knows.").format(code=code))
    return match["sign"] + match["amount"], code


def _exact(plain: str) -> Fraction:
    """Return the number that is written, with the words for hundred, thousand, lakh and crore."""
    lowered = plain.lower().strip()
    sign, rest = (-1, lowered[1:].strip()) if lowered.startswith("-") else (1, lowered)
    total, at, smallest = Fraction(0), 0, None
    while at < len(rest):
        match = _PIECE.match(rest, at)
        if match is None:
            raise _no_number()
        times = _times(match.group(2))
        if smallest is not None and times >= smallest:
            raise _no_number()
        total, smallest, at = total + _figure(match.group(1)) * times, times, match.end()
    if smallest is None:
        raise _no_number()
    return sign * total


def _times(word: str | None) -> Fraction:
    if not word:
        return Fraction(1)
    if word not in _MULTIPLES:
        raise _no_number()
    return _MULTIPLES[word]


def _figure(written: str) -> Fraction:
    whole, point, decimals = written.partition(".")
    if whole and not _PLAIN.fullmatch(whole):
        raise NotUnderstood(_("The commas do not fit. Write 1,20,500 or 120500."))
    return Fraction(f"{whole.replace(',', '') or '0'}{point}{decimals}".removesuffix("."))


def _no_number() -> NotUnderstood:
    return NotUnderstood(_("This is not a number. Write it like 1,20,500 or 1.2 lakh."))


def _no_day() -> NotUnderstood:
    return NotUnderstood(_("This is not a date. Write it like 12/3, 12 mar or 12-3-2026."))


def _named_day(plain: str, today: dt.date) -> dt.date | None:
    if plain in _TODAY:
        return today
    if plain in _YESTERDAY:
        return today - dt.timedelta(days=1)
    if plain in _TOMORROW:
        return today + dt.timedelta(days=1)
    if plain in _EITHER:
        raise NotUnderstood(_("This word can mean a day before or after today. Write the date."))
    return None


def _date_words(plain: str) -> list[str]:
    """Return numbers and words of a date one by one: `12/3`, `12 mar`, `12mar` and `mar-12` alike."""
    spaced = re.sub(r"[/.,॰-]", " ", _ORDINAL.sub("", plain))
    return _JOINT.sub(" ", spaced).split()


def _day_parts(words: list[str]) -> tuple[int, int, str | None]:
    """Return day, month and the year as written; India writes the day first, an ISO date the year."""
    if len(words) not in (2, 3):
        raise _no_day()
    if len(words) == 3 and len(words[0]) == 4:
        words = words[::-1]
    first, second, *year = words
    if not first.isdecimal():
        first, second = second, first
    if not first.isdecimal() or len(first) > 2 or (year and not year[0].isdecimal()):
        raise _no_day()
    return int(first), _month(second), year[0] if year else None


def _month(word: str) -> int:
    if word.isdecimal() and len(word) <= 2:
        return int(word)
    fitting = [number for number, names in enumerate(_MONTHS, 1) if any(_begins(name, word) for name in names)]
    if len(fitting) != 1:
        raise _no_day()
    return fitting[0]


def _begins(name: str, word: str) -> bool:
    return name.startswith(word) and (len(word) >= 3 or not word.isascii())


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4 and word >= "1000"


def _month_of_year(words: list[str], today: dt.date) -> str | None:
    """Return `1998-03` for a month and a year in either order, None where the two are a day and a month."""
    first, second = words
    if _is_year(first):
        first, second = second, first
    short = second.isdecimal() and len(second) == 2 and not first.isdecimal() and int(second) > 31
    if not (_is_year(second) or short):
        return None
    month = _month(first)
    if not 1 <= month <= 12:
        raise _no_day()
    return f"{_full_year(second, today):04d}-{month:02d}"


def _full_year(written: str, today: dt.date) -> int:
    if _is_year(written):
        return int(written)
    if len(written) != 2:
        raise _no_day()
    century = today.year - today.year % 100
    year = century + int(written)
    return year if year <= today.year + _YEARS_AHEAD else year - 100


def _a_day(year: int, month: int, day: int) -> dt.date:
    if not 1 <= month <= 12:
        raise _no_day()
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise NotUnderstood(_("This month does not have a day {day}.").format(day=day))
    return dt.date(year, month, day)


def _nearest(day: int, month: int, today: dt.date) -> dt.date:
    around = range(today.year - 4, today.year + 5)  # 29 February may lie as far as four years away
    if not 1 <= month <= 12:
        raise _no_day()
    possible = [dt.date(year, month, day) for year in around if 1 <= day <= calendar.monthrange(year, month)[1]]
    if not possible:
        raise NotUnderstood(_("This month does not have a day {day}.").format(day=day))
    return min(possible, key=lambda each: (abs(each - today), each))
