"""The bundled faces: every sign that the program writes is there, and no line cuts the tops and feet of letters."""

import pytest
from fontTools.ttLib import TTFont

from cdadesk import resources
from cdadesk.reports.fonts import Weight, faces

WRITTEN = (
    "0123456789 ०१२३४५६७८९ ₹ − · — – … ‘’ “” ✓ ✗ ☐ ☑ ≥ ≤ ≠ ≈ = × ÷ ± → ← ↑ ↓ ½ ¼ ¾ ² ³ ° § %"
    " । ॥ ॐ ऑ ऍ ॲ ळ क़ • ■ □ ▲ ▼ ◆ ●"
)


@pytest.mark.parametrize("weight", list(Weight))
def test_every_sign_that_papers_use_is_in_a_face(weight):
    missing = [sign for sign in WRITTEN if not any(face.has(sign) for face in faces(weight))]
    assert missing == []


@pytest.mark.parametrize("name", ["NotoSansDevanagari-Regular", "NotoSansDevanagari-Bold", "NotoSansMarks-Regular"])
def test_a_line_has_room_for_everything_that_letters_stack_up(name):
    face = TTFont(resources.path("fonts", f"{name}.ttf"))
    lines, windows = face["hhea"], face["OS/2"]
    assert (lines.ascent, lines.descent) == (windows.sTypoAscender, windows.sTypoDescender) == (1120, -480)
    assert windows.usWinAscent >= 1120
    assert windows.usWinDescent >= 480


def test_the_licence_lies_beside_the_fonts():
    assert "SIL OPEN FONT LICENSE" in resources.path("fonts", "OFL.txt").read_text(encoding="utf-8")
