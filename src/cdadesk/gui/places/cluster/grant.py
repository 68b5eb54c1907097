"""What may the grant be? A small sum that explains itself, by the rules of a scheme that can be chosen."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from cdadesk import look
from cdadesk.acts.rules import copy_of, own_rules, rules_to_reckon_with
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.kernel.typed import read_amount
from cdadesk.domain.methods.course import method_of
from cdadesk.domain.methods.funding import Allowed, Project, Promised, allowed, doubts
from cdadesk.domain.methods.own_rules import OwnRules
from cdadesk.domain.methods.rule_sets import FundingItem, RuleSet, warning
from cdadesk.domain.methods.words import said
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import N_, _, format_money, format_partial
from cdadesk.store.writing import Edit

_AMOUNTS = (
    ("cost", N_("Cost of the whole")),
    ("grant", N_("Grant that is asked for")),
    ("industry", N_("The industry brings")),
    ("others", N_("Others bring")),
)


class GrantTab(SideTab):
    """Asks for scheme and cost, and says what may be granted and why; `rules_asked` names rules to be changed."""

    rules_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cluster: Cluster | None = None
        self._own: list[OwnRules] = []
        self._rules: dict[str, RuleSet] = {}
        self.change_button = button(self._change_action(), "secondary")
        self.scheme = QComboBox()
        self.item = QComboBox()
        self.special = QCheckBox()
        self.amounts = {name: QLineEdit() for name, _words in _AMOUNTS}
        self._names: dict[QWidget, QLabel] = {}
        self._answer = QVBoxLayout()
        self._said: list[QWidget] = []
        self._lay_out()
        self.scheme.currentIndexChanged.connect(lambda _place: self._offer_items())
        self.item.currentIndexChanged.connect(lambda _place: self._work_out())
        self.special.toggled.connect(lambda _on: self._work_out())
        for line in self.amounts.values():
            line.textChanged.connect(lambda _text: self._work_out())
        self.retranslate()

    def title(self) -> str:
        return _("Grant")

    def show_record(self, record: Record) -> None:
        """Offer the schemes of the cluster's method first."""
        if not isinstance(record, Cluster):
            return
        before, self._cluster = self._cluster, record
        own = own_rules(self._desk.store, record.scope)
        if before is None or (before.id, before.methodology) != (record.id, record.methodology):
            self._own = own
            self._offer_schemes("")
        elif own != self._own:
            self._own = own
            self._offer_schemes(self.scheme.currentData() or "")

    def retranslate(self) -> None:
        """Write every word again; what is typed stays."""
        for name, words in _AMOUNTS:
            self._call(self.amounts[name], _(words))
        self._call(self.scheme, _("Scheme and year"))
        self._call(self.item, _("For what"))
        self.special.setText(_("It lies in an area, or is of a kind, for which the scheme gives more"))
        dress_button(self.change_button, self._change_action())
        self.amounts["cost"].setPlaceholderText(_("such as 40 crore"))
        self._offer_schemes(self.scheme.currentData() or "")

    def rules(self) -> RuleSet:
        """Return the rules that are chosen."""
        return self._rules[self.scheme.currentData()]

    def change_rules(self) -> None:
        """Ask to change the chosen rules; of those that ship a copy is made first, which the cluster keeps."""
        cluster, key = self._cluster, self.scheme.currentData()
        if cluster is None:
            return
        if any(str(each.id) == key for each in self._own):
            self.rules_asked.emit(UUID(key))
            return
        copy = copy_of(self.rules(), cluster.scope)
        self._desk.save(self, [Edit(None, copy)], lambda _saved: self.rules_asked.emit(copy.id))

    def reckon_with(self, rules: UUID | None) -> None:
        """Choose rules of the cluster, as they are now."""
        if self._cluster is not None:
            self._own = own_rules(self._desk.store, self._cluster.scope)
        self._offer_schemes(str(rules) if rules is not None else "")
        self.scheme.setFocus(Qt.FocusReason.OtherFocusReason)

    def _call(self, widget: QWidget, words: str) -> None:
        self._names[widget].setText(words)
        widget.setAccessibleName(words)

    def _change_action(self) -> Action:
        return Action(_("Change these rules…"), self.change_rules, "pencil", hint=_("The cluster keeps its own copy."))

    def _of_method(self) -> tuple[str, ...]:
        method = method_of(self._cluster) if self._cluster is not None else None
        return method.rule_sets if method is not None else ()

    def _offer_schemes(self, chosen: str) -> None:
        """Offer all schemes: the cluster's own rules first, then those of its method."""
        ordered = rules_to_reckon_with(self._own, self._of_method())
        self._rules = {each.key: each for each in ordered}
        _fill(self.scheme, [(self._named(each), each.key) for each in ordered], chosen)
        self._offer_items()

    def _named(self, rules: RuleSet) -> str:
        if not any(str(each.id) == rules.key for each in self._own):
            return said(rules.label)
        return _("{scheme} (our own rules, from {date})").format(
            scheme=said(rules.label), date=format_partial(rules.valid_from) if rules.valid_from else "–"
        )

    def _offer_items(self) -> None:
        items = [(said(each.label), each.key) for each in self.rules().items]
        _fill(self.item, items, self.item.currentData() or "")
        self.item.setEnabled(bool(items))
        self._work_out()

    def _work_out(self) -> None:
        for widget in self._said:
            self._answer.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._said = list(self._lines())
        for widget in self._said:
            self._answer.addWidget(widget)
            widget.show()

    def _lines(self) -> Iterator[QWidget]:
        item = next((each for each in self.rules().items if each.key == self.item.currentData()), None)
        try:
            amounts = {name: self._amount(name) for name in self.amounts}
        except Trouble as trouble:
            yield _notice(Tone.WARN, str(trouble))
            return
        cost = amounts["cost"]
        if item is not None and cost:
            project = Project(cost, self.special.isChecked())
            yield from _answer(allowed(item, project))
            promised = Promised(amounts["grant"], amounts["industry"], amounts["others"])
            yield from (_notice(Tone.WARN, sentence) for sentence in doubts(item, project, promised))
        yield from _terms(self.rules(), item)

    def _amount(self, name: str) -> int | None:
        typed = self.amounts[name].text().strip()
        return read_amount(typed).paise if typed else None

    def _lay_out(self) -> None:
        gaps = look.spacing()
        form = QFormLayout()
        form.setSpacing(gaps.small)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for widget in (self.scheme, self.item, *self.amounts.values()):
            self._names[widget] = label("", "field")
            self._names[widget].setBuddy(widget)
            form.addRow(self._names[widget], widget)
        form.insertRow(3, self.special)
        inside = QWidget()
        wear(inside, "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.medium)
        column.addLayout(form)
        column.addWidget(self.change_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._answer.setSpacing(gaps.small)
        column.addLayout(self._answer)
        lines = Lines()
        lines.show_lines([inside])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(lines)


def _fill(box: QComboBox, offered: Sequence[tuple[str, str]], chosen: str) -> None:
    """Offer these in place of what was offered, and choose one of them or the first, without telling anybody."""
    with QSignalBlocker(box):
        box.clear()
        for words, key in offered:
            box.addItem(words, key)
        box.setCurrentIndex(max(box.findData(chosen), 0))


def _answer(found: Allowed) -> Iterator[QWidget]:
    yield label(_("The grant may be up to {amount}").format(amount=format_money(found.grant_most)), "section")
    for reason in found.why:
        yield paragraph(reason)
    yield paragraph(_("Others bring the rest: up to {amount}.").format(amount=format_money(found.others_most)))


def _terms(rules: RuleSet, item: FundingItem | None) -> Iterator[QWidget]:
    if item is None:
        yield paragraph(_("This scheme gives no figures to reckon with."), "second")
    for term in rules.terms:
        yield paragraph(said(term), "second")
    yield paragraph(
        _("{dates} Source: {source}").format(dates=_dates(rules), source=said(rules.source)).strip(), "second"
    )
    yield _notice(Tone.INFO, said(warning()))


def _dates(rules: RuleSet) -> str:
    begin = format_partial(rules.valid_from) if rules.valid_from else ""
    end = format_partial(rules.valid_to) if rules.valid_to else ""
    if begin and end:
        return _("In force from {begin} to {end}.").format(begin=begin, end=end)
    return _("In force from {begin}.").format(begin=begin) if begin else _("From when it was in force is not known.")


def _notice(tone: Tone, sentence: str) -> Notice:
    made = Notice()
    made.say(tone, sentence)
    return made
