"""Makes the fonts of this folder from the Noto packages, which lie unpacked side by side in one folder.

    python resources/fonts/patch_metrics.py FOLDER

FOLDER holds what `npm pack @expo-google-fonts/noto-sans-devanagari` (0.4.1), `noto-sans-symbols-2` (0.4.1),
`noto-sans-math` (0.4.2) and `noto-sans` (0.4.2) bring, each unpacked anywhere below it.

The Devanagari faces keep every glyph and get taller lines, because windows and cells cut the top of a reph and the
foot of a conjunct with the lines as shipped. `NotoSansMarks` is a small collection of ticks, boxes, arrows and
fractions that the Devanagari faces lack.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
ASCENT, DESCENT = 1120, 480

FACES = {
    "NotoSansDevanagari_400Regular.ttf": "NotoSansDevanagari-Regular.ttf",
    "NotoSansDevanagari_700Bold.ttf": "NotoSansDevanagari-Bold.ttf",
}
MARKS = {
    "NotoSans_400Regular.ttf": "¬±²³¹¼½¾‑†‡‰⁄",
    "NotoSansMath_400Regular.ttf": "←↑→↓↔∑√∞≈≠≤≥■□▲△▶▼◆◇○●",
    "NotoSansSymbols2_400Regular.ttf": "☐☑☒☎★☆✓✔✗✘",
}


def main(folder: Path) -> None:
    """Write every font of this folder anew."""
    for source, target in FACES.items():
        face = TTFont(_find(folder, source), recalcTimestamp=False)
        stretch(face)
        face.save(HERE / target)
    marks(folder).save(HERE / "NotoSansMarks-Regular.ttf")


def stretch(face: TTFont) -> None:
    """Give the lines of a face room for everything that Devanagari stacks up and hangs below."""
    face["hhea"].ascent = face["OS/2"].sTypoAscender = ASCENT
    face["hhea"].descent = face["OS/2"].sTypoDescender = -DESCENT
    face["OS/2"].usWinAscent = max(ASCENT, face["OS/2"].usWinAscent)
    face["OS/2"].usWinDescent = max(DESCENT, face["OS/2"].usWinDescent)


def marks(folder: Path) -> TTFont:
    """Collect the signs that the Devanagari faces lack in one small face."""
    with tempfile.TemporaryDirectory() as scratch:
        merged = Merger().merge([str(part) for part in _parts(folder, Path(scratch))])
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = 0  # the same file whenever it is made
    for entry in merged["name"].names:
        entry.string = _NAMES.get(entry.nameID, entry.toUnicode())
    stretch(merged)
    return merged


_NAMES = {
    0: "Copyright 2022 The Noto Project Authors (https://github.com/notofonts)",
    1: "Noto Sans Marks",
    3: "Noto Sans Marks Regular",
    4: "Noto Sans Marks Regular",
    6: "NotoSansMarks-Regular",
}


def _parts(folder: Path, scratch: Path) -> Iterator[Path]:
    options = Options(hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "MATH", "STAT", "gasp", "vhea", "vmtx"]
    for source, signs in MARKS.items():
        face = TTFont(_find(folder, source), recalcTimestamp=False)
        subsetter = Subsetter(options)
        subsetter.populate(text=signs)
        subsetter.subset(face)
        missing = set(signs) - {chr(code) for code in face.getBestCmap()}
        if missing:
            raise SystemExit(f"{source} lacks {missing}")
        part = scratch / source
        face.save(part)
        yield part


def _find(folder: Path, name: str) -> Path:
    return next(folder.rglob(name))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
