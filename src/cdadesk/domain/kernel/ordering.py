"""Order of elements in an edited list: strings, so that two people can insert without renumbering."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MIDDLE = _DIGITS[len(_DIGITS) // 2]


def between(before: str, after: str) -> str:
    """Return a string that sorts after `before` and ahead of `after`; an empty string means no neighbour there.

    Raises ValueError unless `before < after` (or one of them is empty).
    """
    if before and after and before >= after:
        raise ValueError(f"{before!r} does not sort before {after!r}")
    made, at = "", 0
    while True:
        low = _DIGITS.index(before[at]) if at < len(before) else 0
        high = _DIGITS.index(after[at]) if after and at < len(after) else len(_DIGITS)
        if high - low > 1:
            return made + _DIGITS[(low + high) // 2]
        made += _DIGITS[low]
        if high > low:
            after = ""
        at += 1


def orders(count: int) -> list[str]:
    """Return so many orders for a list that is made at once; none ends in 0, so that there is room before each."""
    digits, width = 1, len(_DIGITS)
    while width <= 2 * count:
        digits, width = digits + 1, width * len(_DIGITS)
    step = width // (count + 1)
    return [_written(step * (index + 1), digits) + _MIDDLE for index in range(count)]


def _written(number: int, digits: int) -> str:
    made = ""
    for _place in range(digits):
        number, digit = divmod(number, len(_DIGITS))
        made = _DIGITS[digit] + made
    return made
