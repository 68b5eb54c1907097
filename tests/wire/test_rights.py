"""Rights: the whole table, so that whoever changes it sees what changes."""

import itertools

import pytest

from cdadesk.domain.kernel.scopes import PROGRAMME, cluster_scope, private_scope
from cdadesk.wire.messages import Role
from cdadesk.wire.rights import Account, Doing, may
from tests.wire.makers import CLUSTER, RECORD

SCOPES = {"programme": PROGRAMME, "cluster": cluster_scope(CLUSTER), "private": private_scope(CLUSTER)}
KINDS = (
    "meeting",
    "actor_private",
    "comment",
    "verdict",
    "conflict",
    "method",
    "ladder",
    "kind_of_tomorrow",
    "attachment",
    "cluster_programme",
    "question_set",
    "rule_set",
    "interview",
    "interview_private",
    "indicator",
)
RECORDS = {
    "meeting",
    "actor_private",
    "kind_of_tomorrow",
    "attachment",
    "cluster_programme",
    "interview",
    "interview_private",
    "indicator",
}
KEPT = {"comment", "question_set", "rule_set"}
SETS = {"method", "ladder", "question_set", "rule_set"}

READS = {
    Role.cda: {"programme", "cluster", "private"},
    Role.ta: {"programme", "cluster", "private"},
    Role.programme_officer: {"programme"},
    Role.administrator: set(),
    Role.auditor: {"programme", "cluster"},
}
WRITES = {
    Role.cda: {(scope, kind) for scope in ("cluster", "private") for kind in RECORDS | KEPT},
    Role.ta: {(scope, kind) for scope in ("cluster", "private") for kind in {"comment", "verdict"} | SETS},
    Role.programme_officer: {("programme", kind) for kind in SETS | {"cluster_programme"}},
    Role.administrator: set(),
    Role.auditor: set(),
}
SETTLES = WRITES | {
    Role.ta: {(scope, kind) for scope in ("cluster", "private") for kind in KINDS if kind != "conflict"},
}
ERASES = WRITES | {Role.ta: SETTLES[Role.ta]}


def account(role: Role) -> Account:
    """Return somebody who was given everything that can be given."""
    return Account(role, tuple(SCOPES.values()))


@pytest.mark.parametrize(("role", "scope", "kind"), [*itertools.product(Role, SCOPES, KINDS)])
def test_the_table_of_rights(role, scope, kind):
    can = {doing for doing in Doing if may(account(role), doing, SCOPES[scope], kind)}
    expected = {
        Doing.read: scope in READS[role],
        Doing.read_approved: scope in READS[role] or (role is Role.programme_officer and scope == "cluster"),
        Doing.write: (scope, kind) in WRITES[role],
        Doing.settle: (scope, kind) in SETTLES[role],
        Doing.erase: (scope, kind) in ERASES[role],
        Doing.carry: role in (Role.cda, Role.ta) and scope != "programme" and kind == "attachment",
    }
    assert can == {doing for doing, may_do in expected.items() if may_do}


@pytest.mark.parametrize(("role", "doing", "kind"), [*itertools.product(Role, Doing, KINDS)])
def test_nobody_does_anything_in_a_scope_that_was_not_given(role, doing, kind):
    for scope in (cluster_scope(RECORD), private_scope(RECORD), "", "nonsense"):
        assert not may(account(role), doing, scope, kind)


@pytest.mark.parametrize("role", Role)
def test_the_private_part_does_not_come_with_its_cluster(role):
    assert not may(Account(role, (cluster_scope(CLUSTER),)), Doing.read, private_scope(CLUSTER), "actor_private")
