"""What the colours and hatches of the bars mean: a swatch and a word for each payer."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.words import label
from cdadesk.gui.places.joint_actions.pictures import Share
from cdadesk.reports.pictures import Area, Drawing, Point, Room

_EDGE = 12


def swatch(share: Share) -> QWidget:
    """Return a small square in a payer's colour and hatch."""

    def draw(room: Room) -> Drawing:
        square = Area(Point(0, 0), room.width, room.height, share.colour, share.hatch)
        return Drawing(room.width, room.height, (square,), share.name)

    made = Chart(draw, QSize(_EDGE, _EDGE))
    made.setFixedSize(_EDGE, _EDGE)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


class Legend(QWidget):
    """Swatches with names, as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(self)
        self._flow.setSpacing(look.spacing().hair)
        self._shown: list[QWidget] = []

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Show each payer once."""
        for item in self._shown:
            self._flow.removeWidget(item)
            item.hide()
            item.deleteLater()
        named = {share.name: share for share in shares}
        self._shown = [_item(share) for share in named.values()]
        for item in self._shown:
            self._flow.addWidget(item)
            item.show()
        self.updateGeometry()


def _item(share: Share) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.spacing().hair)
    row.addWidget(swatch(share))
    row.addWidget(label(share.name, "second"))
    return made
