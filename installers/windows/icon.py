"""Draws an SVG into an .ico of several sizes; a program of its own, because Qt wants to be started first."""

import io
import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def main(svg: Path, icon: Path, sizes: list[int]) -> None:
    """Write the icon."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication(sys.argv[:1])
    pictures = [_drawn(QSvgRenderer(str(svg)), size) for size in sorted(sizes, reverse=True)]
    pictures[0].save(icon, format="ICO", append_images=pictures[1:], sizes=[picture.size for picture in pictures])
    app.quit()


def _drawn(mark: QSvgRenderer, size: int) -> Image.Image:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    mark.render(painter, QRectF(0, 0, size, size))
    painter.end()
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(held, b"PNG")
    return Image.open(io.BytesIO(bytes(held.data().data())))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3:]])
