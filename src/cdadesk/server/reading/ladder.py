"""The ladder that ships with the program, for whatever names its steps."""

from functools import cache

from cdadesk import resources
from cdadesk.domain.trust.ladder import Ladder, label, read_ladder


@cache
def the_ladder() -> Ladder:
    """Return the ladder."""
    return read_ladder(resources.read_json("trust", "ladder.json"))


def item_words(item: str) -> str:
    """Return what a step is called; one that the ladder does not know keeps the words it came with."""
    known = the_ladder().find(item)
    return label(known) if known else item
