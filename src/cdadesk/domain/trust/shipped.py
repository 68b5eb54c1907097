"""The ladder that ships with the program: whatever names a step finds its words here."""

from functools import cache

from cdadesk import resources
from cdadesk.domain.trust.ladder import Ladder, label, read_ladder


@cache
def the_ladder() -> Ladder:
    """Return the ladder."""
    return read_ladder(resources.read_json("trust", "ladder.json"))


def item_words(item: str) -> str:
    """Return what a step is called in the language in use; one that the ladder does not know keeps its own words."""
    known = the_ladder().find(item)
    return label(known) if known else item


def every_words(item: str) -> tuple[str, ...]:
    """Return the key of a step and what it is called in each language, so that it is found by any of them."""
    known = the_ladder().find(item)
    return (item, *known.label.values()) if known else (item,)
