"""The look in one place: colours, spaces and sizes that window, web pages, charts and papers read alike."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from cdadesk import resources

_DEVANAGARI_LANGUAGES = frozenset({"hi"})


class Shade(StrEnum):
    """The two sets of colours."""

    LIGHT = "light"
    DARK = "dark"


class MoneySource(StrEnum):
    """Who carried a cost; each keeps its colour and its hatch wherever it is drawn."""

    PRIVATE = "private"
    INSTITUTIONS = "institutions"
    PROGRAMME = "programme"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Colours:
    """One shade's colours as `#RRGGBB`; `edge` bounds what can be typed in or pressed, `line` only parts."""

    canvas: str
    surface: str
    raised: str
    hover: str
    ink: str
    second_ink: str
    line: str
    edge: str
    disabled: str
    primary: str
    primary_strong: str
    primary_soft: str
    on_primary: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str
    series: tuple[str, ...]

    def named(self, name: str) -> str:
        """Return a colour by its token, or by `series.N` for the Nth colour of charts."""
        if name.startswith("series."):
            return self.series[int(name.removeprefix("series.")) % len(self.series)]
        if name not in _plain_names():
            raise KeyError(name)
        return str(getattr(self, name))

    def plain(self) -> dict[str, str]:
        """Return every named colour but the series, as style sheets want them."""
        return {name: self.named(name) for name in _plain_names()}


@dataclass(frozen=True)
class Spacing:
    """Distances in pixels of the screen, from the gap inside a word pair to the one between parts of a page."""

    hair: int
    small: int
    medium: int
    large: int
    wide: int
    vast: int


@dataclass(frozen=True)
class TypeSizes:
    """Sizes of letters in points."""

    second: float
    body: float
    section: float
    title: float
    figure: float


@dataclass(frozen=True)
class Sizes:
    """Fixed measures of the frame, in pixels of the screen."""

    row: int
    navigation: int
    top_bar: int
    page_head: int
    status_line: int
    control: int
    detail: int
    two_columns_from: int


@dataclass(frozen=True)
class SourceLook:
    """How a source of money is drawn: a colour token and a hatch that survives a photocopy."""

    colour: str
    hatch: str


def colours(shade: Shade) -> Colours:
    """Return the colours of one shade."""
    tokens = _tokens()
    return Colours(**tokens["colours"][shade], series=tuple(tokens["series"][shade]))


def spacing() -> Spacing:
    """Return the distances."""
    return Spacing(**_tokens()["spacing"])


def sizes() -> Sizes:
    """Return the fixed measures."""
    return Sizes(**_tokens()["sizes"])


def type_sizes(language: str) -> TypeSizes:
    """Return the sizes of letters for a language; Devanagari runs one step larger to look as large."""
    script = "devanagari" if language in _DEVANAGARI_LANGUAGES else "latin"
    return TypeSizes(**_tokens()["type"][script])


def radius() -> int:
    """Return the radius of corners."""
    return int(_tokens()["radius"])


def line_height() -> float:
    """Return the distance of lines as a multiple of the letters; less would cut vowel signs."""
    return float(_tokens()["line_height"])


def money_source(source: MoneySource) -> SourceLook:
    """Return how a source of money is drawn."""
    entry: Mapping[str, Any] = _tokens()["money_sources"][source]
    place = entry["series"]
    return SourceLook(colour="edge" if place is None else f"series.{place}", hatch=entry["hatch"])


@functools.cache
def _plain_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Colours) if field.name != "series")


@functools.cache
def _tokens() -> Any:
    return resources.read_json("look", "tokens.json")
