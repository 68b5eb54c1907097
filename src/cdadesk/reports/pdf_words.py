"""Writes one line of shaped words into a PDF."""

from typing import Any

from cdadesk.reports.lines import Line


def draw_line(canvas: Any, line: Line, at: tuple[float, float], colour: str) -> None:
    """Write a line with its baseline beginning at a place of the page; nothing for a line without words."""
    if not line.text:
        return
    text = canvas.beginText(*at)
    text.setFillColor(colour)
    for run in line.shaped.runs:
        text.setFont(run.face, line.style.size)
        text.textOut(run.signs)
    canvas.drawText(text)
