"""What can go wrong between laptop and server, each in a sentence that says what to do. Nothing is ever lost by it."""

import datetime as dt

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_day, format_number, ngettext

_MINUTE = 60


class ServerAway(Trouble):
    """No connection, or nobody answers at the address."""

    def __init__(self) -> None:
        super().__init__(_("The server cannot be reached. Everything stays saved here and goes out next time."))


class LineBroke(Trouble):
    """The connection broke off before the answer was complete."""

    def __init__(self) -> None:
        super().__init__(_("The line broke before the answer was complete. Nothing is lost; try again."))


class LineTooSlow(Trouble):
    """The connection stands, and nothing comes."""

    def __init__(self) -> None:
        super().__init__(
            _("The server did not answer in time. Nothing is lost; try again where the signal is better, or later.")
        )


class NotOurServer(Trouble):
    """Something answered that is not a cdadesk server: a sign-in page of a network, say."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A web page answered instead of the server. "
                "Perhaps this network wants you to sign in first: open a browser, then try again."
            )
        )


class LedElsewhere(Trouble):
    """The address leads on to another one; a change or a password is never sent after it."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _(
                "The address leads on to “{host}”, and nothing was sent there. Perhaps this network wants you to sign "
                "in first: open a browser, then try again. If the server has moved, sign in at its new address."
            ).format(host=host)
        )


class ProxyWantsPassword(Trouble):
    """The network's proxy lets nothing through without a name and a password of its own."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The proxy of this network wants a name and a password of its own before it lets anything through, "
                "so nothing was sent. Ask whoever runs the network, or use another one."
            )
        )


class NonsenseAnswer(Trouble):
    """The server's answer cannot be read, or does not lead anywhere."""

    def __init__(self) -> None:
        super().__init__(_("The server's answer cannot be read. Nothing was changed here; tell the administrator."))


class NotUnderstoodThere(Trouble):
    """The server could not read what this version of the program sent."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The server cannot read what this version of the program sends. "
                "Everything stays saved here; update the program, or ask the administrator."
            )
        )


class ProgramTooOld(Trouble):
    """The server takes what this version of the program sends, and has no news that it could read."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The server has taken everything you wrote, but this version of the program is too old for its news. "
                "Update the program; your work stays here."
            )
        )


class TokenRefused(Trouble):
    """The server no longer knows this laptop."""

    def __init__(self) -> None:
        super().__init__(
            _("The server does not accept this laptop any more. Sign in to the server again; your work stays here.")
        )


class AnotherServer(Trouble):
    """Whoever answered knows this profile under another account: it is another server, or another person's name."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is another server, or another person's account, than the one this profile belongs to. "
                "Nothing was sent; check the address and the name."
            )
        )


class ServerTroubled(Trouble):
    """The server answered that it cannot do it now."""

    def __init__(self, status: int) -> None:
        super().__init__(
            _("The server has a problem of its own (code {status}). Everything stays saved here; try later.").format(
                status=status
            )
        )


class ServerBusy(Trouble):
    """The server asks to wait; it may have said how long."""

    def __init__(self, seconds: int = 0) -> None:
        self.seconds = seconds
        super().__init__(_("The server asks for patience. Try again {when}.").format(when=_in_a_while(seconds)))


class SignInRefused(Trouble):
    """Name or password were not accepted."""

    def __init__(self) -> None:
        super().__init__(_("The server does not know this name and password."))


class RefusedThere(Trouble):
    """The server refuses and says why in words of its own."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence or _("The server refuses this. Ask the administrator."))


class NotSafe(Trouble):
    """The server's certificate does not prove that it is the server of this address."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody who cannot prove to be the server answers at this address, so nothing was sent. "
                "Try another network; if it stays so, ask the administrator."
            )
        )


class DateDoesNotFit(Trouble):
    """By the laptop's date the server's certificate is too old or too young: mostly it is the date that is wrong."""

    def __init__(self, today: dt.date) -> None:
        super().__init__(
            _(
                "By the date of this laptop, {today}, the server's certificate is not valid, so nothing was sent. "
                "If that date is wrong, set it right and try again; if it is right, tell the administrator."
            ).format(today=format_day(today))
        )


class OpenLine(Trouble):
    """The address would carry work and password over an open line to another machine."""

    def __init__(self) -> None:
        super().__init__(_("The address must begin with https://, so that nobody on the way can read along."))


class BadAddress(Trouble):
    """What was typed is no address of a server."""

    def __init__(self) -> None:
        super().__init__(_("Write the address of the server as the administrator gave it: cdadesk.example.org"))


class BatchTooLarge(Trouble):
    """The server takes only smaller batches; the exchange halves them by itself."""

    def __init__(self) -> None:
        super().__init__(
            _("The server takes only smaller portions than one of your changes needs. Tell the administrator.")
        )


def _in_a_while(seconds: int) -> str:
    if seconds <= 0:
        return _("later")
    if seconds < _MINUTE:
        return ngettext("in {n} second", "in {n} seconds", seconds).format(n=format_number(seconds))
    minutes = -(-seconds // _MINUTE)
    return ngettext("in {n} minute", "in {n} minutes", minutes).format(n=format_number(minutes))
