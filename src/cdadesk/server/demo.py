"""Illustrative people and clusters, for trying the server out; nobody here is real."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk import resources
from cdadesk.server import accounts, scopes
from cdadesk.server.accounts import NewUser
from cdadesk.wire.messages import Role


@dataclass(frozen=True)
class DemoUser:
    """One illustrative user; `clusters` are keys of resources/demo/ids.json."""

    login: str
    name: str
    role: Role
    password: str
    clusters: tuple[str, ...]


CLUSTERS = {"jaipur": "Jaipur hand block printing (illustrative)", "ludhiana": "Ludhiana knitwear (illustrative)"}
USERS = (
    DemoUser("asha", "Asha (illustrative)", Role.cda, "block-print-1", ("jaipur",)),
    DemoUser("balbir", "Balbir (illustrative)", Role.cda, "knitwear-2", ("ludhiana",)),
    DemoUser("tara", "Tara (illustrative)", Role.ta, "advisor-3", ("jaipur", "ludhiana")),
    DemoUser("omkar", "Omkar (illustrative)", Role.programme_officer, "programme-4", ("jaipur", "ludhiana")),
    DemoUser("admin", "Administrator (illustrative)", Role.administrator, "administrator-5", ()),
)


def cluster_ids() -> dict[str, UUID]:
    """Return the ids of the clusters that this demo serves, the same wherever it runs."""
    ids = resources.read_json("demo", "ids.json")["clusters"]
    return {key: UUID(ids[key]) for key in CLUSTERS}


def fill(session: Session, now: dt.datetime) -> None:
    """Add those of the demo's users and clusters that are not there."""
    ids = cluster_ids()
    for key, name in CLUSTERS.items():
        if not scopes.cluster_exists(session, ids[key]):
            scopes.make_cluster(session, ids[key], name, now)
    known = {member.login for member in accounts.members(session)}
    for user in USERS:
        if user.login not in known:
            accounts.add_user(session, NewUser(user.login, user.name, user.role, user.password), now)
            for key in user.clusters:
                accounts.assign(session, user.login, ids[key])


def lines() -> Iterator[str]:
    """Yield one line for each user: how to sign in as whom."""
    for user in USERS:
        yield f"{user.login:<8} {user.password:<18} {user.role.value:<18} {user.name}"
