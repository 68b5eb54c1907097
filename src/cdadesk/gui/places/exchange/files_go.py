"""What goes along with the records: photos and papers at all, and their originals; the person's word is kept."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.sending_files import let_originals_go, let_photos_go, originals_go, photos_go
from cdadesk.gui.kit.background import Background
from cdadesk.i18n import _
from cdadesk.store.store import Store


class FilesGo(QWidget):
    """Two check boxes; the one for originals can be pressed only while photos go at all."""

    def __init__(self, store: Store, background: Background) -> None:
        super().__init__()
        self._store = store
        self._background = background
        self.photos = QCheckBox()
        self.originals = QCheckBox()
        self.photos.setChecked(photos_go(store))
        self.originals.setChecked(originals_go(store))
        self.originals.setEnabled(self.photos.isChecked())
        self._lay_out()
        self.photos.toggled.connect(self._photos_toggled)
        self.originals.toggled.connect(self._originals_toggled)

    def retranslate(self) -> None:
        """Write every word again."""
        self.photos.setText(_("Photos and papers go too"))
        self.originals.setText(_("Originals go too, not only the smaller copies"))

    def _photos_toggled(self, go: bool) -> None:  # noqa: FBT001 - the signature is Qt's
        self.originals.setEnabled(go)
        self._remember(lambda: let_photos_go(self._store, go=go))

    def _originals_toggled(self, go: bool) -> None:  # noqa: FBT001 - the signature is Qt's
        self._remember(lambda: let_originals_go(self._store, go=go))

    def _remember(self, what: Callable[[], None]) -> None:
        self._background.write(self, lambda _progress: what(), lambda _nothing: None)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.spacing().large)
        row.addWidget(self.photos)
        row.addWidget(self.originals)
        row.addStretch(1)
