"""The answers of a form as the tree that its expressions walk through, each answer with a key of its own.

`household:member@1:age` is the age in the row `1` of the members. Rows are named by whoever adds them and keep their
names, so that two people who add rows at the same time do not meet. An answer that is not asked counts as blank in the
tree; what was typed is kept beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType
from typing import cast
from xml.etree.ElementTree import Element, ElementTree

from elementpath import DocumentNode, ElementNode, XPathNode, get_node_tree

from cdadesk.questions import xforms
from cdadesk.questions.form import Form

ROW, PART = "@", ":"
_TEMPLATE = f"{xforms.JR}template"
_META = "meta"

Key = str
"""The name of one answer: the names on the way to it, in a repeat with the name of its row."""


@dataclass(frozen=True)
class Place:
    """A place in the answers: a question's, a group's or a row's."""

    key: Key
    path: str
    element: Element
    above: Key

    @property
    def is_answer(self) -> bool:
        """Say whether something can be answered here, rather than below."""
        return not len(self.element)


class Answers:
    """What was typed, and what of it counts."""

    def __init__(self, form: Form) -> None:
        self._root = xforms.primary_instance(form.source)
        self._repeats = frozenset(each.path for each in form.repeats())
        self._names: dict[Element, str] = {}
        self._templates: dict[str, Element] = {}
        self._cut_templates(self._root, f"/{self._root.tag}")
        self.typed: dict[Key, str] = {}
        self._hidden: set[Element] = set()
        self.places: Mapping[Key, Place] = {}
        self.root: DocumentNode
        self._look()

    def keys_at(self, path: str) -> list[Key]:
        """Return the keys of all places that stand at a path of the form, one of each row."""
        return self._at.get(path, [])

    def rows(self, repeat: Key) -> list[str]:
        """Return the names of the rows of a repeat, in their order; its key is the one without a row."""
        parent, path = self._repeat(repeat)
        tag = path.rsplit("/", maxsplit=1)[-1]
        return [self._names[child] for child in parent if child.tag == tag and child in self._names]

    def add_rows(self, repeat: Key, *names: str) -> None:
        """Add rows at the end of a repeat; what was once typed in a row of that name is there again."""
        self.add_rows_of({repeat: names})

    def add_rows_of(self, rows: Mapping[Key, Sequence[str]]) -> None:
        """Add rows at the ends of several repeats, as `add_rows` does; the tree is looked at once for all of them."""
        for repeat, names in rows.items():
            self._insert(repeat, names)
        self._look()

    def remove_rows(self, repeat: Key, *names: str) -> None:
        """Take rows out of the tree; what was typed in them stays in `typed` until it is forgotten."""
        parent, _path = self._repeat(repeat)
        for name in names:
            parent.remove(self.places[f"{repeat}{ROW}{name}"].element)
        self._look()

    def forget_row(self, repeat: Key, name: str) -> None:
        """Forget what was typed in a row."""
        row = f"{repeat}{ROW}{name}"
        self.typed = {key: text for key, text in self.typed.items() if not key.startswith(row + PART)}

    def type(self, key: Key, text: str) -> None:
        """Keep what was typed."""
        if text:
            self.typed[key] = text
        else:
            self.typed.pop(key, None)

    def count(self, place: Place, *, asked: bool) -> bool:
        """Let an answer count in the tree or not; say whether that changed what stands there."""
        text = self.typed.get(place.key) if asked else None
        changed = (place.element.text or None) != text
        place.element.text = text
        return changed

    def hide(self, place: Place, *, hidden: bool) -> None:
        """Let a place, and all that lies in it, be one that is not asked."""
        (self._hidden.add if hidden else self._hidden.discard)(place.element)

    def is_there(self, node: XPathNode | None) -> bool:
        """Say whether a node is asked; rows and answers that are not are none for what counts and gathers them."""
        while node is not None:
            if isinstance(node, ElementNode) and node.value in self._hidden:
                return False
            node = node.parent
        return True

    def node(self, place: Place) -> ElementNode:
        """Return the place as expressions know it."""
        node = self.root.tree.elements[place.element]
        return cast("ElementNode", node)

    def _look(self) -> None:
        """Look at the tree anew, after rows came or went."""
        self.root = cast("DocumentNode", get_node_tree(ElementTree(self._root)))
        self.places = MappingProxyType({place.key: place for place in self._walk(self._root, "", f"/{self._root.tag}")})
        self._at: dict[str, list[Key]] = {}
        for place in self.places.values():
            self._at.setdefault(place.path, []).append(place.key)

    def _walk(self, parent: Element, above: Key, path: str) -> Iterator[Place]:
        for child in parent:
            if child.tag == _META and not above:
                continue
            here = f"{path}/{child.tag}"
            name = f"{child.tag}{ROW}{self._row_name(parent, child)}" if here in self._repeats else child.tag
            key = f"{above}{PART}{name}" if above else name
            yield Place(key, here, child, above)
            yield from self._walk(child, key, here)

    def _row_name(self, parent: Element, row: Element) -> str:
        """Return the name of a row; those that the form itself begins with are numbered."""
        if row not in self._names:
            alike = [child for child in parent if child.tag == row.tag]
            self._names[row] = str(alike.index(row) + 1)
        return self._names[row]

    def _cut_templates(self, parent: Element, path: str) -> None:
        """Keep what a new row of each repeat looks like, and leave only true rows in the tree."""
        for child in list(parent):
            here = f"{path}/{child.tag}"
            self._cut_templates(child, here)
            if child.attrib.pop(_TEMPLATE, None) is not None:
                self._templates[here] = child
                parent.remove(child)
            elif here in self._repeats:
                self._templates.setdefault(here, deepcopy(child))

    def _insert(self, repeat: Key, names: Sequence[str]) -> None:
        parent, path = self._repeat(repeat)
        template = self._templates[path]
        last = max((place for place, child in enumerate(parent) if child.tag == template.tag), default=len(parent) - 1)
        for number, name in enumerate(names, start=1):
            row = deepcopy(template)
            self._names[row] = name
            parent.insert(last + number, row)

    def _repeat(self, repeat: Key) -> tuple[Element, str]:
        above, _, tag = repeat.rpartition(PART)
        place = self.places.get(above)
        parent, path = (place.element, place.path) if place is not None else (self._root, f"/{self._root.tag}")
        return parent, f"{path}/{tag}"


def shared(key: Key, other: Key) -> int:
    """Return how many parts two keys have in common from the beginning on."""
    pairs = zip(key.split(PART), other.split(PART), strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
