"""Whom a stick can be for: the colleagues whose seals are known."""

from dataclasses import dataclass

from cdadesk.store.store import Store
from cdadesk.wire.messages import Colleague, Role


@dataclass(frozen=True)
class Receiver:
    """A colleague who may read a stick and take it to the server; on as many laptops as they have."""

    user: str
    name: str
    role: Role
    colleagues: tuple[Colleague, ...]

    @property
    def scopes(self) -> frozenset[str]:
        """Return the scopes that both may see, on whichever laptop it is read."""
        return frozenset.intersection(*(frozenset(each.scopes) for each in self.colleagues))


def receivers(store: Store) -> list[Receiver]:
    """Return the colleagues to whom a stick can be sealed, advisors first."""
    grants = store.sticks.grants()
    by_user: dict[str, list[Colleague]] = {}
    for each in grants.colleagues if grants else ():
        by_user.setdefault(each.user, []).append(each)
    found = [Receiver(user, of[0].name, of[0].role, tuple(of)) for user, of in by_user.items()]
    return sorted(found, key=lambda each: (each.role is not Role.ta, each.name))
