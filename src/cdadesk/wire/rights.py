"""Who may see and write what: the one function that every path asks, on both sides of the network."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cdadesk.domain.kernel.scopes import PROGRAMME, is_private
from cdadesk.wire.messages import Role


class Doing(StrEnum):
    """What somebody wants to do with a record; to settle is to choose between two values that met.

    To read what was approved is to read, of records that an advisor approved, the state that was approved. To carry is
    to bring a file that somebody else's record names, and which its check sum proves to be that file.
    """

    read = "read"
    read_approved = "read_approved"
    write = "write"
    settle = "settle"
    erase = "erase"
    carry = "carry"


@dataclass(frozen=True)
class Account:
    """Who asks: a role, and the scopes that were assigned (clusters and their private parts)."""

    role: Role
    scopes: Collection[str]


_REVIEW = frozenset({"comment", "verdict"})
_METHOD = frozenset({"method", "rule_set", "question_set", "ladder", "practice"})
_REGISTER = frozenset({"cluster_programme"})  # the programme keeps one, an agent may note what works in the cluster
_KEPT_THERE = frozenset({"question_set", "rule_set"})  # an agent keeps in the cluster what was asked with
_WITH_FILES = frozenset({"attachment"})
_SERVER_ONLY = frozenset({"conflict"})


def may(account: Account, doing: Doing, scope: str, kind: str) -> bool:
    """Say whether the account may do that with a record of this kind in this scope."""
    if scope not in account.scopes:
        return False
    if doing in (Doing.read, Doing.read_approved):
        return _may_read(account.role, doing, scope)
    if doing is Doing.carry:
        return kind in _WITH_FILES and account.role in (Role.cda, Role.ta) and scope != PROGRAMME
    if kind in _SERVER_ONLY:
        return False
    if doing in (Doing.settle, Doing.erase) and account.role is Role.ta:
        return scope != PROGRAMME  # a person's wish must not wait until the cluster has an agent again
    return _may_write(account.role, scope, kind)


def _may_read(role: Role, doing: Doing, scope: str) -> bool:
    if role is Role.administrator:
        return False
    if role is Role.programme_officer:
        return scope == PROGRAMME or (doing is Doing.read_approved and not is_private(scope))
    return not is_private(scope) or role in (Role.cda, Role.ta)


def _may_write(role: Role, scope: str, kind: str) -> bool:
    match role:
        case Role.cda:
            return scope != PROGRAMME and kind not in _METHOD - _KEPT_THERE and kind != "verdict"
        case Role.ta:
            return scope != PROGRAMME and kind in _REVIEW | _METHOD
    return role is Role.programme_officer and scope == PROGRAMME and kind in _METHOD | _REGISTER
