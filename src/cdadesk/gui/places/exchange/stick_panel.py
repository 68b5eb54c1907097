"""The stick out and in: two large buttons with three plain steps each, what was written, and what is carried."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import stick, stick_in
from cdadesk.acts.stick import Overview, Receiver, Wish, Written
from cdadesk.acts.stick_in import Found
from cdadesk.acts.stick_photos import Offer, Photos, Rest
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.file_questions import ask_folder
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import IconLabel, ShortLabel, button, dress_button, label, paragraph
from cdadesk.gui.places.exchange import stick_words as words
from cdadesk.gui.places.exchange.cards import Card
from cdadesk.i18n import _
from cdadesk.store.sticks import Carried, Carrying, Stick

_SHOWN = 4
_ICON = 16


class StickPanel(Card):
    """Writes sticks and reads them, beside the window; says what of them has arrived."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("usb")
        self._desk = desk
        self._overview: Overview | None = None
        self._busy = False
        self._after = 0
        self._rest: Rest | None = None
        self._chose = False
        self.whom = QComboBox()
        self.portion = QComboBox()
        self.photos = QComboBox()
        self.out = _Way(self._out_action, words.WRITE_STEPS)
        self.into = _Way(self._in_action, words.READ_STEPS)
        self.notice = Notice()
        self.warning = Notice()
        self.whom.activated.connect(self._choose)
        self.photos.activated.connect(self._choose_photos)
        self._lay_out()
        self.retranslate()

    def refresh(self) -> None:
        """Read how things stand with sticks, beside the window."""
        self._desk.read(self, stick.overview, self.show_overview)

    def show_overview(self, found: Overview) -> None:
        """Show it; what was chosen stays chosen."""
        self._overview = found
        self.retranslate()

    def retranslate(self) -> None:
        """Write every word again."""
        self.title.setText(_("USB stick"))
        people = [(_("For {name}").format(name=each.name), each.user) for each in self._receivers()]
        _fill(self.whom, [*people, (_("For the server alone"), "")], keep=self._chose)
        _fill(self.portion, words.choices(), keep=True)
        self._offer_photos()
        self.whom.setAccessibleName(_("For whom"))
        self.portion.setAccessibleName(_("Size of the files"))
        self.photos.setAccessibleName(_("Photos and papers"))
        for way in (self.out, self.into):
            way.retranslate()
        if self._overview is not None and not self._overview.ready:
            self.warning.say(Tone.INFO, str(stick.NoStickYet()))
        elif self._overview is not None:
            self.warning.fall_silent()
        self.show_lines(list(self._told()))

    def write(self, folder: Path) -> None:
        """Write a stick for whom is chosen."""
        photos = self.photos.currentData() or Photos.none
        wish = Wish(folder, self._receiver(), self.portion.currentData() or 0, self._after, photos, self._rest)
        store, clock = self._desk.store, self._desk.clock
        self._begin(_("The stick is being written and read back."))
        start = self._desk.background.start
        start(self, lambda _progress: stick.write(store, wish, clock), self._written, self._failed)

    def read(self, path: Path) -> None:
        """Read a stick."""
        store = self._desk.store
        self._begin(_("The stick is being read."))
        self._desk.background.start(self, lambda _progress: stick_in.read(store, path), self._found, self._failed)

    def _receivers(self) -> Sequence[Receiver]:
        return self._overview.receivers if self._overview else ()

    def _receiver(self) -> Receiver | None:
        return next((each for each in self._receivers() if each.user == self.whom.currentData()), None)

    def _choose(self) -> None:
        """Note that the person chose; until then the first advisor stands there."""
        self._chose, self._after, self._rest = True, 0, None
        self._offer_photos()

    def _choose_photos(self) -> None:
        self._after, self._rest = 0, None

    def _offer_photos(self) -> None:
        """Offer for the one who is chosen which photos may go along, and say how large they are."""
        user = self.whom.currentData() or ""
        offers = self._overview.photos.get(user, ()) if self._overview else ()
        choices = [(words.photo_choice_words(each), each.photos) for each in offers or (Offer(Photos.none),)]
        _fill(self.photos, choices, keep=True)
        self.photos.setEnabled(len(choices) > 1)

    def _begin(self, said: str) -> None:
        self._busy = True
        self.retranslate()
        self.notice.say(Tone.INFO, said)

    def _written(self, made: Written) -> None:
        self._after, self._rest = (made.last, made.rest) if made.left else (0, None)
        again = Action(_("Write the rest"), self._ask_to_write) if made.left else None
        self._end(Tone.WARN if made.left else Tone.GOOD, words.written_words(made), again)

    def _found(self, found: Found) -> None:
        missing = words.missing_words(found.missing) if found.missing else ""
        wait = words.photos_wait_words(found.photos.wait) if found.photos.wait else ""
        said = [words.found_words(found), missing, wait, *found.troubles]
        wrong = bool(found.troubles or missing or wait)
        self._end(Tone.WARN if wrong else Tone.GOOD, "\n".join(filter(None, said)))

    def _failed(self, sentence: str) -> None:
        self._end(Tone.WARN, sentence)

    def _end(self, tone: Tone, said: str, action: Action | None = None) -> None:
        self._busy = False
        self.notice.say(tone, said, action)
        self._desk.note_news()
        self.refresh()

    def _ask_to_write(self) -> None:
        self._ask(_("Where is the stick?"), self.write)

    def _ask_to_read(self) -> None:
        self._ask(_("Where is the stick?"), self.read)

    def _ask(self, question: str, then: Callable[[Path], None]) -> None:
        """Ask for the folder of the stick; the window goes on meanwhile."""
        ask_folder(self, question, then)

    def _out_action(self) -> Action:
        ready = self._overview is not None and self._overview.ready
        return Action(_("Write to a stick"), self._ask_to_write, "upload", enabled=ready and not self._busy)

    def _in_action(self) -> Action:
        ready = self._overview is not None and self._overview.ready
        return Action(_("Read from a stick"), self._ask_to_read, "download", enabled=ready and not self._busy)

    def _told(self) -> Iterator[QWidget]:
        if self._overview is None:
            return
        yield from self._section(_("Sticks that you wrote"), [_stick_line(each) for each in self._overview.written])
        names = self._overview.names
        carried = [_carried_line(each, names.get(each.sender, _("somebody"))) for each in self._overview.carried]
        yield from self._section(_("What you carry for others"), carried)

    def _section(self, title: str, lines: Sequence[QWidget]) -> Iterator[QWidget]:
        if lines:
            yield label(title, "strong")
            yield from lines[:_SHOWN]

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self.out.choices.addWidget(self.whom, 0, 0)
        self.out.choices.addWidget(self.portion, 0, 1)
        self.out.choices.addWidget(self.photos, 1, 0, 1, 2)
        ways = QWidget()
        row = QHBoxLayout(ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gaps.wide)
        for way in (self.out, self.into):
            row.addWidget(way, 1)
        for place, widget in enumerate((ways, self.warning, self.notice), start=1):
            self.column.insertWidget(place, widget)


