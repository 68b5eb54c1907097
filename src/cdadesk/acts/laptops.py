"""The laptops of the person who works with this profile: what they are called, and giving this one a name."""

from dataclasses import dataclass

from cdadesk.domain.kernel.record import in_one_line
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_number
from cdadesk.store.settings import Setting
from cdadesk.store.store import Store

LONGEST_NAME = 60


class NoSuchName(Trouble):
    """A laptop cannot be called so."""

    def __init__(self) -> None:
        said = _("A name of a laptop has one to {most} letters, such as “office” or “Sanganer, blue cover”.")
        super().__init__(said.format(most=format_number(LONGEST_NAME)))


@dataclass(frozen=True)
class OwnLaptop:
    """One laptop of the person, and whether it is this one."""

    name: str
    here: bool


def own(store: Store) -> list[OwnLaptop]:
    """Return the person's laptops that have a name, this one first; empty before the first exchange."""
    me, here = store.me.id, str(store.replica)
    found = [OwnLaptop(each.name, key == here) for key, each in store.laptops().items() if each.user == me]
    return sorted(found, key=lambda each: (not each.here, each.name.casefold()))


def name_this(store: Store, name: str) -> None:
    """Call this laptop so, here at once and for others with the next exchange; raises NoSuchName."""
    plain = in_one_line(name)
    if not plain or len(plain) > LONGEST_NAME:
        raise NoSuchName
    store.settings.put(Setting.laptop, plain)
