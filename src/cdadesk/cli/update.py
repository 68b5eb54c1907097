"""update: say which version runs and whether the server or a folder has a newer one; fetch it, install it."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cdadesk import i18n
from cdadesk.acts import updating
from cdadesk.acts.updating import NothingNewer, Offer, Updates
from cdadesk.cli.console import Console
from cdadesk.cli.session import opened
from cdadesk.clock import Clock
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _, format_day
from cdadesk.installed import here
from cdadesk.store.store import Store
from cdadesk.sync.http import never

HELP = N_("look for a newer version of the program, fetch it, install it")


class NoUpdatesHere(Trouble):
    """This copy of the program cannot be updated from within."""

    def __init__(self, version: str) -> None:
        said = _("cdadesk {version}. This copy of the program takes no updates by itself.")
        super().__init__(said.format(version=version))


class NothingFits(Trouble):
    """The release has no file for this computer."""

    def __init__(self, offer: Offer) -> None:
        said = _("Version {newer} needs the full installer, which is not there.")
        super().__init__(said.format(newer=offer.release.version))


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    folder = _("folder of the update, on a stick say; without it the server is asked")
    parser.add_argument("--from", dest="folder", type=Path, metavar=_("FOLDER"), help=folder)
    parser.add_argument("--fetch", action="store_true", help=_("bring it to this computer"))
    parser.add_argument(
        "--install", action="store_true", help=_("bring it here, copy the profile, start the installer")
    )


def run(asked: Namespace, console: Console) -> int:
    """Look, and do what was asked; raises a Trouble."""
    with opened(asked, console) as session:
        ways = Updates.of(here(), session.store.profile.folder)
        if not ways.possible:
            raise NoUpdatesHere(ways.installed.version)
        offer = _offer(session.store, ways, asked.folder)
        console.say(_told(offer))
        if not (asked.fetch or asked.install):
            return 0
        if offer.part is None:
            raise NothingFits(offer)
        file = updating.fetch(ways, offer, lambda _done, _total: None, never)
        if asked.install and ways.installs:
            file = updating.make_ready(session.store, ways, offer)
    console.say(_("It lies here, whole and checked: {file}").format(file=file))
    if asked.install and ways.installs:
        updating.start(file)
    return 0


def _offer(store: Store, ways: Updates, folder: Path | None) -> Offer:
    if folder is not None:
        return updating.look_on_stick(ways, folder)
    offer = updating.ask_server(store, ways, Clock(), never)
    if offer is None:
        raise NothingNewer(ways.installed.version, ways.installed.version)
    return offer


def _told(offer: Offer) -> str:
    said = _("Version {newer} of {day} is there.")
    told = said.format(newer=offer.release.version, day=format_day(offer.release.day))
    return "\n".join(filter(None, (told, offer.release.news_in(i18n.language()))))