class _Way(QWidget):
    """One large button with its three steps."""

    def __init__(self, action: Callable[[], Action], steps: Sequence[str]) -> None:
        super().__init__()
        self._action = action
        self._steps = steps
        self.go = button(action(), "primary")
        self.go.setAutoDefault(True)
        self._said = [paragraph() for _step in steps]
        self.choices = QGridLayout()
        gaps = look.spacing()
        self.choices.setSpacing(gaps.small)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.small)
        for said in self._said:
            column.addWidget(said)
        column.addStretch(1)
        column.addLayout(self.choices)
        column.addWidget(self.go)

    def retranslate(self) -> None:
        """Write steps and button again."""
        dress_button(self.go, self._action())
        for number, (said, step) in enumerate(zip(self._said, self._steps, strict=True), start=1):
            said.setText(f"{number}.  {_(step)}")


def _fill(box: QComboBox, choices: Sequence[tuple[str, object]], *, keep: bool) -> None:
    """Write the choices anew; what a person chose stays chosen, else the first one stands there."""
    chosen = box.currentData() if keep else choices[0][1]
    box.blockSignals(True)  # noqa: FBT003 - the signature is Qt's
    box.clear()
    for text, value in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)  # noqa: FBT003 - the signature is Qt's


def _stick_line(made: Stick) -> QWidget:
    whole = made.arrived == made.changes
    icon = IconLabel("check" if whole else "usb", "good" if whole else "second_ink", _ICON)
    return _line(icon, words.stick_words(made), words.stick_place_words(made))


def _carried_line(one: Carried, name: str) -> QWidget:
    wrong = one.state in (Carrying.refused, Carrying.forked)
    done = one.state is Carrying.delivered
    icon = IconLabel(*(("triangle-alert", "warn") if wrong else ("check", "good") if done else ("usb", "second_ink")))
    return _line(icon, words.carried_words(one, name), words.carried_state_words(one))


def _line(icon: IconLabel, said: str, second: str) -> QWidget:
    made = QWidget()
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(paragraph(said))
    texts.addWidget(ShortLabel(second, "second"))
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.spacing().small)
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(texts, 1)
    return made
