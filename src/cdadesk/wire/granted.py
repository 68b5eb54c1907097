"""Grants: what an account may see, the names that go with it, and for sticks the keys of server and colleagues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from cdadesk.wire.keys import PublicKeys


class Role(StrEnum):
    """What an account is; `wire.rights` says what each may do."""

    cda = "cda"
    ta = "ta"
    programme_officer = "programme_officer"
    administrator = "administrator"
    auditor = "auditor"


@dataclass(frozen=True)
class Colleague:
    """One profile of somebody who works on the same clusters: its keys, and the scopes that both may see."""

    replica: UUID
    user: str
    name: str
    role: Role
    keys: PublicKeys
    scopes: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Return the colleague as the wire carries it."""
        texts = {"replica": str(self.replica), "user": self.user, "name": self.name, "role": self.role.value}
        return texts | self.keys.plain() | {"scopes": list(self.scopes)}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Colleague":
        """Read a colleague; raises ValueError, KeyError or TypeError when it is none."""
        return cls(
            replica=UUID(plain["replica"]),
            user=str(plain["user"]),
            name=str(plain["name"]),
            role=Role(plain["role"]),
            keys=PublicKeys.read(plain),
            scopes=tuple(str(each) for each in plain["scopes"]),
        )


@dataclass(frozen=True)
class NamedLaptop:
    """What a laptop is called by people, and whose it is."""

    user: str
    name: str

    def plain(self) -> list[str]:
        """Return the laptop as the wire carries it."""
        return [self.user, self.name]


@dataclass(frozen=True)
class Grants:
    """What the account may see, and the names that go with it.

    `scopes` maps scope to cluster name, `people` maps author id to name. `identity` tells one server from another: it
    is made with the server's database and goes into its backups.
    `laptops` names those on which the people of the member's clusters work, by the id of the replica.
    For sticks: the keys of the `server`, the `colleagues`, and `known_as`, the signing key that the server knows of
    this replica. `told_at` is the server's time.
    """

    user: str
    name: str
    role: Role
    scopes: Mapping[str, str]
    people: Mapping[str, str]
    hash: str = ""
    identity: str = ""
    server: PublicKeys | None = None
    colleagues: tuple[Colleague, ...] = ()
    known_as: str = ""
    told_at: str = ""
    laptops: Mapping[str, NamedLaptop] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the grants as the wire carries them."""
        plain: dict[str, Any] = {
            "user": self.user,
            "name": self.name,
            "role": self.role.value,
            "scopes": dict(self.scopes),
            "people": dict(self.people),
            "hash": self.hash,
        }
        plain |= {"identity": self.identity} if self.identity else {}
        plain |= {"server": self.server.plain()} if self.server else {}
        plain |= {"colleagues": [each.plain() for each in self.colleagues]} if self.colleagues else {}
        plain |= {"known_as": self.known_as} if self.known_as else {}
        laptops = {replica: each.plain() for replica, each in self.laptops.items()}
        plain |= {"laptops": laptops} if laptops else {}
        return plain | ({"told_at": self.told_at} if self.told_at else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Grants":
        """Read grants; raises ValueError, KeyError or TypeError when they are none."""
        return cls(
            user=str(plain["user"]),
            name=str(plain["name"]),
            role=Role(plain["role"]),
            scopes=_names(plain["scopes"]),
            people=_names(plain["people"]),
            hash=str(plain["hash"]),
            identity=str(plain.get("identity", "")),
            server=PublicKeys.read(plain["server"]) if "server" in plain else None,
            colleagues=tuple(Colleague.read(each) for each in plain.get("colleagues", ())),
            known_as=str(plain.get("known_as", "")),
            told_at=str(plain.get("told_at", "")),
            laptops=_laptops(plain.get("laptops", {})),
        )


def _names(plain: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in plain.items()}


def _laptops(plain: Mapping[str, Any]) -> dict[str, NamedLaptop]:
    return {str(replica): NamedLaptop(str(user), str(name)) for replica, (user, name) in plain.items()}
