"""A font of a PDF in which each syllable is one sign that reads as its letters, so that copied words come out whole."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

from cdadesk.reports.syllable_face import Part, SyllableFace

_FIRST_PRIVATE = 0xF0000
_ENTRIES_IN_A_BLOCK = 100  # as many as the PDF specification allows


class PdfFont(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """A TrueType font that can also draw what has no character of its own: conjuncts, kerned letters, unknown signs.

    reportlab addresses glyphs by character, so each such syllable gets a private one. The table that readers use for
    copying and searching names the letters that it stands for; no guess from the places of glyphs is needed.
    """

    def __init__(self, name: str, file: Path) -> None:
        super().__init__(name, str(file), asciiReadable=False)
        self.face = SyllableFace(str(file))
        self._private: dict[tuple[tuple[Part, ...], int, str], int] = {}
        self._letters: dict[int, str] = {}
        self._growing = threading.Lock()

    def sign(self, parts: tuple[Part, ...], advance: int, letters: str) -> str:
        """Return the one character that draws these glyphs, moves on by the advance and is read as these letters."""
        if self._is_plain(parts, advance, letters):
            return letters
        key = parts, advance, letters
        with self._growing:
            code = self._private.get(key)
            if code is None:
                code = self._private[key] = _FIRST_PRIVATE + len(self._private)
                self.face.charToGlyph[code] = self.face.add(parts, advance)
                self.face.charWidths[code] = advance
                self._letters[code] = letters
        return chr(code)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's own name
        """Add the font to a document; called by reportlab once everything is drawn."""
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            doc.idToObject[fonts[name].ToUnicode.name].content = self._reading_table(subset)

    def _is_plain(self, parts: tuple[Part, ...], advance: int, letters: str) -> bool:
        if len(letters) != 1 or len(parts) != 1:
            return False
        code, part = ord(letters), parts[0]
        at_home = (part.x, part.y, advance) == (0, 0, self.face.charWidths.get(code))
        return at_home and self.face.charToGlyph[code] == part.glyph

    def _reading_table(self, subset: Sequence[int]) -> str:
        entries = [(place, self._letters.get(code, chr(code))) for place, code in enumerate(subset) if code]
        lines = [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
        ]
        for start in range(0, len(entries), _ENTRIES_IN_A_BLOCK):
            block = entries[start : start + _ENTRIES_IN_A_BLOCK]
            lines.append(f"{len(block)} beginbfchar")
            lines += [f"<{place:02X}> <{letters.encode('utf-16-be').hex().upper()}>" for place, letters in block]
            lines.append("endbfchar")
        return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])
