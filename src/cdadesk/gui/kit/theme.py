"""Dresses the whole program: letters, colours and the style sheet, light or dark, as the tokens say."""

from enum import StrEnum
from pathlib import Path
from string import Template

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from cdadesk import look, resources

_SHADE = "cdadesk-shade"
_DRESSED = "cdadesk-dressed"
_BORDERS = 2

_ROLES = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "canvas",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.PlaceholderText: "second_ink",
    QPalette.ColorRole.Highlight: "primary",
    QPalette.ColorRole.HighlightedText: "on_primary",
    QPalette.ColorRole.Accent: "primary",
    QPalette.ColorRole.Link: "primary",
    QPalette.ColorRole.LinkVisited: "primary_strong",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "edge",
}
_DIMMED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class Scheme(StrEnum):
    """What the person chose: as the system does, or always one shade."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Keeps the program dressed while the system, the person or the language change their mind."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = Scheme.SYSTEM
        self._language = "en"
        self._families = _load_letters()
        self._worn: tuple[look.Shade, str] | None = None
        self._sheet = ""
        QDir.setSearchPaths("controls", [str(resources.path("look", "controls"))])
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._dress()

    @property
    def scheme(self) -> Scheme:
        """What the person chose."""
        return self._scheme

    @property
    def shade(self) -> look.Shade:
        """The shade that is shown now."""
        if self._scheme is Scheme.SYSTEM:
            dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
            return look.Shade.DARK if dark else look.Shade.LIGHT
        return look.Shade(self._scheme.value)

    def choose(self, scheme: Scheme) -> None:
        """Take the person's choice; the frame that the system draws follows where it can."""
        self._scheme = scheme
        wanted = {Scheme.LIGHT: Qt.ColorScheme.Light, Scheme.DARK: Qt.ColorScheme.Dark}
        self._app.styleHints().setColorScheme(wanted.get(scheme, Qt.ColorScheme.Unknown))
        self._dress()

    def use_language(self, code: str) -> None:
        """Set letters in the sizes that the language's script needs."""
        self._language = code
        self._dress()

    def dress(self, window: QWidget) -> None:
        """Put the style sheet on a window and all that comes into it, and keep it up to date.

        A sheet of the whole application would dress a part anew each time it is laid into another one: that took
        three quarters of the time in which a place first appears.
        """
        window.setProperty(_DRESSED, True)  # noqa: FBT003 - Qt's own
        window.setStyleSheet(self._sheet)

    def _follow_system(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._dress()

    def _dress(self) -> None:
        if (self.shade, self._language) == self._worn:
            return
        self._worn = (self.shade, self._language)
        colours = look.colours(self.shade)
        self._app.setProperty(_SHADE, self.shade.value)
        dressed = [window for window in self._app.topLevelWidgets() if window.property(_DRESSED)]
        for window in dressed:
            window.setStyleSheet("")  # replacing a sheet outright costs more than twice the time of doing it bare
        self._app.setPalette(_palette(colours))
        self._app.setFont(_body_font(self._families, self._language))
        self._sheet = _style_sheet(self.shade, self._language)
        for window in dressed:
            window.setStyleSheet(self._sheet)
        self.changed.emit()


def current_colours() -> look.Colours:
    """Return the colours in use, for what is painted by hand; light before any theme was put on."""
    app = QApplication.instance()
    shade = app.property(_SHADE) if app is not None else None
    return look.colours(look.Shade(shade or look.Shade.LIGHT))


def colour(token: str) -> QColor:
    """Return one token's colour in the shade in use."""
    return QColor(current_colours().named(token))


def wear(widget: QWidget, name: str) -> None:
    """Give a widget one of the looks that the style sheet knows."""
    set_style_property(widget, "look", name)


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for, and show its effect at once; what was never shown has no need."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _load_letters() -> list[str]:
    families: list[str] = []
    for file in _letter_files():
        number = QFontDatabase.addApplicationFont(str(file))
        families += [name for name in QFontDatabase.applicationFontFamilies(number) if name not in families]
    return families


def _letter_files() -> list[Path]:
    return sorted(resources.path("fonts").glob("*.ttf"))


def _body_font(families: list[str], language: str) -> QFont:
    font = QFont()
    font.setFamilies(families)
    font.setPointSizeF(look.type_sizes(language).body)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def _palette(colours: look.Colours) -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(colours.named(token)))
    for role in _DIMMED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return palette


def _style_sheet(shade: look.Shade, language: str) -> str:
    letters = look.type_sizes(language)
    inner = look.sizes().control - _BORDERS
    words = look.colours(shade).plain() | {
        "shade": shade.value,
        "radius": str(look.radius()),
        "control_inner": str(inner),
        "control_focused": str(inner - _BORDERS),
        "second": str(letters.second),
        "section": str(letters.section),
        "title": str(letters.title),
        "figure": str(letters.figure),
    }
    written = resources.path("look", "window.qss").read_text(encoding="utf-8")
    return Template(written).substitute(words)
