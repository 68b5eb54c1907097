"""exchange: sign in to a server if one is named, then send what waits and take what is new."""

from argparse import ArgumentParser, Namespace
from contextlib import suppress
from typing import Any

from cdadesk.acts import exchanging
from cdadesk.cli.console import Console
from cdadesk.cli.session import opened, secret
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.store.store import Store
from cdadesk.sync.exchange import Progress

HELP = N_("exchange with the server, and sign in to it first if it is named")


class SignInIncomplete(Trouble):
    """A server is named, and nobody to sign in as; or the other way round."""


class NeedsSomebody(Trouble):
    """The exchange went through, but the server could not take everything."""


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("--server", metavar=_("ADDRESS"), help=_("sign in to this server first"))
    parser.add_argument("--user", metavar=_("NAME"), help=_("name at the server"))
    parser.add_argument(
        "--password-file",
        metavar=_("FILE"),
        help=_("file whose first line is the password at the server (- for the input); without it you are asked"),
    )


def run(asked: Namespace, console: Console) -> int:
    """Exchange; raises a Trouble. What was done when it broke off stays done."""
    if bool(asked.server) != bool(asked.user):
        raise SignInIncomplete(_("To sign in, name both the server and the user."))
    with opened(asked, console) as session:
        if asked.server:
            _sign_in(session.store, asked, console)
        done = exchanging.exchange(session.store, lambda progress: _tell(console, progress), lambda: False)
        with suppress(Trouble):  # nothing is lost by it, and whoever searches is told
            session.store.index_what_came()
        console.say(_all_done(session.store, done))
    return 0


def _sign_in(store: Store, asked: Namespace, console: Console) -> None:
    password = secret(asked.password_file, _("Password at the server: "), "--password-file")
    exchanging.sign_in(store, asked.server, asked.user, password)
    console.note(_("Signed in as {name}.").format(name=store.me.name))


def _tell(console: Console, progress: Progress) -> None:
    said = _("sent {sent}, received {received}, {waiting} still wait")
    console.note(said.format(**_counts(progress)))


def _all_done(store: Store, progress: Progress) -> str:
    rejected = store.standing().rejected
    if rejected:
        said = ngettext("The server could not take {n} record.", "The server could not take {n} records.", rejected)
        raise NeedsSomebody(said.format(n=format_number(rejected)))
    return _("All sent: {sent} records out, {received} records in.").format(**_counts(progress))


def _counts(progress: Progress) -> dict[str, Any]:
    figures = {"sent": len(progress.went), "received": progress.received, "waiting": progress.records_waiting}
    return {name: format_number(figure) for name, figure in figures.items()}
