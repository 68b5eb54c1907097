"""Consent taken back while another laptop is away: what it brings late is kept nowhere, at neither end."""

import datetime as dt
from pathlib import Path

import pytest

from cdadesk.acts import consent
from cdadesk.domain.actors.person import Consent, ConsentMode, Person, PersonPrivate
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.store.store import Edit
from tests.builders import a_record, changed, the
from tests.sync.served import a_laptop, a_served_town, exchanged, written

PHONE, NEWER = "9829012345", "9829054321"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "server").mkdir()
    return tmp_path


def test_a_laptop_that_was_away_brings_nothing_back(folder):
    with (
        a_served_town(folder / "server") as served,
        a_laptop(folder / "asha", served, "asha") as asha,
        a_laptop(folder / "balbir", served, "balbir") as balbir,
    ):
        person = written(asha, Person, served.scope, name="Meena")
        line = Consent(given_on=dt.date(2026, 1, 1), purpose="Minutes", mode=ConsentMode.written, order="i")
        private = a_record(
            PersonPrivate,
            parent_id=person.id,
            consents={"c": line},
            phone=PHONE,
            scope=private_scope(served.town.jaipur),
        )
        asha.save(Edit(None, private))
        exchanged(asha)
        exchanged(balbir)
        changed(balbir, the(balbir, PersonPrivate, private.id), phone=NEWER, year_of_birth=1961)
        consent.withdraw(asha, the(asha, PersonPrivate, private.id), dt.date(2026, 3, 14))
        exchanged(asha)
        exchanged(balbir)
        exchanged(asha)
        for store in (asha, balbir):
            left = the(store, PersonPrivate, private.id).record
            assert (left.phone, left.consents["c"].withdrawn_on) == (None, dt.date(2026, 3, 14))
            assert store.search(NEWER) == []
            assert all(each.value is None for each in store.history(private, "phone"))
        assert balbir.standing().all_sent
    held = b"".join(path.read_bytes() for path in (folder / "server").rglob("*") if path.is_file())
    assert PHONE.encode() not in held
    assert NEWER.encode() not in held
