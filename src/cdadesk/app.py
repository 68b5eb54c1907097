"""The window's program: start, profile, places, lock and quit. The only place that knows everything."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication, QWidget

from cdadesk import i18n
from cdadesk.acts.illustration import illustrative_day
from cdadesk.acts.updating import Updates
from cdadesk.demo import profile as demo
from cdadesk.demo.story import STORIES
from cdadesk.gui.desk import Desk
from cdadesk.gui.exchanging.network import NetworkWatch, SystemNetwork
from cdadesk.gui.finding import SearchList
from cdadesk.gui.kit.background import Background, mistake_of_ours
from cdadesk.gui.kit.memory import FileMemory
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import Scheme, Theme
from cdadesk.gui.log_file import LogFile, watch_mistakes
from cdadesk.gui.opening import Opening
from cdadesk.gui.places.every import PLACES
from cdadesk.gui.places.place import Place
from cdadesk.gui.records.drafted import unfinished
from cdadesk.gui.self_test import self_test
from cdadesk.gui.start.start_window import StartWindow
from cdadesk.gui.update_watch import UpdateWatch
from cdadesk.gui.workroom import Workroom
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.installed import Installed, here
from cdadesk.store import profile as profiles
from cdadesk.store.creating import Setup
from cdadesk.store.settings import Setting
from cdadesk.store.store import Store

_log = logging.getLogger(__name__)
_SCHEME = "window/scheme"
_FIELD_LAPTOP = 1366


@dataclass(frozen=True)
class Asked:
    """What the command line asked for; blank fields leave it to the person."""

    profile: Path | None = None
    demo: str = ""
    language: str = ""
    root: Path = field(default_factory=profiles.default_root)
    setup: Setup = field(default_factory=Setup)
    places: Sequence[Place] = PLACES
    network: Callable[[], NetworkWatch] = SystemNetwork
    installed: Installed = field(default_factory=here)


def run(asked: Asked, opening: Opening) -> int:
    """Show the window until the person quits, and return the exit code."""
    app = opening.application
    log = LogFile(asked.root.parent / "logs")
    program = Program(asked, Theme(app), log)
    watch_mistakes(program.own_up)
    app.aboutToQuit.connect(program.close)
    program.begin()
    opening.is_over()
    code = app.exec()
    log.close()
    return code


def run_self_test() -> int:
    """Try every part without a display or a network; 0 if all work. Lines go to the console if there is one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    try:
        for line in self_test(Theme(app)):
            _say(line)
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that the program does not work
        _log.exception("self-test")
        _say(f"failed: {error!r}")
        return 1
    return 0


def _say(line: str) -> None:
    if sys.stdout is not None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


