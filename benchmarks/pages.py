"""How fast the advisor's pages are when one cluster holds very much: the real server process on SQLite, real HTTP.

Run `python -m benchmarks.pages [RECORDS]`; it prints a table and writes nothing. A tenth of the records is judged, and
as many photos hang on them.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from cdadesk.clock import new_id
from cdadesk.domain.review import Sight
from cdadesk.server.accounts import Member
from cdadesk.server.intake import Draft, write_down
from tests.server.laptops import House
from tests.server.pages.visitor import Visitor
from tests.serving import furnish, open_database, running_server

USUAL = 50_000
_SAVE = 100
_TIMES = 9


def main() -> int:
    """Fill a server, open its pages, and tell how long each took."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else USUAL
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "server.sqlite3")
        with open_database(file) as database:
            house = House(database, furnish(database))
            first = _fill(house, records)
        with running_server(file) as server, Visitor(server.address) as tara:
            tara.sign_in("tara")
            address = f"/records/{house.jaipur}/meeting/{first}"
            beside = f"/queue/next?scope={house.jaipur}&kind=meeting&record={first}"
            print(f"{records} records in one cluster; medians of {_TIMES}")  # noqa: T201 - it is what it is for
            for name, page in {
                "queue": "/queue",
                "queue, its 100th page": "/queue?page=100",
                "queue of one kind": "/queue?kind=meeting",
                "the next in the queue": beside,
                "a record": address,
            }.items():
                print(f"{name:24}{_median(tara, page) * 1000:8.0f} ms")  # noqa: T201
    return 0


def _median(visitor: Visitor, page: str) -> float:
    took = []
    for _time in range(_TIMES):
        begun = time.perf_counter()
        assert visitor.get(page).status == 200
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def _fill(house: House, records: int) -> str:
    asha, tara = house.town.people["asha"], house.town.people["tara"]
    meetings = [_meeting(house, number) for number in range(records)]
    _write(house, asha, meetings)
    _write(house, asha, [_photo(each) for each in meetings[::10]])
    _write(house, tara, [_approval(each) for each in meetings[::10]])
    return str(meetings[0].record)


def _meeting(house: House, number: int) -> Draft:
    held_on = f"2026-0{number % 9 + 1}-1{number % 10}"
    return Draft(house.jaipur, "meeting", new_id(), {"place": f"Bagru, house {number}", "held_on": held_on})


def _photo(meeting: Draft) -> Draft:
    told = {"parent_id": str(meeting.record), "about_kind": "meeting", "media_type": "image/jpeg", "size": 200_000}
    return Draft(meeting.scope, "attachment", new_id(), told | {"sha256": new_id().hex * 2})


def _approval(meeting: Draft) -> Draft:
    told = {"about_kind": "meeting", "about_id": str(meeting.record), "judged": Sight((2**40, 0)).plain()}
    return Draft(meeting.scope, "verdict", new_id(), told | {"outcome": "approved"})


def _write(house: House, who: Member, drafts: list[Draft]) -> None:
    for at in range(0, len(drafts), _SAVE):
        outcomes = write_down(house.database, who, drafts[at : at + _SAVE])
        assert all(each.result == "ok" for each in outcomes), outcomes[0]


if __name__ == "__main__":
    sys.exit(main())
