"""Shapes text in Devanagari, Latin or both mixed, and keeps for each glyph the letters that it stands for."""

import functools
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import uharfbuzz

from cdadesk.reports.fonts import Face, Weight, faces
from cdadesk.reports.syllable_face import Part

_DANDAS = "\u0964\u0965"
_JOINERS = "\u200c\u200d"
_VIRAMA = "\u094d"
_NO_BREAK = str.maketrans({"\u202f": "\N{NO-BREAK SPACE}", "\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n"})
_LANGUAGES = {"Deva": "hi", "Latn": "en"}


@dataclass(frozen=True)
class Run:
    """Syllables of one face, each a character of its PDF font."""

    face: str
    signs: str


@dataclass(frozen=True)
class Shaped:
    """Text ready to be drawn; its width is in thousandths of the size of the letters."""

    runs: tuple[Run, ...]
    width: float


def readable(text: str) -> str:
    """Return the text as papers print it: composed, and without characters that only steer machines."""
    lines = text.replace("\r\n", "\n").translate(_NO_BREAK)
    composed = unicodedata.normalize("NFC", lines.encode("utf-16", "replace").decode("utf-16"))
    return "".join(sign for sign in composed if sign == "\n" or sign in _JOINERS or not _only_steers(sign))


@functools.lru_cache(maxsize=2_000)
def shape(text: str, weight: Weight) -> Shaped:
    """Shape one line of readable text."""
    runs, width = [], 0.0
    for face, script, part in _runs(text.replace("\N{NO-BREAK SPACE}", " "), weight):
        run, advance = _shape_run(face, script, part)
        runs.append(run)
        width += advance
    return Shaped(tuple(runs), width)


def syllables(word: str) -> Iterator[str]:
    """Give the pieces of a word that a line break must not tear apart."""
    start = 0
    for place in range(1, len(word)):
        if _starts_a_syllable(word, place):
            yield word[start:place]
            start = place
    if word:
        yield word[start:]


def _starts_a_syllable(word: str, place: int) -> bool:
    joined = word[place - 1] == _VIRAMA or word[place - 1] in _JOINERS
    return not joined and not _clings(word[place])


def _clings(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign).startswith("M")


def _only_steers(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf") or "\ufe00" <= sign <= "\ufe0f"


def _script(sign: str) -> str | None:
    """Return the script of a letter; None for what is written alike in both: digits, signs, dandas."""
    if sign in _DANDAS or _clings(sign):
        return None
    if "\u0900" <= sign <= "\u097f" or "\ua8e0" <= sign <= "\ua8ff":
        return "Deva"
    return "Latn" if sign.isalpha() else None


def _runs(text: str, weight: Weight) -> Iterator[tuple[Face, str, str]]:
    """Cut the text where face or script changes."""
    choice = faces(weight)
    script = next(filter(None, map(_script, text)), "Latn")
    start, face = 0, choice[0]
    for place, sign in enumerate(text):
        next_script = _script(sign) or script
        next_face = face if _clings(sign) else _face_for(sign, choice)
        if place > start and (next_script, next_face) != (script, face):
            yield face, script, text[start:place]
            start = place
        script, face = next_script, next_face
    if text:
        yield face, script, text[start:]


def _face_for(sign: str, choice: Sequence[Face]) -> Face:
    return next((face for face in choice if face.has(sign)), choice[0])


def _shape_run(face: Face, script: str, text: str) -> tuple[Run, float]:
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", script, _LANGUAGES[script]
    uharfbuzz.shape(face.shaper, buffer)
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _position in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    signs, width = "", 0
    for start, syllable in itertools.groupby(glyphs, key=lambda glyph: glyph[0].cluster):
        parts, advance = _parts_of(syllable)
        signs += face.pdf_font.sign(parts, advance, text[start : ends[start]])
        width += advance
    return Run(face.name, signs), width


def _parts_of(syllable: Iterable[tuple[Any, Any]]) -> tuple[tuple[Part, ...], int]:
    """Return the glyphs of a syllable with their places, and how far the pen moves on."""
    parts, pen = [], 0
    for info, position in syllable:
        parts.append(Part(info.codepoint, pen + position.x_offset, position.y_offset))
        pen += position.x_advance
    return tuple(parts), pen
