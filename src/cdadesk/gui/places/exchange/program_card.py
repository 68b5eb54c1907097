"""The program itself: which version runs here, whether there is a newer one, and the way back to the one before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cdadesk import i18n, look
from cdadesk.acts import updating
from cdadesk.acts.updating import Offer
from cdadesk.gui.desk import Desk
from cdadesk.gui.exchanging.stopping import stoppable, wish
from cdadesk.gui.kit import background
from cdadesk.gui.kit.file_questions import ask_folder
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, button, dress_button, label, paragraph
from cdadesk.gui.records.drafted import unfinished
from cdadesk.gui.sentences import size_words
from cdadesk.i18n import _, format_day


class ProgramCard(QFrame):
    """One line of what stands, one button for what comes next, and quiet ones for the rest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._offer: Offer | None = None
        self._file: Path | None = None
        self._job: background.Job | None = None
        wear(self, "card")
        self.title = label("", "section")
        self.words = paragraph("", "second")
        self.news = paragraph()
        self.notice = Notice()
        self.next = button(Action("", self._go_on))
        self.next.setAutoDefault(True)
        self.stick = button(Action("", self.ask_folder), "secondary")
        self.back = button(Action("", self.go_back), "quiet")
        self._lay_out()
        self.show_offer(updating.heard(desk.store, desk.updates))

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        ways, offer = self._desk.updates, self._offer
        self.title.setText(_("The program"))
        self.words.setText(self._standing())
        self.news.setText(offer.release.news_in(i18n.language()) if offer is not None else "")
        self.news.setVisible(bool(self.news.text()))
        dress_button(self.next, self._next_action())
        self.next.setVisible(ways.possible and (offer is None or offer.part is not None))
        dress_button(self.stick, Action(_("Update from a stick …"), self.ask_folder, "usb", enabled=not self._busy))
        self.stick.setVisible(ways.possible)
        dress_button(self.back, Action(_("Back to the version before"), self.go_back, "undo-2", enabled=not self._busy))
        self.back.setVisible(ways.installed.way_back is not None)

    def show_offer(self, offer: Offer | None) -> None:
        """Show a newer version, or that none is known."""
        self._offer = offer
        self._file = self._desk.updates.found(offer) if offer is not None else None
        self.retranslate()

    def look_in(self, folder: Path) -> None:
        """Look for a newer version in a folder, and take it from there."""
        self._work(lambda _progress: updating.look_on_stick(self._desk.updates, folder), self._found_on_stick)

    def ask_server(self) -> None:
        """Ask the server whether there is a newer version."""
        desk = self._desk
        self._work(
            lambda progress: updating.ask_server(desk.store, desk.updates, desk.clock, wish(progress)),
            self._heard,
        )

    def fetch(self) -> None:
        """Bring the newer version to this laptop."""
        offer, ways = self._offer, self._desk.updates
        if offer is not None:
            job = self._work(
                lambda progress: updating.fetch(ways, offer, progress.report, wish(progress)), self._fetched
            )
            if job is not None:
                self._desk.follow(job, _("Fetching the update"))

    def install(self) -> None:
        """Copy the profile, start the installer and close the window; not while something is unsaved."""
        offer, desk = self._offer, self._desk
        if offer is not None and self._may_close():
            self.notice.say(Tone.INFO, _("A copy of your records is made and read back first."))
            self._work(lambda _progress: updating.make_ready(desk.store, desk.updates, offer), self._start)

    def go_back(self) -> None:
        """Put the version before in the place of this one, and close the window."""
        program, store = self._desk.updates.installed.way_back, self._desk.store
        if program is not None and self._may_close():
            self._work(lambda _progress: updating.copy_before(store), lambda _copy: self._start(program))

    def ask_folder(self) -> None:
        """Ask for the folder of the update; the window goes on meanwhile."""
        ask_folder(self, _("Where does the update lie?"), self.look_in)

    def _standing(self) -> str:
        ways, offer = self._desk.updates, self._offer
        version = ways.installed.version
        if not ways.possible:
            return _("cdadesk {version}. This copy of the program takes no updates by itself.").format(version=version)
        if offer is None:
            return _("cdadesk {version}. No newer version is known here.").format(version=version)
        said = _("cdadesk {version} runs here. Version {newer} of {day} is there.")
        if offer.part is None:
            said = _("cdadesk {version} runs here. Version {newer} needs the full installer, which is not there.")
        elif self._file is not None and not ways.installs:
            said = _("Version {newer} lies here: {file}. Whoever looks after this computer can install it.")
        return said.format(
            version=version, newer=offer.release.version, day=format_day(offer.release.day), file=self._file
        )

    def _next_action(self) -> Action:
        offer, still = self._offer, not self._busy
        if offer is None or offer.part is None:
            return Action(_("Ask the server"), self.ask_server, "refresh-cw", enabled=still)
        if self._file is None:
            said = _("Fetch it, {size}").format(size=size_words(offer.part.size))
            return Action(said, self.fetch, "download", enabled=still)
        if self._desk.updates.installs:
            return Action(_("Install and start again"), self.install, "download", enabled=still)
        return Action(_("Show the folder"), self._show_folder, "folder-open", enabled=still)

    def _go_on(self) -> None:
        self._next_action().run()

    def _may_close(self) -> bool:
        left = unfinished(self._desk)
        if left:
            newest = left[0]
            said = _("“{title}” is typed and not saved. Save it or throw it away first.").format(title=newest.title)
            self.notice.say(
                Tone.WARN, said, Action(_("Go on with it"), lambda: self._desk.open(newest.kind, newest.id))
            )
        elif self._desk.runner.running:
            self.notice.say(Tone.WARN, _("An exchange is under way. Wait until it is over, or stop it."))
        return not left and not self._desk.runner.running

    def _work(
        self, work: Callable[[background.Progress], object], when_done: Callable[..., object]
    ) -> background.Job | None:
        if self._busy:
            return None
        job = self._desk.background.start(
            self, lambda progress: stoppable(lambda: work(progress)), when_done, self._failed
        )
        job.ended.connect(lambda: self._over(job))
        self._job = job
        self.retranslate()
        return job

    @property
    def _busy(self) -> bool:
        return self._job is not None

    def _over(self, job: background.Job) -> None:
        if self._job is job:
            self._job = None
            self.retranslate()

    def _failed(self, sentence: str) -> None:
        self.notice.say(Tone.WARN, sentence)

    def _found_on_stick(self, offer: Offer) -> None:
        self._job = None  # the next piece of work begins before this one has said that it is over
        self.show_offer(offer)
        if self._file is None:
            self.fetch()

    def _heard(self, offer: Offer | None) -> None:
        self.show_offer(offer)
        if offer is None:
            self.notice.say(Tone.GOOD, _("The server has no newer version."))
        else:
            self.notice.fall_silent()

    def _fetched(self, file: Path) -> None:
        self._file = file
        self.notice.say(Tone.GOOD, _("The update is here, whole and checked. Install it when it suits you."))

    def _start(self, program: Path) -> None:
        try:
            updating.start(program)
        except updating.UpdateCannotStart as trouble:
            self._failed(str(trouble))
            return
        self.window().close()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.updates.shelf)))

    def _lay_out(self) -> None:
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.small)
        head.addWidget(IconLabel("monitor"))
        head.addWidget(self.title, 1)
        for act in (self.back, self.stick, self.next):
            head.addWidget(act)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.large)
        column.setSpacing(gaps.small)
        column.addLayout(head)
        for each in (self.words, self.news, self.notice):
            column.addWidget(each)
