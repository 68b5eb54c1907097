"""The page of causes: each thing that people feel first, and below it what lies behind."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.issues import IssuesTogether, issues_of
from cdadesk.domain.diagnostic.causes import Behind, Branch, behind, circles, roots, tree
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.words import paragraph
from cdadesk.i18n import _

_KEY = Qt.ItemDataRole.UserRole


class CausesPage(Page):
    """The trees of causes of the cluster in use."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._together = IssuesTogether(())
        self.tree = QTreeWidget()
        self.circles = Notice()
        self._how = paragraph("", "second")
        self._empty = EmptyState("flag", "", self._to_issues())
        self._stack = QStackedWidget()
        self._lay_out()
        self.tree.itemActivated.connect(lambda item, _column: self._open(item))
        desk.records_changed.connect(self._refresh_if_seen)
        desk.cluster_changed.connect(self._refresh_if_seen)

    def title(self) -> str:
        return _("Causes")

    def refresh(self) -> None:
        self._desk.read(self, lambda store: issues_of(store, self._desk.scope or "-"), self._show)

    def retranslate(self) -> None:
        self._empty.say(_("Causes are named on the page of an issue; here the whole tree stands."), self._to_issues())
        self._how.setText(_("Above stands what people feel first; below it what lies behind. Enter opens an issue."))
        self.tree.setAccessibleName(_("Causes"))
        self._show(self._together)

    def _show(self, together: IssuesTogether) -> None:
        self._together = together
        causes = behind(together.issues)
        self._stack.setCurrentIndex(1 if any(causes.values()) else 0)
        said = together.circles()
        if said:
            self.circles.say(Tone.WARN, said[0][1])
        else:
            self.circles.fall_silent()
        self.tree.clear()
        for top in _tops(causes):
            self.tree.addTopLevelItem(self._item(tree(causes, top)))
        self.tree.expandAll()

    def _item(self, branch: Branch) -> QTreeWidgetItem:
        issue = self._together.find(branch.issue)
        title = issue.title() if issue is not None else ""
        made = QTreeWidgetItem([_("{issue} (see above)").format(issue=title) if branch.again else title])
        made.setData(0, _KEY, branch.issue)
        made.setToolTip(0, title)
        for below in branch.causes:
            made.addChild(self._item(below))
        return made

    def _open(self, item: QTreeWidgetItem) -> None:
        self._desk.open(Issue.kind, item.data(0, _KEY))

    def _to_issues(self) -> Action:
        return Action(_("To the issues"), lambda: self._desk.go_to("diagnostic"))

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self.tree.setHeaderHidden(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        parts = QWidget()
        column = QVBoxLayout(parts)
        column.setContentsMargins(gaps.wide, gaps.small, gaps.wide, gaps.small)
        column.setSpacing(gaps.small)
        column.addWidget(self._how)
        column.addWidget(self.circles)
        column.addWidget(self.tree, 1)
        for each in (self._empty, parts):
            self._stack.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setFocusProxy(self.tree)
        self.retranslate()


def _tops(causes: Behind) -> list[UUID]:
    """Return where trees begin: what is nobody's cause, and one issue of each circle that nothing leads to."""
    reached = [top for top in roots(causes) if causes[top]]
    return reached + [way[0] for way in circles(causes) if way[0] not in reached]
