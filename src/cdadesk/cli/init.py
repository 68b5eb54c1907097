"""init: make a profile, and print the recovery key once."""

from argparse import ArgumentParser, Namespace

from cdadesk import i18n
from cdadesk.cli.console import Console
from cdadesk.cli.session import secret
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _
from cdadesk.store import profile
from cdadesk.store.store import Store

HELP = N_("make a profile and print its recovery key")


class NotTheSame(Trouble):
    """The passphrase was not typed the same way twice."""


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("--name", required=True, metavar=_("NAME"), help=_("name of the person who works with it"))


def run(asked: Namespace, console: Console) -> int:
    """Make the profile; raises a Trouble."""
    passphrase = _new_passphrase(asked)
    folder = asked.profile or profile.new_folder(asked.name)
    made = Store.create(folder, passphrase, asked.name, asked.language or i18n.language())
    made.store.close()
    console.note(_("The profile of {name} was made in {folder}.").format(name=asked.name, folder=folder))
    console.note(_("Write this recovery key down and keep it apart from the laptop. It is shown only once:"))
    console.say(made.recovery)
    return 0


def _new_passphrase(asked: Namespace) -> str:
    first = secret(asked.passphrase_file, _("New passphrase: "), "--passphrase-file")
    if asked.passphrase_file is None and secret(None, _("Again: "), "--passphrase-file") != first:
        raise NotTheSame(_("The two passphrases are not the same. Nothing was made."))
    return first
