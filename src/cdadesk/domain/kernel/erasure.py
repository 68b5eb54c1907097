"""What is erased when consent is withdrawn, and what may never be: accounts and counts stay."""

from collections.abc import Sequence

from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.record import Element, Record

_WORDS = frozenset({Kind.text, Kind.note})
_BESIDE = ("missing", "certainty", "left_so")
_STAYS = ("id", "scope", "parent_id", "order", "void")


def personal_paths(entity: type[Record]) -> list[str]:
    """Return every path of an entity that can hold personal data, filled in or not, with the codes beside it."""
    if not entity.personal:
        return []
    beside = [f"{codes}/{name}" for name in entity.personal for codes in ("missing", "certainty")]
    return [*entity.personal, *beside, "left_so"]


def may_be_erased(entity: type[Record], path: str) -> bool:
    """Say whether a path may be blanked for ever: words and what is personal may, and all behind the wall.

    Money, dates and counts never.
    """
    if entity.is_account or path.rsplit("/", maxsplit=1)[-1] in _STAYS:
        return False
    return entity.private or path in entity.personal or _holds_words(entity, path.split("/"))


def _holds_words(sheet: type[Record] | type[Element], parts: Sequence[str]) -> bool:
    head, *rest = parts
    info = describe(sheet).get(head)
    if info is None:
        return head in _BESIDE  # what only a newer version knows may be money
    if info.kind is Kind.rows:
        line = info.element
        return line is not None and issubclass(line, Element) and len(rest) > 1 and _holds_words(line, rest[1:])
    return info.kind in _WORDS or (issubclass(sheet, Element) and head in sheet.personal)
