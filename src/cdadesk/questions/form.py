"""A question set as it is asked: pages, questions, answers offered, and the rules between them.

    form = xforms.read_form(text)
    for question in form.questions():
        question.words("hi")            # what is asked, in Hindi

Paths name questions as the XForm does: `/data/household/member/age`. Rules are XPath, kept as their text; what they
mean is for `expressions` to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

Expression = str
"""An XPath expression of the form, as its text."""


@dataclass(frozen=True)
class Output:
    """A place in a text where the value of an expression stands."""

    expression: Expression


Text = tuple[str | Output, ...]
"""A text with places to be filled, as parts."""


@dataclass(frozen=True)
class Words:
    """A text in the languages of the form; `media` names pictures and sounds that go with it, by kind."""

    by_language: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    media: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return any(self.by_language.values())

    def __call__(self, language: str) -> Text:
        """Return the text in a language, or else in the first one that has it."""
        return self.by_language.get(language) or next((text for text in self.by_language.values() if text), ())


NO_WORDS = Words()


class Control(StrEnum):
    """How a question is answered."""

    input = "input"
    select_one = "select1"
    select_many = "select"
    rank = "rank"
    range = "range"
    upload = "upload"
    trigger = "trigger"


class Kind(StrEnum):
    """What an answer is, as XML Schema and the XForms of ODK name it."""

    string = "string"
    int = "int"
    decimal = "decimal"
    boolean = "boolean"
    date = "date"
    time = "time"
    instant = "dateTime"
    point = "geopoint"
    line = "geotrace"
    shape = "geoshape"
    file = "binary"
    barcode = "barcode"
    rank = "odk:rank"


@dataclass(frozen=True)
class Choice:
    """One answer offered; `columns` are all that its line of the sheet says, for filters."""

    value: str
    words: Words
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Choices:
    """The answers of a question: a list of the form, the names of its columns, and which lines are offered."""

    offered: tuple[Choice, ...] = ()
    instance: str = ""
    filter: Expression = ""
    randomized: bool = False


@dataclass(frozen=True)
class Bind:
    """The rules of one path, and what our own forms say of it beside XLSForm.

    `feeds` names what an answer is used for after the interview; a warning is a note that is asked only while something
    looks odd.
    """

    path: str
    kind: Kind = Kind.string
    relevant: Expression = ""
    constraint: Expression = ""
    constraint_words: Words = NO_WORDS
    required: Expression = ""
    required_words: Words = NO_WORDS
    read_only: Expression = ""
    calculate: Expression = ""
    preload: str = ""
    unit: str = ""
    feeds: str = ""
    is_confidential: bool = False
    is_warning: bool = False


@dataclass(frozen=True)
class Question:
    """One question."""

    path: str
    control: Control
    words: Words = NO_WORDS
    hint: Words = NO_WORDS
    guidance: Words = NO_WORDS
    appearance: str = ""
    choices: Choices = Choices()
    least: str = ""
    most: str = ""
    step: str = ""
    media_type: str = ""

    @property
    def is_head(self) -> bool:
        """Say whether this is only the head of a table of questions, with their answers for a heading."""
        return self.control in (Control.select_one, Control.select_many) and "label" in self.appearance.split()

    @property
    def lacks_list(self) -> bool:
        """Whether it is answered from a list of which nothing is here, so that the answer is typed instead."""
        chosen = self.control in (Control.select_one, Control.select_many, Control.rank)
        return chosen and not self.choices.offered


@dataclass(frozen=True)
class Group:
    """Questions that belong together; without a path it is only drawn as one."""

    path: str
    words: Words
    appearance: str
    children: tuple["Node", ...]


@dataclass(frozen=True)
class Repeat:
    """Questions that are asked again and again: of each member of the household, each loan."""

    path: str
    words: Words
    appearance: str
    children: tuple["Node", ...]
    count: Expression = ""


Node = Question | Group | Repeat


@dataclass(frozen=True)
class Trigger:
    """A value that is set by something that happens: once at the beginning, with a new row, or when another changes."""

    target: str
    events: frozenset[str]
    value: Expression
    source: str = ""


@dataclass(frozen=True)
class Form:
    """A whole question set. `source` is the XForm it was read from, and all that is needed to read it again."""

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    body: tuple[Node, ...]
    binds: Mapping[str, Bind]
    triggers: tuple[Trigger, ...]
    source: str

    def named_languages(self) -> tuple[str, ...]:
        """Return the languages that have a name; a form of one language need not say which."""
        return tuple(each for each in self.languages if each != "default")

    def walk(self) -> Iterator[Node]:
        """Return all nodes, each before its children."""
        return _walk(self.body)

    def questions(self) -> Iterator[Question]:
        """Return the questions in the order in which they are asked."""
        return (node for node in self.walk() if isinstance(node, Question))

    def repeats(self) -> Iterator[Repeat]:
        return (node for node in self.walk() if isinstance(node, Repeat))

    def bind(self, path: str) -> Bind:
        """Return the rules of a path; one of which the form says nothing has none."""
        return self.binds.get(path) or Bind(path)

    def is_confidential(self, path: str) -> bool:
        """Say whether a path, or what it lies in, is marked as confidential."""
        return path in self._marked or any(path.startswith(f"{each}/") for each in self._marked)

    @cached_property
    def _marked(self) -> frozenset[str]:
        """The paths that are marked as confidential themselves; asked for very often where a repeat has many rows."""
        return frozenset(path for path, bind in self.binds.items() if bind.is_confidential)

    def language(self, code: str) -> str:
        """Return the language of the form for one of the program, such as “Hindi (hi)” for hi; else its first."""
        named = (each for each in self.languages if each == code or each.endswith(f"({code})"))
        return next(named, next(iter(self.languages), ""))


def _walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if not isinstance(node, Question):
            yield from _walk(node.children)
