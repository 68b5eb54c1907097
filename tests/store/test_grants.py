"""What the account may see comes, and what it may no longer see goes, after what was typed there."""

from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.store.store import DraftKey
from cdadesk.wire.messages import Grants, Outcomes, Refusal, Role
from cdadesk.wire.ops import Seen, Stub
from tests.builders import CLUSTER, SCOPE, a_record, saved, the
from tests.store.samples import Thing
from tests.store.server import exchange, send

PRIVATE = private_scope(CLUSTER)


def grants(*scopes, user="kavita", role=Role.cda):
    return Grants(user, "Kavita Devi", role, dict.fromkeys(scopes, "Jaipur"), {"asha": "Asha"}, "hash")


def test_grants_name_the_person_and_open_scopes(store):
    before = store.me.id
    taken = store.take(grants(SCOPE, PRIVATE, role=Role.ta))
    assert taken.gained == {SCOPE, PRIVATE}
    assert store.cursors() == {SCOPE: Seen(0, 0), PRIVATE: Seen(0, 0)}
    assert (store.me.id, store.me.name, store.me.role) == ("kavita", "Kavita Devi", Role.ta)
    assert store.names() == {"asha": "Asha", "kavita": "Kavita Devi", before: "Kavita Devi"}
    assert store.link().grants_hash == "hash"
    assert store.take(grants(SCOPE, PRIVATE)).gained == frozenset()


def test_a_scope_taken_away_is_emptied_and_the_chain_still_holds(store, server):
    store.take(grants(SCOPE, PRIVATE))
    open_one, secret = saved(store, a_record(Thing, name="Loom")), a_record(Thing, name="Debt", scope=PRIVATE)
    saved(store, secret)
    exchange(store, server, [SCOPE, PRIVATE])
    assert store.take(grants(SCOPE)).lost == {PRIVATE}
    assert store.get(Thing, secret.id) is None
    assert store.search("debt") == []
    assert store.history(secret) == []
    assert the(store, Thing, open_one.id).record.name == "Loom"
    assert store.cursors().keys() == {SCOPE}
    store.settle(Outcomes(1, 0, refusal=Refusal.gap))
    batch = store.next_to_send(10**9)
    assert isinstance(batch.entries[1], Stub)
    assert server.replicas[store.replica].h == batch.h_after


def test_what_waits_in_a_scope_taken_away_is_sent_before_it_goes(store, server):
    store.take(grants(SCOPE, PRIVATE))
    secret = saved(store, a_record(Thing, name="Debt", scope=PRIVATE))
    key = DraftKey("thing", secret.id)
    store.drafts.keep(key, None, {"name": "more"})
    store.take(grants(SCOPE))
    assert store.get(Thing, secret.id) is not None
    server.refuses = lambda _op: ("rights", "No longer yours.")
    send(store, server)
    assert store.get(Thing, secret.id) is None
    assert store.standing().all_sent
    assert [draft.key for draft in store.drafts.all()] == [key]


def test_what_an_open_form_saves_after_its_scope_went_goes_too_once_the_server_refused_it(store, server):
    store.take(grants(SCOPE, PRIVATE))
    exchange(store, server, [SCOPE, PRIVATE])
    store.take(grants(SCOPE))
    late = saved(store, a_record(Thing, name="Debt", scope=PRIVATE))
    server.refuses = lambda _op: ("rights", "No longer yours.")
    send(store, server)
    assert store.get(Thing, late.id) is None
    assert store.standing().all_sent
    store.take(grants(SCOPE, PRIVATE))
    assert store.cursors() == {SCOPE: Seen(0, 0), PRIVATE: Seen(0, 0)}


def test_a_scope_that_comes_back_is_told_again_from_its_start(store, server):
    store.take(grants(PRIVATE))
    secret = saved(store, a_record(Thing, name="Debt", scope=PRIVATE))
    exchange(store, server, [PRIVATE])
    store.take(grants())
    store.take(grants(PRIVATE))
    exchange(store, server, [PRIVATE])
    assert the(store, Thing, secret.id).record.name == "Debt"
    assert [line.value for line in store.history(secret)] == ["Debt"]


def test_a_cluster_made_offline_is_not_taken_away_by_the_first_grants(store):
    record = saved(store, a_record(Thing, name="Loom"))
    store.take(grants("programme"))
    assert the(store, Thing, record.id).record.name == "Loom"


def test_the_link_is_empty_until_the_laptop_was_signed_in(store):
    assert (store.link().server, store.link().token) == ("", "")
    store.link_to("https://server.example", "token")
    assert (store.link().server, store.link().token) == ("https://server.example", "token")
