"""Search everything: what fits stands below the search box while one types; Enter goes there."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.domain.registry import ENTITIES
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.picks import MatchList
from cdadesk.i18n import _
from cdadesk.store.search import Hit

_ASK_AFTER_MS = 180
_MOST = 12
_NOTHING = ""


class SearchList(QObject):
    """Listens to a search box; the keyboard stays in the box."""

    def __init__(self, desk: Desk, box: QLineEdit) -> None:
        super().__init__(box)
        self._desk = desk
        self._box = box
        self.matches = MatchList(box)
        self.matches.picked.connect(self._go)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_ASK_AFTER_MS)
        self._waiting.timeout.connect(self.ask)
        box.textEdited.connect(lambda _text: self._waiting.start())
        box.installEventFilter(self)
        self._keys = {
            Qt.Key.Key_Down: lambda: self.matches.step(1),
            Qt.Key.Key_Up: lambda: self.matches.step(-1),
            Qt.Key.Key_Return: self._take,
            Qt.Key.Key_Enter: self._take,
        }

    def ask(self) -> None:
        """Look for what stands in the box."""
        self._waiting.stop()
        typed = self._box.text().strip()
        if not typed:
            self.matches.hide()
            return
        self._desk.read(self, lambda store: store.search(typed, limit=_MOST), lambda hits: self._show(typed, hits))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list before the box sees them; the list goes when the keyboard does."""
        if event.type() is QEvent.Type.FocusOut:
            self.matches.hide()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._box.text().strip():
            act = self._keys.get(Qt.Key(event.key()))
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _show(self, typed: str, hits: list[Hit]) -> None:
        if typed != self._box.text().strip() or not self._box.hasFocus():
            return
        lines: list[tuple[object, str]] = [(hit, self._words(hit)) for hit in hits]
        self.matches.offer(lines or [(_NOTHING, _("Nothing fits “{wanted}”.").format(wanted=typed))], self._box.width())

    def _words(self, hit: Hit) -> str:
        kind = ENTITIES.get(hit.kind)
        return _("{title}  ·  {kind}").format(title=hit.title, kind=_(kind.label) if kind is not None else hit.kind)

    def _take(self) -> None:
        if self._waiting.isActive() or not self.matches.isVisible():
            self.ask()
        else:
            self._go(self.matches.current_key())

    def _go(self, chosen: object) -> None:
        if not isinstance(chosen, Hit):
            return
        self.matches.hide()
        self._box.clear()
        cluster = cluster_of(chosen.scope)
        if cluster is not None:
            self._desk.use_cluster(cluster)
        self._desk.open(chosen.kind, chosen.id)
