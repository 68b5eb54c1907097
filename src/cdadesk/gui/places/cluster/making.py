"""The first thing that anybody does here: say what is made where."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.clock import new_id
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, button, dress_button, label, paragraph
from cdadesk.i18n import _

_WIDTH = 460
_LONGEST = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MakeCluster(QWidget):
    """Asks for product and place, says how the cluster will be called, and hands it over."""

    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        wear(self, "sheet")
        self.product = QLineEdit()
        self.place = QLineEdit()
        self._words = [label("", "section"), label("", "field"), label("", "field")]
        self._called = paragraph("", "second")
        self._advice = paragraph("", "second")
        self._notice = Notice()
        self._go = button(Action("", self.make), "primary")
        for line in (self.product, self.place):
            line.setMaxLength(_LONGEST)
            line.textChanged.connect(lambda _text: self._say_name())
        self._lay_out()
        self.retranslate()

    def make(self) -> None:
        """Hand the cluster over, if product and place are said."""
        product, place = self._said()
        blank = self.product if not product else self.place if not place else None
        if blank is not None:
            self._notice.say(Tone.WARN, _("Say both: what most firms make, and where they work."))
            blank.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        made = new_id()
        words = {"product": product, "place": place, "name": f"{product}, {place}"}
        self.made.emit(Cluster.model_validate({"id": made, "scope": cluster_scope(made)} | words))

    def begin(self) -> None:
        """Put the keyboard on the first line, with nothing typed."""
        self.product.clear()
        self.place.clear()
        self._notice.fall_silent()
        self.product.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Write every word in the language in use; what is typed stays."""
        title, product, place = self._words
        title.setText(_("Make your cluster"))
        self._advice.setText(
            _(
                "A cluster is many firms of one trade in one place, such as block printing in Jaipur. A whole industry "
                "is not a cluster, and neither is a town."
            )
        )
        for heading, line, words in ((product, self.product, _("Product")), (place, self.place, _("Place"))):
            heading.setText(words)
            line.setAccessibleName(words)
        self.product.setPlaceholderText(_("What most firms make or do"))
        self.place.setPlaceholderText(_("The town or area by which people name it"))
        dress_button(self._go, Action(_("Make it"), self.make, "check"))
        self._say_name()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the place, then makes the cluster."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif self.product.hasFocus() and not self.place.text():
            self.place.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.make()

    def _said(self) -> tuple[str, str]:
        return " ".join(self.product.text().split()), " ".join(self.place.text().split())

    def _say_name(self) -> None:
        product, place = self._said()
        both = _("It will be called “{product}, {place}”. You can change that.").format(product=product, place=place)
        self._called.setText(both if product and place else "")

    def _lay_out(self) -> None:
        gaps = look.spacing()
        inside = QWidget()
        inside.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.small)
        title, product, place = self._words
        parts: list[QWidget] = [title, self._advice, product, self.product, place, self.place, self._called]
        for part in (*parts, self._notice):
            column.addWidget(part)
        column.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inside)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(gaps.wide, gaps.wide, gaps.wide, gaps.wide)
        whole.addStretch(1)
        whole.addWidget(IconLabel("map-pin", "edge", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addSpacing(gaps.small)
        whole.addLayout(row)
        whole.addStretch(2)
        _buddies((product, self.product), (place, self.place))


def _buddies(*pairs: tuple[QLabel, QLineEdit]) -> None:
    for heading, line in pairs:
        heading.setBuddy(line)
