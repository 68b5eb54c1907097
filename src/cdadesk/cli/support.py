"""support: write all that this laptop ever sent, and how things stand, into one file under a passphrase of its own."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cdadesk.acts.support import write_everything
from cdadesk.cli.console import Console
from cdadesk.cli.session import opened, secret
from cdadesk.i18n import N_, _

HELP = N_("write everything for support into one file, under a passphrase of its own")


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("file to write"))
    parser.add_argument(
        "--key-file",
        metavar=_("FILE"),
        help=_("file whose first line is the passphrase of the new file (- for the input); without it you are asked"),
    )


def run(asked: Namespace, console: Console) -> int:
    """Write it; raises a Trouble."""
    with opened(asked, console) as session:
        key = secret(asked.key_file, _("Passphrase for the file: "), "--key-file")
        write_everything(session.store, asked.file, key)
    console.say(
        _("Saved as {file}. It holds personal data; tell the passphrase only to your helper.").format(file=asked.file)
    )
    return 0
