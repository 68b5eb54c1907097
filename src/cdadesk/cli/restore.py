"""restore: put a copy of a profile back in its place; what stood there is kept aside."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cdadesk.cli.console import Console
from cdadesk.cli.session import passphrase
from cdadesk.clock import Clock
from cdadesk.i18n import N_, _
from cdadesk.store import profile
from cdadesk.store.putting_back import place_of, put_back

HELP = N_("put a copy of a profile back in its place")


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("copy", type=Path, metavar=_("COPY"), help=_("folder of the copy"))


def run(asked: Namespace, console: Console) -> int:
    """Put it back; raises a Trouble, and then nothing was changed."""
    into = asked.profile or place_of(asked.copy, profile.default_root())
    aside = put_back(asked.copy, passphrase(asked), into, Clock().now())
    console.say(_("The copy is in place: {folder}").format(folder=into))
    if aside is not None:
        console.note(_("What stood there before is kept: {folder}").format(folder=aside))
    return 0
