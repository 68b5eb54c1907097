"""The window before a profile is open: one step at a time, in either language, until a store is handed over."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdadesk import i18n, look
from cdadesk.gui.kit.background import Background
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import Theme, wear
from cdadesk.gui.kit.top_bar import LanguageSwitch
from cdadesk.gui.kit.words import IconLabel, label
from cdadesk.gui.start.choosing import ChoosingStep
from cdadesk.gui.start.creating import CreatingStep
from cdadesk.gui.start.recovery import RecoveryStep
from cdadesk.gui.start.restoring import RestoringStep
from cdadesk.gui.start.step import Step
from cdadesk.gui.start.unlocking import ForgottenStep, UnlockingStep
from cdadesk.i18n import _
from cdadesk.store import profile as profiles
from cdadesk.store import vault
from cdadesk.store.backup import Copy, automatic
from cdadesk.store.creating import Setup
from cdadesk.store.profile import Profile
from cdadesk.store.putting_back import place_of, put_back
from cdadesk.store.store import Created, Store
from cdadesk.store.troubles import NewerDatabase

_SIZE = (820, 620)
_COLUMN = 460


class StartWindow(QWidget):
    """Hands over the open store of whoever could unlock it, once."""

    opened = Signal(object)

    def __init__(self, theme: Theme, background: Background, root: Path, setup: Setup) -> None:
        super().__init__()
        self._theme = theme
        self._background = background
        self._root = root
        self._setup = setup
        self._profile: Profile | None = None
        self._only: Path | None = None
        self._store: Store | None = None
        self.choosing = ChoosingStep()
        self.creating = CreatingStep()
        self.recovery = RecoveryStep()
        self.unlocking = UnlockingStep()
        self.forgotten = ForgottenStep()
        self.restoring = RestoringStep()
        self._languages = LanguageSwitch()
        self._stack = QStackedWidget()
        self.setWindowIcon(icon("cdadesk"))
        self.resize(*_SIZE)
        self._lay_out()
        self._listen()
        theme.dress(self)
        self.retranslate()

    def begin(self) -> None:
        """Show the profiles of this laptop, or what fits where there is one or none."""
        found = profiles.profiles(self._root)
        if not found:
            self._create()
        elif len(found) == 1:
            self.begin_with(found[0].folder)
        else:
            self._choose()

    def begin_with(self, folder: Path) -> None:
        """Unlock the profile of a folder, or make it there."""
        found = profiles.at(folder)
        if found.key_file.exists():
            self._unlock(found)
        else:
            self._only = folder
            self._create()

    def open_by(self, make: Callable[[], Store]) -> None:
        """Open what needs no passphrase of anybody, such as the demo."""
        self._show(self.unlocking)
        self.unlocking.busy_with(_("Opening …"))
        self._background.start(self, lambda _progress: make(), self._hand_over, self.unlocking.trouble)

    def work_with(self, background: Background) -> None:
        """Use another runner of work from now on."""
        self._background = background

    def use_language(self, code: str) -> None:
        """Write the window again in another language."""
        i18n.use_language(code)
        self._theme.use_language(code)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self.setWindowTitle("cdadesk")
        self._languages.show_language(i18n.language())
        for step in self._steps():
            step.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of a profile that was just made and not handed over."""
        if self._store is not None:
            self._store.close()
            self._store = None
        super().closeEvent(event)

    def _choose(self) -> None:
        self.choosing.show_profiles(profiles.profiles(self._root))
        self._show(self.choosing)

    def _create(self) -> None:
        if self._only is None and profiles.profiles(self._root):
            self.creating.offer_way_back()
        self._show(self.creating)

    def _unlock(self, chosen: Profile) -> None:
        self._profile = chosen
        if chosen.language in i18n.LANGUAGES:
            self.use_language(chosen.language)
        self.unlocking.show_person(chosen.name)
        self._show(self.unlocking)

    def _make(self, name: str, passphrase: str) -> None:
        folder = self._only or profiles.new_folder(name, self._root)
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.creating.busy_with(_("The profile is being made …"))
        code, setup = i18n.language(), self._setup
        self._background.start(
            self,
            lambda _progress: Store.create(folder, passphrase, name, code, setup),
            self._made,
            self.creating.trouble,
        )

    def _made(self, created: Created) -> None:
        self._store = created.store
        self.creating.forget_passphrase()
        self.recovery.show_key(created.store.me.name, created.recovery)
        self._show(self.recovery)

    def _kept(self) -> None:
        self.recovery.forget()
        if self._store is not None:
            self._hand_over(self._store)

    def _open(self, passphrase: str) -> None:
        if self._profile is not None:
            key_file = self._profile.key_file
            self._open_with(self.unlocking, lambda: vault.unlock(key_file, passphrase))

    def _open_again(self, written: str, passphrase: str) -> None:
        if self._profile is not None:
            key_file, hardness = self._profile.key_file, self._setup.hardness
            self._open_with(self.forgotten, partial(_renewed, key_file, written, passphrase, hardness))

    def _open_with(self, step: Step, unlock: Callable[[], vault.Key]) -> None:
        if self._profile is None:
            return
        folder, setup = self._profile.folder, self._setup
        newer: list[Copy] = []

        def work(_progress: object) -> Store:
            try:
                return Store.open(folder, unlock(), setup)
            except NewerDatabase:
                newer.extend(each for each in automatic(Profile(folder)) if each.path.is_dir())
                raise

        def failed(sentence: str) -> None:
            self.unlocking.offer_copy(next(iter(newer), None))
            step.trouble(f"{sentence} {_newer_words()}" if newer else sentence)

        step.busy_with(_("Opening …"))
        self._background.start(self, work, self._hand_over, failed)

    def _put_back_here(self, copy: Path, passphrase: str) -> None:
        if self._profile is not None:
            self._put_back_into(self._profile.folder, copy, passphrase, self.unlocking)

    def _put_back(self, copy: Path, passphrase: str) -> None:
        self._put_back_into(self._only or place_of(copy, self._root), copy, passphrase, self.restoring)

    def _put_back_into(self, into: Path, copy: Path, passphrase: str, step: Step) -> None:
        setup = self._setup

        def work(_progress: object) -> Store:
            put_back(copy, passphrase, into, setup.clock.now())
            return Store.open(into, vault.unlock(Profile(into).key_file, passphrase), setup)

        step.busy_with(_("The copy is checked and put in its place …"))
        self._background.start(self, work, self._hand_over, step.trouble)

    def _hand_over(self, store: Store) -> None:
        self._store = None
        self.restoring.forget()
        self.forgotten.forget()
        self.unlocking.passphrase.line.clear()
        self.opened.emit(store)

    def _show(self, step: Step) -> None:
        for place in range(self._stack.count()):
            if self._stack.widget(place).isAncestorOf(step):
                self._stack.setCurrentIndex(place)
        step.begin()

    def _steps(self) -> tuple[Step, ...]:
        return self.choosing, self.creating, self.recovery, self.unlocking, self.forgotten, self.restoring

    def _listen(self) -> None:
        self._languages.chosen.connect(self.use_language)
        self.choosing.chosen.connect(self._unlock)
        self.choosing.new_asked.connect(self._create)
        self.creating.asked.connect(self._make)
        self.creating.turned_back.connect(self.begin)
        self.recovery.kept.connect(self._kept)
        self.unlocking.asked.connect(self._open)
        self.unlocking.turned_back.connect(self._choose)
        self.unlocking.copy_asked.connect(self._put_back_here)
        self.unlocking.forgotten.connect(lambda: self._show(self.forgotten))
        self.forgotten.asked.connect(self._open_again)
        self.forgotten.turned_back.connect(lambda: self._show(self.unlocking))
        for step in (self.choosing, self.creating):
            step.copy_asked.connect(lambda: self._show(self.restoring))
        self.restoring.asked.connect(self._put_back)
        self.restoring.turned_back.connect(self.begin)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        wear(self, "desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top = QHBoxLayout()
        top.setContentsMargins(gaps.wide, gaps.medium, gaps.large, gaps.medium)
        top.setSpacing(gaps.small)
        top.addWidget(IconLabel("cdadesk", edge=24))
        top.addWidget(label("cdadesk", "brand"), 1)
        top.addWidget(self._languages)
        for step in self._steps():
            self._stack.addWidget(_in_the_middle(step))
        wear(self._stack, "sheet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)


def _renewed(key_file: Path, written: str, passphrase: str, hardness: vault.Hardness) -> vault.Key:
    key = vault.unlock_with_recovery(key_file, written)
    vault.change_passphrase(key_file, key, passphrase, hardness)
    return key


def _in_the_middle(step: Step) -> QWidget:
    step.setFixedWidth(_COLUMN)
    inside = QWidget()
    wear(inside, "scrolled")
    row = QHBoxLayout()  # an alignment instead would lose the height that broken lines need
    row.addStretch(1)
    row.addWidget(step)
    row.addStretch(1)
    column = QVBoxLayout(inside)
    column.setContentsMargins(look.spacing().wide, look.spacing().vast, look.spacing().wide, look.spacing().vast)
    column.addStretch(1)
    column.addLayout(row)
    column.addStretch(2)
    return scrolled(inside)


def _newer_words() -> str:
    return _(
        "Or work with the copy that was made before the update. What was sent since then comes back with the next "
        "exchange; what was not sent is kept aside for the newer version."
    )
