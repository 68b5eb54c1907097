"""The sentences about sticks."""

from cdadesk.acts.stick import SIZES, Written
from cdadesk.acts.stick_in import Found
from cdadesk.acts.stick_photos import Offer
from cdadesk.gui.sentences import size_words
from cdadesk.i18n import N_, _, format_instant, format_number, ngettext
from cdadesk.store.sticks import Carried, Carrying, Stick

WRITE_STEPS = (
    N_("Put the stick in."),
    N_("Say whom it is for: they can read it, and take it to the server."),
    N_("Press the button, choose the stick's folder, and hand the stick over."),
)
READ_STEPS = (
    N_("Put the stick in."),
    N_("Press the button, and choose the stick's folder."),
    N_("What is for you is shown; what is for the server goes with your next exchange."),
)
_STATES = {
    Carrying.waiting: N_("waits for your next exchange"),
    Carrying.gap: N_("waits for an earlier part, which is not here yet"),
    Carrying.forked: N_("its laptop was copied or restored and must send this again; write a stick back"),
}


def size_choice_words(megabytes: int) -> str:
    """Say how large one file may be."""
    if not megabytes:
        return _("All in one file")
    return _("Files of {n} MB, for several sticks").format(n=format_number(megabytes))


def choices() -> list[tuple[str, int]]:
    """Return the sizes that a person may choose, in words."""
    return [(size_choice_words(each), each) for each in SIZES]


def photo_choice_words(offer: Offer) -> str:
    """Say which photos go along, how many, and how large they are."""
    if not offer.count:
        return _(offer.photos.label)
    count = ngettext("{n} file", "{n} files", offer.count).format(n=format_number(offer.count))
    return _("{choice}: {count}, {size}").format(choice=_(offer.photos.label), count=count, size=size_words(offer.size))


def written_words(made: Written) -> str:
    """Say what was written."""
    changes = ngettext("{n} change", "{n} changes", made.changes).format(n=format_number(made.changes))
    photos = ngettext("{n} photo or paper", "{n} photos and papers", made.photos).format(n=format_number(made.photos))
    what = f"{changes}, {photos}" if made.photos else changes
    said = _("Written and read back: {changes}, {size}.").format(changes=what, size=size_words(made.size))
    if made.damaged:
        said += " " + damaged_words(made.damaged)
    if made.left:
        said += " " + _("The stick is full. Put another one in and write the rest.")
    return said


def damaged_words(count: int) -> str:
    """Say that photos could not go along."""
    said = ngettext(
        "{n} photo is damaged on this laptop and was left out.",
        "{n} photos are damaged on this laptop and were left out.",
        count,
    )
    return said.format(n=format_number(count))


def found_words(found: Found) -> str:
    """Say what a stick brought."""
    if found.brought_nothing:
        return _("Nothing on this stick was new.")
    parts = [
        ngettext("{n} change of {name}", "{n} changes of {name}", count).format(n=format_number(count), name=name)
        for name, count in sorted(found.shown.items())
    ]
    for name, count in sorted(found.photos.whole.items()):
        said = ngettext("{n} photo or paper of {name}", "{n} photos and papers of {name}", count)
        parts.append(said.format(n=format_number(count), name=name))
    if found.answered:
        said = ngettext(
            "the server's word on {n} change of yours", "the server's word on {n} changes of yours", found.answered
        )
        parts.append(said.format(n=format_number(found.answered)))
    if found.news:
        said = ngettext("{n} record from the server", "{n} records from the server", found.news)
        parts.append(said.format(n=format_number(found.news)))
    if found.kept:
        said = ngettext("{n} part to take to the server", "{n} parts to take to the server", found.kept)
        parts.append(said.format(n=format_number(found.kept)))
    return _("Read: {what}.").format(what=", ".join(parts)) if parts else ""


def missing_words(missing: int) -> str:
    """Say that something waits for what lies on another stick."""
    said = ngettext(
        "{n} part waits for an earlier one, which is on another stick. Nothing is lost.",
        "{n} parts wait for earlier ones, which are on another stick. Nothing is lost.",
        missing,
    )
    return said.format(n=format_number(missing))


def photos_wait_words(count: int) -> str:
    """Say that photos lack what lies on another stick."""
    said = ngettext(
        "{n} photo is not whole yet: read the other sticks too, and then this one again.",
        "{n} photos are not whole yet: read the other sticks too, and then this one again.",
        count,
    )
    return said.format(n=format_number(count))


def stick_words(made: Stick) -> str:
    """Say for whom a stick was written, and what of it has arrived."""
    whom = _("For {name}").format(name=made.receiver) if made.receiver else _("For the server")
    if not made.changes:
        return _("{whom}: no changes, only asks for news").format(whom=whom)
    if made.arrived == made.changes:
        said = ngettext("{whom}: its change has arrived", "{whom}: all {n} changes have arrived", made.changes)
        return said.format(whom=whom, n=format_number(made.changes))
    said = ngettext(
        "{whom}: {arrived} of {n} change has arrived", "{whom}: {arrived} of {n} changes have arrived", made.changes
    )
    return said.format(whom=whom, arrived=format_number(made.arrived), n=format_number(made.changes))


def stick_place_words(made: Stick) -> str:
    """Say when and where a stick was written."""
    return f"{format_instant(made.written_at)}  ·  {made.place}"


def carried_words(one: Carried, name: str) -> str:
    """Say what is carried for whom."""
    if not one.first:
        return _("{name} asks for news, or sends photos").format(name=name)
    count = one.last - one.first + 1
    said = ngettext("{n} change of {name}", "{n} changes of {name}", count)
    return said.format(n=format_number(count), name=name)


def carried_state_words(one: Carried) -> str:
    """Say how far it has come."""
    if one.state is Carrying.refused:
        return one.sentence
    if one.state is not Carrying.delivered:
        return _(_STATES[one.state])
    if not one.answered:
        return _("with the server, and its sender knows")
    return _("answer written to a stick") if one.handed else _("with the server; write a stick back with the answer")
