"""Order of elements in an edited list: strings, so that two people can insert without renumbering."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


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
    """Return so many orders for a list that is made at once."""
    width = len(_DIGITS) ** 2
    if count >= width // 2:
        raise ValueError(f"{count} elements are more than a list may hold")
    step = width // (count + 1)
    places = (step * (index + 1) for index in range(count))
    return [_DIGITS[place // len(_DIGITS)] + _DIGITS[place % len(_DIGITS)] for place in places]
