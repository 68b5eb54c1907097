"""A font file to which whole syllables can be added as glyphs of their own, put together from its glyphs."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFontFace

_NUMBERS_ARE_WORDS, _NUMBERS_ARE_PLACES, _MORE_FOLLOW = 0x01, 0x02, 0x20
# What a syllable may ask of a renderer, as the font's own table of limits must say (offset in `maxp`, value).
_LIMITS = {10: 2000, 12: 100, 28: 16, 30: 3}
_Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Part:
    """One glyph of a syllable and where it stands, in thousandths of the size of the letters."""

    glyph: int
    x: int
    y: int


class SyllableFace(TTFontFace):  # type: ignore[misc]  # reportlab ships no types
    """A TrueType face; the syllables added to it live in memory and are written into the PDFs that use them."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._outlines = bytearray(self.get_table("glyf")[: self.glyphPos[-1]])
        raised = bytearray(Path(file).read_bytes())
        for offset, limit in _LIMITS.items():
            struct.pack_into(">H", raised, self.table["maxp"]["offset"] + offset, limit)
        self._rest = bytes(raised)

    def add(self, parts: Sequence[Part], advance: int) -> int:
        """Make a glyph of several, and return its number."""
        drawn = [(part, box) for part in parts if (box := self._box(part.glyph))]
        moved = [
            (box[0] + part.x, box[1] + part.y, box[2] + part.x, box[3] + part.y) for part, box in drawn
        ]  # an empty glyph, such as a space, has no box and no outline
        left = min((box[0] for box in moved), default=0)
        self._outlines += _outline([part for part, _box in drawn], moved)
        self.hmetrics.append((advance, left & 0xFFFF))
        self.glyphPos.append(len(self._outlines))
        return len(self.glyphPos) - 2

    def makeSubset(self, subset: Sequence[int]) -> bytes:  # noqa: N802 - reportlab's own name
        """Return a font file with only these characters; called by reportlab when the PDF is written."""
        outlines = bytes(self._outlines)
        self._ttf_data = self._rest + outlines
        self.table["glyf"].update(offset=len(self._rest), length=len(outlines))
        written: bytes = super().makeSubset(subset)
        return written

    def _box(self, glyph: int) -> _Box | None:
        start, end = self.glyphPos[glyph], self.glyphPos[glyph + 1]
        return struct.unpack_from(">4h", self._outlines, start + 2) if end > start else None


def _outline(parts: Sequence[Part], boxes: Sequence[_Box]) -> bytes:
    if not parts:
        return b""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    written = struct.pack(">5h", -1, min(lefts), min(bottoms), max(rights), max(tops))
    for place, part in enumerate(parts):
        flags = _NUMBERS_ARE_WORDS | _NUMBERS_ARE_PLACES | (_MORE_FOLLOW if place + 1 < len(parts) else 0)
        written += struct.pack(">2H2h", flags, part.glyph, part.x, part.y)
    return written
