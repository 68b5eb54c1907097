"""support: write all that this laptop ever sent, and how things stand, into one file, sealed to the server."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cdadesk.acts.support import write_everything, write_for_support
from cdadesk.cli.console import Console
from cdadesk.cli.session import opened, secret
from cdadesk.i18n import N_, _
from cdadesk.store.store import Store

HELP = N_("write everything for support into one file, sealed to the server")


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("file to write"))
    parser.add_argument(
        "--key-file",
        metavar=_("FILE"),
        help=_("lock it with a passphrase instead: file whose first line is the passphrase (- for the input)"),
    )


def run(asked: Namespace, console: Console) -> int:
    """Write it; raises a Trouble."""
    with opened(asked, console) as session:
        console.say(_write(session.store, asked))
    return 0


def _write(store: Store, asked: Namespace) -> str:
    """Write the file, and return what to say."""
    if asked.key_file:
        write_everything(store, asked.file, secret(asked.key_file, "", "--key-file"))
        said = _("Saved as {file}. It holds personal data; tell the passphrase only to your helper.")
        return said.format(file=asked.file)
    key = write_for_support(store, asked.file)
    if not key:
        said = _("Saved as {file}. It holds personal data; only the administrator of your server can open it.")
        return said.format(file=asked.file)
    said = _("Saved as {file}. It holds personal data. Tell your helper this key by another way: {key}")
    return said.format(file=asked.file, key=key)
