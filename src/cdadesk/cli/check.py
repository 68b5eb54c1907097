"""check: whether the files are whole, what waits to be sent, and whether approved accounts still agree."""

from argparse import ArgumentParser, Namespace

from cdadesk.acts.checking import check_profile
from cdadesk.cli.console import Column, Console
from cdadesk.cli.session import unlocked
from cdadesk.i18n import N_, _
from cdadesk.store.store import Setup

HELP = N_("look the profile over: files, outbox, approved accounts")


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("--json", action="store_true", help=_("write JSON"))


def run(asked: Namespace, console: Console) -> int:
    """Look it over; 1 if anything is not as it must be. Raises a Trouble if the profile cannot be opened."""
    folder, key = unlocked(asked)
    found = check_profile(folder, key, Setup())
    whole = all(each.ok for each in found)
    if asked.json:
        said = [{"subject": each.subject.value, "ok": each.ok, "sentence": each.sentence} for each in found]
        console.json({"ok": whole, "checks": said})
    else:
        rows = [[_("ok") if each.ok else _("WRONG"), _(each.subject.label), each.sentence] for each in found]
        console.table([Column(""), Column(_("What")), Column(_("How it stands"))], rows)
    if not whole:
        console.note(_("cdadesk-cli: something in this profile is not as it must be."))
    return 0 if whole else 1
