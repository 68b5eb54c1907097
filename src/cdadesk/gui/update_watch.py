"""Looking for a newer version of the program: after an exchange that went well, once a day, and said once."""

from PySide6.QtCore import QObject

from cdadesk.acts import updating
from cdadesk.acts.updating import Offer
from cdadesk.gui.desk import Desk
from cdadesk.gui.exchanging.runner import Ending
from cdadesk.gui.exchanging.stopping import stoppable, wish
from cdadesk.gui.kit import background
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.i18n import _

_SAID = "window/update_said"


class UpdateWatch(QObject):
    """Asks the server beside the window; what goes wrong with it is nobody's worry until the next day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        updating.tidy(desk.updates)
        if desk.updates.possible and not desk.illustrative:
            desk.runner.exchange_over.connect(self._exchanged)

    def _exchanged(self, ending: Ending) -> None:
        desk = self._desk
        if ending.well and updating.is_due(desk.store, desk.clock):
            desk.background.start(self, self._ask, self._say, lambda _sentence: None)

    def _ask(self, progress: background.Progress) -> Offer | None:
        desk = self._desk
        return stoppable(lambda: updating.ask_server(desk.store, desk.updates, desk.clock, wish(progress)))

    def _say(self, offer: Offer | None) -> None:
        if offer is None or self._desk.memory.recall(_SAID) == offer.release.version:
            return
        self._desk.memory.keep(_SAID, offer.release.version)
        said = _("Version {newer} of the program is there. It is installed when you say so.")
        look = Action(_("Look at it"), lambda: self._desk.go_to("exchange"))
        self._desk.say(Tone.INFO, said.format(newer=offer.release.version), look)
