"""What the server refuses people, each in a sentence that can be shown as it stands."""

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_number, ngettext


class Refused(Trouble):
    """What somebody asked for is not granted; `code` is for programs, the sentence for people."""

    code = "refused"


class WrongPassword(Refused):
    """Name or password were not accepted; which of them is not said."""

    code = "sign_in"

    def __init__(self) -> None:
        super().__init__(_("The server does not know this name and password."))


class TooManyTries(Refused):
    """Wrong passwords came too quickly one after the other."""

    code = "too_many_tries"

    def __init__(self, seconds: int) -> None:
        sentence = ngettext(
            "Too many wrong passwords. Try again in {seconds} second.",
            "Too many wrong passwords. Try again in {seconds} seconds.",
            seconds,
        )
        super().__init__(sentence.format(seconds=format_number(seconds)))
        self.seconds = seconds


class UnknownToken(Refused):
    """The laptop is not enrolled any more, or somebody else's token was shown."""

    code = "token"

    def __init__(self) -> None:
        super().__init__(_("The server does not accept this laptop any more. Sign in to the server again."))


class ClusterOfOthers(Refused):
    """A laptop brings a cluster that is at the server already and that its person does not work on."""

    code = "cluster"

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The cluster “{name}” is at the server already, and you do not work on it. "
                "Ask the administrator to assign it to you."
            ).format(name=name)
        )


class NoClustersOfYourOwn(Refused):
    """Only an agent brings clusters."""

    code = "cluster"

    def __init__(self) -> None:
        super().__init__(_("Only an agent may bring a new cluster to the server."))


class LaptopOfOthers(Refused):
    """A profile, or the author id it writes under, belongs to somebody else's account."""

    code = "laptop"

    def __init__(self) -> None:
        super().__init__(_("This profile belongs to somebody else. Every person works in a profile of their own."))


class AuthorOfOthers(Refused):
    """An author id comes without what shows that it is the laptop's own."""

    code = "author"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This profile does not show that what was written in it is its own. Nothing was taken, and nothing is "
                "lost. Update the program; if it says so again, send the file for support to the administrator."
            )
        )


class LoginTaken(Refused):
    """Two people cannot sign in with one name."""

    code = "login"

    def __init__(self, login: str) -> None:
        super().__init__(_("There is already somebody who signs in as “{login}”.").format(login=login))


class WeakPassword(Refused):
    """A password that is guessed too easily."""

    code = "password"

    def __init__(self, least: int) -> None:
        super().__init__(_("A password needs at least {least} characters.").format(least=format_number(least)))


class NotFound(Refused):
    """There is no such user, cluster, laptop or record, or not for whoever asks."""

    code = "not_found"

    def __init__(self, what: str) -> None:
        super().__init__(_("There is no “{what}” here.").format(what=what))


class UnknownSender(Refused):
    """A stick comes from a laptop that is not enrolled here, was revoked, or never told its keys."""

    code = "stick_sender"

    def __init__(self) -> None:
        super().__init__(
            _("The server does not know the laptop that wrote this stick, or does not accept it any more.")
        )


class WrongSignature(Refused):
    """What is on a stick is not what its laptop signed."""

    code = "stick_signature"

    def __init__(self) -> None:
        super().__init__(_("What is on the stick was changed after its laptop wrote it. It must be written again."))


class NotForThisServer(Refused):
    """A stick that was sealed to another server, or by a newer version of the program."""

    code = "stick_receiver"

    def __init__(self) -> None:
        super().__init__(_("This stick was written for another server, or by a newer version of the program."))
