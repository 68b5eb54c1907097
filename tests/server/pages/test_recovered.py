"""What laptops still held after a restore, as the administrator sees it; nothing from behind the wall goes out."""

import datetime as dt
import json

import pytest
from sqlalchemy.orm import Session

from cdadesk.clock import new_id
from cdadesk.server import recovered
from cdadesk.server.taking import Sender
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Change, Row, SetAside
from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample

NOW = dt.datetime(2026, 3, 14, 9, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("twice", [1, 2])
def test_recovered_rows_are_listed_and_handed_over_to_the_administrator_alone(
    sample: Sample, signed_in: SignIn, twice: int
):
    house, replica = sample.house, new_id()
    asha = house.laptop("asha", replica=replica)
    told = "2026-03-14T09:12:33.120Z"
    change = Change(Seen(1, 7), str(asha.replica), "somebody", told, told, {"place": "Bagru"})
    row = Row(7, "meeting", new_id(), (change,))
    aside = SetAside(((house.jaipur, row), (house.jaipur_private, row)))

    def work(session: Session) -> None:
        recovered.keep(session, Sender(replica, house.town.people["asha"]), aside, NOW)

    for _time in range(twice):
        house.database.write(work)
    admin = signed_in("admin")
    page = admin.get("/devices")
    assert "Recovered from laptops" in page.words
    assert "confidential: on the server's console only" in page.words
    (handed,) = json.loads(admin.get(f"/recovered/{replica}/{house.jaipur}").body)
    assert (handed["id"], handed["back"]) == (str(row.id), False)
    assert admin.get(f"/recovered/{replica}/{house.jaipur_private}").status == 404
    assert signed_in("tara").get(f"/recovered/{replica}/{house.jaipur}").status in (403, 404)
