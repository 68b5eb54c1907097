"""What an expression is asked in: the answers, the place among them, the lists of the form, the moment."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from elementpath import DocumentNode, ElementNode, XPathContext, XPathNode


@dataclass(frozen=True)
class Situation:
    """What does not change while a form is filled in.

    `lists` are the form's own; `words` says how a choice of the question at a path is called, `is_there` whether a node
    of the answers is asked.
    """

    lists: Mapping[str, XPathNode]
    now: Callable[[], dt.datetime]
    words: Callable[[str, str], str]
    chance: Random
    is_there: Callable[[XPathNode], bool]
    version: str


class Asked(XPathContext):
    """An expression being asked at one place; parts of it are asked elsewhere, but `place` stays."""

    def __init__(self, root: ElementNode | DocumentNode, place: ElementNode, situation: Situation) -> None:
        super().__init__(root, item=place)
        self.place = place
        self.situation = situation
