"""The page of the cluster in use, or of making one where there is none."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.domain.methods.own_rules import OwnRules
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.places.cluster.estimates import EstimatesTab
from cdadesk.gui.places.cluster.grant import GrantTab
from cdadesk.gui.places.cluster.layout import CLUSTER
from cdadesk.gui.places.cluster.making import MakeCluster
from cdadesk.gui.places.cluster.method import MethodTab
from cdadesk.gui.places.cluster.phases import PhasesTab
from cdadesk.gui.places.cluster.rules import rules_detail
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.i18n import _
from cdadesk.store.writing import Edit


class ClusterPage(Page):
    """One cluster; another one is chosen at the top of the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.making = MakeCluster()
        self.detail = RecordDetail[Cluster](desk, Cluster, RecordForm(Cluster, desk.around(self), CLUSTER))
        self.detail.add_tab(EstimatesTab(desk))
        self.detail.add_tab(PhasesTab(desk))
        self.detail.add_tab(MethodTab(desk))
        self.grant = GrantTab(desk)
        self.detail.add_tab(self.grant)
        self.rules = rules_detail(desk, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.making)
        self._stack.addWidget(self.detail)
        self._stack.addWidget(self.rules)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.making.made.connect(self._make)
        desk.records_changed.connect(self._refresh_if_seen)
        desk.cluster_changed.connect(self._refresh_if_seen)
        self.detail.emptied.connect(self.head_changed)
        self.grant.rules_asked.connect(self._show_rules)
        self.rules.emptied.connect(self._leave_rules)
        self.rules.saved.connect(lambda _rules: self.head_changed.emit())

    def title(self) -> str:
        if self._is_changing_rules():
            return _(OwnRules.label)
        return _("Another cluster") if self._is_making() and self._desk.cluster is not None else _("Cluster")

    def trail(self) -> Sequence[str]:
        if self._is_changing_rules():
            return (_("Cluster"), self.grant.title())
        return (_("Cluster"),) if self._is_making() and self._desk.cluster is not None else ()

    def climb(self, step: int) -> None:
        del step
        self.go_back()

    def other_actions(self) -> Sequence[Action]:
        return (
            ()
            if self._is_making() or self._is_changing_rules()
            else (Action(_("Another cluster"), self.begin_new, "plus"),)
        )

    def refresh(self) -> None:
        """Show the cluster in use."""
        cluster = self._desk.cluster
        if cluster is None:
            self._stack.setCurrentWidget(self.making)
            self.setFocusProxy(self.making.product)
        elif self._is_changing_rules() and self._are_rules_of(cluster):
            self.rules.refresh()
        elif not (self._is_making() and self.detail.shown_id == cluster.id):
            self._stack.setCurrentWidget(self.detail)
            self.setFocusProxy(self.detail.tabs.tabBar())
            self.detail.show_record(cluster.id)
        self.head_changed.emit()

    def retranslate(self) -> None:
        self.making.retranslate()
        self.detail.retranslate()
        self.rules.retranslate()

    def may_leave(self) -> bool:
        """Nothing holds anybody back: what is typed is kept as a draft."""
        self.detail.leave()
        self.rules.leave()
        return True

    def begin_new(self) -> None:
        """Ask for product and place of another cluster."""
        self.detail.leave()
        self._stack.setCurrentWidget(self.making)
        self.making.begin()
        self.head_changed.emit()

    def go_back(self) -> None:
        """Escape: from making another one back to the cluster in use, from rules back to the sum."""
        if self._is_changing_rules():
            self._leave_rules()
            return
        if self._is_making() and self._desk.cluster is not None:
            self._stack.setCurrentWidget(self.detail)
            self.refresh()

    def undo(self) -> None:
        self._in_front().undo()

    def save(self) -> None:
        self._in_front().save()

    def explain(self) -> None:
        self._in_front().explain()

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show a cluster, and work on it from now on; or the rules of a scheme that one keeps."""
        if kind == OwnRules.kind:
            return self._open_rules(record)
        known = [cluster.id for cluster in self._desk.clusters()]
        if kind != Cluster.kind or record not in known:
            return False
        self._desk.use_cluster(record)
        self._stack.setCurrentWidget(self.detail)
        self.refresh()
        return True

    def _open_rules(self, rules: UUID) -> bool:
        held = self._desk.store.get(OwnRules, rules)
        cluster = cluster_of(held.record.scope) if held is not None else None
        return cluster is not None and self.open_record(Cluster.kind, cluster) and self._show_rules(rules)

    def _show_rules(self, rules: UUID) -> bool:
        if not self.rules.show_record(rules):
            return False
        self._stack.setCurrentWidget(self.rules)
        self.rules.focus_form()
        self.head_changed.emit()
        return True

    def _leave_rules(self) -> None:
        """Keep what is typed as a draft, and reckon with the rules as they are saved."""
        if not self._is_changing_rules():
            return
        self.rules.leave()
        record = self.rules.record
        self._stack.setCurrentWidget(self.detail)
        self.refresh()
        self.detail.tabs.setCurrentWidget(self.grant)
        self.grant.reckon_with(record.id if record is not None else None)

    def _in_front(self) -> RecordDetail[Cluster] | RecordDetail[OwnRules]:
        """Return what the keys of the window work on: the cluster, or the rules that are being changed."""
        return self.rules if self._is_changing_rules() else self.detail

    def _are_rules_of(self, cluster: Cluster) -> bool:
        record = self.rules.record
        return record is not None and record.scope == cluster.scope

    def _is_changing_rules(self) -> bool:
        return self._stack.currentWidget() is self.rules

    def _is_making(self) -> bool:
        return self._stack.currentWidget() is self.making

    def _make(self, cluster: Cluster) -> None:
        self._desk.save(self, [Edit(None, cluster)], lambda _saved: self._was_made(cluster))

    def _was_made(self, cluster: Cluster) -> None:
        self._stack.setCurrentWidget(self.detail)
        self._desk.use_cluster(cluster.id)
        self.refresh()
        self.detail.form.boxes["cluster_type"].editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()
