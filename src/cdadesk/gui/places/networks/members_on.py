"""Who belonged to a network on a day, and how it grew: it follows from the memberships and is never typed."""

import datetime as dt

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from cdadesk import look
from cdadesk.acts.naming import names_in
from cdadesk.acts.trust import member_counts
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.domain.networks.network import Network
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.editors.days import DateEditor
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.places.networks.growth import growth
from cdadesk.gui.places.networks.words import membership_words
from cdadesk.i18n import N_, _, format_number

_NAMED = 40
_DAY_WIDTH = 170
_CHART = QSize(230, 104)


class MembersOn(QFrame):
    """A day, how many members there were, their names, and beside it the line of growth."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._network: Network | None = None
        self.day = DateEditor(FieldInfo("on", Kind.day, N_("Members on")), desk.around(self))
        self.said = paragraph("", "strong")
        self.names = paragraph("", "second")
        self.chart = Chart(lambda room: growth({}, room), _CHART)
        self._day_words = label("", "field")
        self.day.set_value(desk.clock.today())
        self.day.changed.connect(self._show_day)
        self.chart.setFixedSize(_CHART)
        self._lay_out()
        self.retranslate()

    def show_network(self, network: Network) -> None:
        """Show the members of a network on the day that stands here."""
        self._network = network
        counts = member_counts(network, self._desk.clock.today())
        self.chart.setVisible(len(counts) > 1)
        self.chart.show_drawing(lambda room: growth(counts, room))
        self._show_day()

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self._day_words.setText(_("Members on"))
        self.day.retranslate()
        self.day.control.setAccessibleName(_("Members on"))
        if self._network is not None:
            self.show_network(self._network)

    def _show_day(self) -> None:
        on = self._day()
        if self._network is not None and on is not None:
            self.said.setText(membership_words(self._network, on))
            self.names.setText(self._names_on(self._network, on))
            self.names.setVisible(bool(self.names.text()))

    def _day(self) -> dt.date | None:
        try:
            value: dt.date | None = self.day.value()
        except NotUnderstood:
            return None
        return value

    def _names_on(self, network: Network, on: dt.date) -> str:
        known = names_in(self._desk.store, [network])
        unknown = _("not on this laptop yet")
        names = sorted(known.get(each, unknown) for each in network.members_on(on))
        shown, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
        return _("{names} and {n} more").format(names=shown, n=format_number(more)) if more > 0 else shown

    def _lay_out(self) -> None:
        wear(self, "card")
        gaps = look.spacing()
        self.day.setFixedWidth(_DAY_WIDTH)
        day = QVBoxLayout()
        day.setSpacing(gaps.hair // 2)
        day.addWidget(self._day_words)
        day.addWidget(self.day, 0, Qt.AlignmentFlag.AlignLeft)
        day.addWidget(self.said)
        day.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.medium)
        grid.setHorizontalSpacing(gaps.large)
        grid.setVerticalSpacing(gaps.small)
        grid.addLayout(day, 0, 0)
        grid.addWidget(self.chart, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.names, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
