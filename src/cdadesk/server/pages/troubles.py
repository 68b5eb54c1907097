"""What stops a visitor of the pages, each in a sentence that can be shown as it stands."""

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _


class NotSignedIn(Trouble):
    """Nobody is signed in; `wanted` is where to go on afterwards."""

    def __init__(self, wanted: str) -> None:
        super().__init__(_("Sign in first."))
        self.wanted = wanted


class FormExpired(Trouble):
    """A form was sent that these pages did not give to this browser, or long ago."""

    def __init__(self) -> None:
        super().__init__(_("This form is too old. Go back, load the page again, and send it once more."))


class NotForThisRole(Trouble):
    """The page is there, but not for accounts of this kind."""

    def __init__(self) -> None:
        super().__init__(_("Your account does not open this page. Ask the administrator, if it should."))


class CannotBeSaved(Trouble):
    """The server did not take what a form said; nothing was changed."""
