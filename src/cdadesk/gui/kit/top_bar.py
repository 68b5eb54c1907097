"""The top line: menus, the cluster in use, search, the language and the person."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTextBoundaryFinder, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from cdadesk import i18n, look
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.theme import Scheme, set_style_property, wear
from cdadesk.gui.kit.words import IconLabel, ShortButton, escaped, label
from cdadesk.i18n import N_, _

_MARK_EDGE = 24
_CHOOSER_MARGINS = 42
_SHORT_NAMES = {"en": "EN", "hi": "हि"}
_SCHEME_NAMES = {Scheme.SYSTEM: N_("Light or dark as the system"), Scheme.LIGHT: N_("Light"), Scheme.DARK: N_("Dark")}


class SearchBox(QLineEdit):
    """The search over everything; Escape gives the keyboard back."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        wear(self, "search")
        self.setMinimumWidth(150)
        self.setMaximumWidth(440)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if escape and event.type() == QEvent.Type.KeyPress:
            self.clear()
            self.left.emit()
            return True
        return super().event(event)


class LanguageSwitch(QWidget):
    """EN and हि side by side: both can always be read by who needs them."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for code in i18n.LANGUAGES:
            row.addWidget(self._button(code))
        first, *_rest, last = self._buttons.values()
        set_style_property(first, "end", "first")
        set_style_property(last, "end", "last")

    def _button(self, code: str) -> QPushButton:
        made = QPushButton(_SHORT_NAMES.get(code, code.upper()))
        wear(made, "language")
        made.setCheckable(True)
        made.setAccessibleName(i18n.LANGUAGES[code])
        made.setToolTip(i18n.LANGUAGES[code])
        made.clicked.connect(lambda: self.chosen.emit(code))
        self._group.addButton(made)
        self._buttons[code] = made
        return made

    def show_language(self, code: str) -> None:
        """Mark the language in use."""
        self._buttons[code].setChecked(True)


class TopBar(QWidget):
    """Knows nothing of clusters or people but their names; says what was asked for."""

    cluster_chosen = Signal(str)
    searched = Signal(str)
    search_left = Signal()
    language_chosen = Signal(str)
    scheme_chosen = Signal(Scheme)
    lock_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        wear(self, "desk")
        self.setFixedHeight(look.sizes().top_bar)
        self.menus = QMenuBar()
        self.menus.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.search = SearchBox()
        self.languages = LanguageSwitch()
        self._cluster = _chooser()
        self._clusters = QMenu(self)
        self._cluster.setMenu(self._clusters)
        self._person = _person_button()
        self._person_menu = QMenu(self)
        self._person_name = ""
        self._schemes: dict[Scheme, QAction] = {}
        self._lock = QAction(self)
        self._fill_person_menu()
        self._lay_out()
        self._listen()
        self.retranslate()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        brand = label("cdadesk", "brand")
        row = QHBoxLayout(self)
        row.setContentsMargins(gaps.large, 0, gaps.large, 0)
        row.setSpacing(gaps.small)
        row.addWidget(IconLabel("cdadesk", edge=_MARK_EDGE))
        row.addWidget(brand)
        row.addSpacing(gaps.medium)
        row.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(_upright())
        row.addWidget(self._cluster, 3)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        row.addWidget(self.languages)
        row.addSpacing(gaps.hair)
        row.addWidget(self._person)

    def _listen(self) -> None:
        self.search.returnPressed.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.left.connect(self.search_left)
        self.languages.chosen.connect(self.language_chosen)
        self._lock.triggered.connect(self.lock_asked)

    def _fill_person_menu(self) -> None:
        one_of = QActionGroup(self)
        for scheme in Scheme:
            act = QAction(self, checkable=True)
            act.triggered.connect(lambda _checked=False, chosen=scheme: self.scheme_chosen.emit(chosen))
            one_of.addAction(act)
            self._schemes[scheme] = act
            self._person_menu.addAction(act)
        self._person_menu.addSeparator()
        self._person_menu.addAction(self._lock)
        self._person.setMenu(self._person_menu)

    def show_clusters(self, names: Sequence[tuple[str, str]], current: str) -> None:
        """Offer clusters by (key, name); with one there is nothing to choose and the name stands alone."""
        self._clusters.clear()
        for key, name in names:
            act = self._clusters.addAction(escaped(name))
            act.setCheckable(True)
            act.setChecked(key == current)
            act.triggered.connect(lambda _checked=False, chosen=key: self.cluster_chosen.emit(chosen))
        name = dict(names).get(current, "")
        self._cluster.say(name)
        self._cluster.setEnabled(len(names) > 1)
        self._cluster.setVisible(bool(name))

    def show_person(self, name: str) -> None:
        """Show whose profile is open."""
        self._person_name = name
        self._person.setText(_initials(name))
        self.retranslate()

    def show_scheme(self, scheme: Scheme) -> None:
        """Mark the shade that was chosen."""
        self._schemes[scheme].setChecked(True)

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
        self.search.setPlaceholderText(_("Search everything  ({keys})").format(keys=keys))
        self.search.setAccessibleName(_("Search everything"))
        self.languages.show_language(i18n.language())
        self._person.setAccessibleName(_("Your profile: {name}").format(name=self._person_name))
        self._person.setToolTip(self._person_name)
        for scheme, act in self._schemes.items():
            act.setText(_(_SCHEME_NAMES[scheme]))
        self._lock.setText(_("Lock now"))
        self._lock.setIcon(icon("lock"))


def _upright() -> QFrame:
    made = QFrame()
    wear(made, "upright")
    made.setFixedHeight(look.sizes().top_bar // 2)
    return made


def _chooser() -> ShortButton:
    made = ShortButton("chooser", _CHOOSER_MARGINS)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.hide()
    return made


def _person_button() -> QPushButton:
    made = QPushButton()
    wear(made, "person")
    made.setFixedSize(QSize(32, 32))
    return made


def _initials(name: str) -> str:
    """Return one sign for a name; an Indic letter goes with its vowel sign, never alone."""
    stripped = name.strip()
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, stripped)
    return stripped[: max(finder.toNextBoundary(), 0)].upper()
