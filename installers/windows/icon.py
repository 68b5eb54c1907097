"""Draws an SVG into an .ico of several sizes, and into the picture at the side of the wizard's first page.

A program of its own, because Qt wants to be started first.
"""

import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_SIDE = (164, 314)  # as the wizard draws it where letters have their usual size
_GROUND = "#0B6E75"  # the mark's own


def main(svg: Path, icon: Path, sizes: list[int]) -> None:
    """Write the icon, and beside it the picture."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication(sys.argv[:1])
    pictures = [_drawn(QSvgRenderer(str(svg)), size) for size in sorted(sizes, reverse=True)]
    pictures[0].save(icon, format="ICO", append_images=pictures[1:], sizes=[picture.size for picture in pictures])
    _side(QSvgRenderer(str(svg))).save(str(icon.with_suffix(".bmp")))
    app.quit()


def _drawn(mark: QSvgRenderer, size: int) -> Image.Image:
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    mark.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


def _side(mark: QSvgRenderer) -> QImage:
    image = QImage(*_SIDE, QImage.Format.Format_RGB888)
    image.fill(QColor(_GROUND))
    painter = QPainter(image)
    mark.render(painter, QRectF(34, 60, 96, 96))
    painter.end()
    return image


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3:]])
