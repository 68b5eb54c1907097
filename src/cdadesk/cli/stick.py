"""stick: write what waits to a USB stick, or read what is on one."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cdadesk.acts import stick, stick_in, stick_photos, stick_rest
from cdadesk.acts.stick import Receiver, Wish
from cdadesk.acts.stick_photos import Photos
from cdadesk.cli.console import Console
from cdadesk.cli.session import opened
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.store.store import Store

_PHOTOS = {each.value: each for each in Photos}
HELP = N_("write what waits to a USB stick, or read what is on one")


class NoSuchColleague(Trouble):
    """Nobody of this name works on the same clusters."""


class PartlyRead(Trouble):
    """Something on the stick could not be taken; the rest was."""


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("way", choices=("out", "in"), help=_("out: write; in: read"))
    parser.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("folder of the stick"))
    parser.add_argument("--to", metavar=_("NAME"), default="", help=_("colleague who may read it and carry it"))
    parser.add_argument("--photos", choices=_PHOTOS, default="none", help=_("photos and papers to take along"))
    parser.add_argument("--rest", action="store_true", help=_("write what did not fit on the stick before"))
    parser.add_argument("--megabytes", type=int, default=0, metavar="N", help=_("size of one file; 0 for all in one"))


def run(asked: Namespace, console: Console) -> int:
    """Write or read; raises a Trouble."""
    with opened(asked, console) as session:
        if asked.way == "out":
            console.say(_write(session.store, asked, console))
        else:
            console.say(_read(session.store, asked.folder))
    return 0


def _write(store: Store, asked: Namespace, console: Console) -> str:
    receiver, photos = _receiver(store, asked.to), _PHOTOS[asked.photos]
    if photos is not Photos.none:
        _tell_size(store, receiver, photos, console)
    wish = Wish(asked.folder, receiver, max(asked.megabytes, 0), photos=photos)
    made = stick_rest.write(store, stick_rest.following(store, wish) if asked.rest else wish)
    said = ngettext("{n} change written to {files}", "{n} changes written to {files}", made.changes)
    files = ", ".join(each.name for each in made.files)
    more = " " + _("The stick is full; write the rest to another one, with --rest.") if made.left else ""
    return said.format(n=format_number(made.changes), files=files) + more


def _tell_size(store: Store, receiver: Receiver | None, photos: Photos, console: Console) -> None:
    """Say how much will be written, before it is."""
    files = stick_photos.chosen(store, receiver, photos)
    said = ngettext("{n} photo or paper, {size} bytes", "{n} photos and papers, {size} bytes", len(files))
    size = sum(each.size for each in files)
    console.note(said.format(n=format_number(len(files)), size=format_number(size)))


def _receiver(store: Store, name: str) -> Receiver | None:
    if not name:
        return None
    for each in stick.receivers(store):
        if each.name.casefold() == name.casefold():
            return each
    raise NoSuchColleague(_("Nobody called “{name}” works on your clusters.").format(name=name))


def _read(store: Store, folder: Path) -> str:
    found = stick_in.read(store, folder)
    if found.troubles:
        raise PartlyRead("\n".join(found.troubles))
    said = _("read: {shown} changes of colleagues, {photos} photos, {answered} answers, {kept} parts for the server")
    figures = {"shown": sum(found.shown.values()), "answered": found.answered, "kept": found.kept}
    figures |= {"photos": sum(found.photos.whole.values())}
    return said.format(**{name: format_number(figure) for name, figure in figures.items()})