class Program(QObject):
    """Leads from the start window to the places of a profile, and back when it is locked."""

    def __init__(self, asked: Asked, theme: Theme, log: LogFile) -> None:
        super().__init__()
        self._asked = asked
        self._theme = theme
        self._log = log
        self._warned = ""
        self._background = Background()
        self.start: StartWindow | None = None
        self.desk: Desk | None = None
        self.room: Workroom | None = None
        self.search: SearchList | None = None

    def begin(self) -> None:
        """Open the demo, the profile that was asked for, or ask whose it is."""
        self._speak(self._asked.language or _language_of_system())
        start = self._show_start()
        if self._asked.demo:
            start.open_by(self._make_demo)
        elif self._asked.profile is not None:
            start.begin_with(self._asked.profile)
        else:
            start.begin()

    def enter(self, store: Store) -> None:
        """Show the places of a profile that was unlocked."""
        self._log.move_to(store.profile.logs)
        _log.info("profile opened")
        self._speak(self._asked.language or store.settings.get(Setting.language, i18n.language()))
        memory = FileMemory(store.profile.folder / "window.ini")
        day = illustrative_day(store)
        clock = self._asked.setup.clock if day is None else demo.demo_clock(self._asked.setup.clock)
        ways = Updates.of(self._asked.installed, store.profile.folder)
        desk = Desk(store, self._background, clock, memory, updates=ways)
        UpdateWatch(desk)
        room = Workroom(desk, self._asked.places, self._theme)
        self.desk, self.room = desk, room
        self.search = SearchList(desk, room.window.top_bar.search)
        room.window.lock_asked.connect(self.lock)
        room.window.scheme_changed.connect(lambda scheme: memory.keep(_SCHEME, scheme.value))
        room.window.use_scheme(_scheme(memory.recall(_SCHEME)))
        _show_as_large_as_fits(room.window)
        self._put_away(self.start)
        self.start = None
        self._greet(desk, room)
        desk.courier.begin(self._asked.network())

    def lock(self) -> None:
        """Close the profile, drafts and all, and ask for its passphrase again."""
        if self.desk is None:
            return
        folder = self.desk.store.profile.folder
        start = self._show_start()
        self.close()
        self._background = Background()
        start.work_with(self._background)
        start.begin_with(folder)

    def close(self) -> None:
        """Finish every write and let go of the profile."""
        if self.desk is not None:
            self.desk.courier.end()
        if self.room is not None:
            self._put_away(self.room.window)
        self._background.close()
        if self.desk is not None:
            self.desk.store.close()
            _log.info("profile closed")
        self.room, self.desk, self.search = None, None, None

    def own_up(self) -> None:
        """Say that the program made a mistake; what is typed is kept by then or within the second."""
        if self.desk is not None:
            self.desk.say(Tone.BAD, mistake_of_ours())

    def _show_start(self) -> StartWindow:
        start = StartWindow(self._theme, self._background, self._asked.root, self._asked.setup)
        start.opened.connect(self.enter)
        start.show()
        start.activateWindow()
        self.start = start
        return start

    def _greet(self, desk: Desk, room: Workroom) -> None:
        """Begin where there is something to do: the cluster of a fresh profile, or what was left half typed."""
        if desk.cluster is None and any(place.key == "cluster" for place in self._asked.places):
            room.window.go_to("cluster")
        if desk.illustrative:
            self._warn(desk)
            room.window.language_changed.connect(lambda _code: self._warn_again(desk, room))
        else:
            _say_what_was_kept(desk)

    def _warn(self, desk: Desk) -> None:
        said = _("Illustrative: invented for training, not facts. The passphrase is “{passphrase}”.")
        self._warned = said.format(passphrase=demo.PASSPHRASE)
        desk.say(Tone.INFO, self._warned)

    def _warn_again(self, desk: Desk, room: Workroom) -> None:
        # What was put away stays away, and what was said since then stands.
        if room.window.banner.text() == self._warned:
            self._warn(desk)

    def _speak(self, code: str) -> None:
        if code in i18n.LANGUAGES:
            i18n.use_language(code)
            self._theme.use_language(code)

    def _demo_folder(self) -> Path:
        name = "demo" if self._asked.demo == STORIES[0] else f"demo-{self._asked.demo}"
        return self._asked.profile or self._asked.root.parent / name

    def _make_demo(self) -> Store:
        asked = self._asked
        return demo.make_demo_profile(self._demo_folder(), asked.setup, i18n.language(), asked.demo).store

    def _put_away(self, window: QWidget | None) -> None:
        if window is not None:
            window.close()
            window.deleteLater()


def _say_what_was_kept(desk: Desk) -> None:
    left = unfinished(desk)
    if not left:
        return
    newest, more = left[0], len(left) - 1
    said = _("What you had typed and not saved is kept: “{title}”.").format(title=newest.title)
    if more:
        said += " " + ngettext("{n} more waits, too.", "{n} more wait, too.", more).format(n=format_number(more))
    desk.say(Tone.INFO, said, Action(_("Go on with it"), lambda: desk.open(newest.kind, newest.id)))


def _show_as_large_as_fits(window: QWidget) -> None:
    """Fill the screen of a field laptop, where every line counts; elsewhere stand as the person left it."""
    if window.screen().availableGeometry().width() <= _FIELD_LAPTOP:
        window.showMaximized()
    else:
        window.show()
    window.activateWindow()


def _scheme(written: str) -> Scheme:
    return next((scheme for scheme in Scheme if scheme.value == written), Scheme.SYSTEM)


def _language_of_system() -> str:
    return "hi" if QLocale.system().language() is QLocale.Language.Hindi else "en"
