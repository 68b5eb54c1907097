"""What can go wrong between laptop and server, each in a sentence that says what to do. Nothing is ever lost by it."""

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _


class ServerAway(Trouble):
    """No connection, or the server does not answer."""

    def __init__(self) -> None:
        super().__init__(_("The server cannot be reached. Everything stays saved here and goes out next time."))


class LineBroke(Trouble):
    """The connection broke off before the answer was complete."""

    def __init__(self) -> None:
        super().__init__(_("The line broke before the answer was complete. Nothing is lost; try again."))


class NotOurServer(Trouble):
    """Something answered that is not a cdadesk server: a sign-in page of a network, say."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A web page answered instead of the server. "
                "Perhaps this network wants you to sign in first: open a browser, then try again."
            )
        )


class NonsenseAnswer(Trouble):
    """The server's answer cannot be read."""

    def __init__(self) -> None:
        super().__init__(_("The server's answer cannot be read. Nothing was changed here; tell the administrator."))


class TokenRefused(Trouble):
    """The server no longer knows this laptop."""

    def __init__(self) -> None:
        super().__init__(
            _("The server does not accept this laptop any more. Sign in to the server again; your work stays here.")
        )


class ServerTroubled(Trouble):
    """The server answered that it cannot do it now."""

    def __init__(self, status: int) -> None:
        super().__init__(
            _("The server has a problem of its own (code {status}). Everything stays saved here; try later.").format(
                status=status
            )
        )


class SignInRefused(Trouble):
    """Name or password were not accepted."""

    def __init__(self) -> None:
        super().__init__(_("The server does not know this name and password."))


class NotSafe(Trouble):
    """The server's certificate does not hold, or a password would go over an open line."""

    def __init__(self) -> None:
        super().__init__(
            _("The connection to the server is not safe, so nothing was sent. Ask the administrator for the address.")
        )


class BatchTooLarge(Trouble):
    """The server takes only smaller batches; the exchange halves them by itself."""

    def __init__(self) -> None:
        super().__init__(_("The server takes only smaller portions."))
