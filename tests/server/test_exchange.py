"""The exchange over real HTTP with a real server process, and what it answers to nonsense."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest

from cdadesk.clock import new_id
from cdadesk.server import exchange
from cdadesk.server.exchange import CONTENT_TYPE, PACKED_MOST, PLAIN_MOST
from cdadesk.wire.enrol import Enrolled, Enrolment
from cdadesk.wire.frames import Frame, FrameType, pack, unpack
from cdadesk.wire.messages import Envelope
from tests.server.laptops import Answer, Change, House, Laptop
from tests.serving import PASSWORD, RunningServer, running_server


class Line:
    """A plain HTTP line to a server, kept open as a laptop keeps it."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.connection = connection
        self.types: list[str | None] = []

    def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Send one request."""
        self.connection.request(method, path, body, {"Content-Type": CONTENT_TYPE})
        response = self.connection.getresponse()
        self.types.append(response.headers["Content-Type"])
        return Answer(response.status, response.read(), int(response.headers.get("Retry-After", 0)))

    def sync(self, body: bytes) -> Answer:
        """Carry an exchange."""
        return self.ask("POST", "/sync", body)


@contextmanager
def line_to(server: RunningServer) -> Iterator[Line]:
    """Open a line, and close it in the end."""
    with closing(http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=30)) as connection:
        yield Line(connection)


@pytest.fixture
def line(database_url):
    """Return a line to a server process on a furnished database."""
    with running_server(database_url) as server, line_to(server) as opened:
        yield opened


def enrolled(line: Line, login: str, furnished) -> Laptop:
    """Sign a laptop in over the line."""
    asked = Enrolment(login, PASSWORD, new_id(), f"laptop of {login}", "", {})
    answer = line.ask("POST", "/enrol", asked.pack())
    assert answer.status == 200
    return Laptop(line.sync, furnished.town.people[login], Enrolled.read(answer.body), asked.replica)


def test_a_meeting_goes_from_one_laptop_to_another(line, furnished):
    scope = str(furnished.town.jaipur)
    asha, tara = enrolled(line, "asha", furnished), enrolled(line, "tara", furnished)
    meeting = Change(new_id(), {"place": "बगरू"}, scope)
    asha.save(meeting)
    assert asha.push().results() == ["ok"]
    tara.pull()
    assert tara.sees(scope, "meeting", meeting.record) == {"place": "बगरू"}
    assert set(line.types) == {CONTENT_TYPE}


def test_every_answer_to_a_laptop_says_that_it_is_ours(line, furnished):
    asha = enrolled(line, "asha", furnished)
    refused = Enrolment("asha", "wrong", new_id(), "x", "", {}).pack()
    huge = bytes(PACKED_MOST + 1)
    assert line.ask("POST", "/enrol", refused).status == 403
    assert line.sync(b"nonsense").status == 400
    assert line.sync(huge).status == 413
    assert line.ask("POST", "/enrol", huge).status == 413
    asha.token = "stolen"
    assert line.sync(asha.request()).status == 401
    assert set(line.types) == {CONTENT_TYPE}


def test_whoever_watches_the_server_hears_that_it_lives(line):
    answer = line.ask("GET", "/health")
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok"})


def test_a_server_that_was_killed_has_lost_nothing_that_it_acknowledged(database_url, furnished):
    scope = str(furnished.town.jaipur)
    with running_server(database_url) as server, line_to(server) as line:
        asha = enrolled(line, "asha", furnished)
        asha.save(Change(new_id(), {"place": "Bagru"}, scope))
        first = asha.push().told()
        server.process.kill()
    with running_server(database_url) as server, line_to(server) as line:
        asha.post = line.sync
        assert asha.push().told() == first
        assert len(asha.held) == 1


class TestNonsense:
    @pytest.fixture
    def asha(self, house: House) -> Laptop:
        """Return the laptop of Asha."""
        return house.laptop("asha")

    def frames(self, laptop: Laptop, **told) -> bytes:
        """Return a request whose envelope or batch says something else."""
        laptop.save(Change(new_id(), {"place": "x"}, "programme"))
        envelope, batch = (frame.body for frame in unpack(laptop.request(1, 1)))
        op = batch["ops"][0] | told.get("op", {})
        batch = batch | {"ops": [op]} | told.get("batch", {})
        return pack(Frame(FrameType.envelope, envelope | told.get("envelope", {})), Frame(FrameType.batch, batch))

    @pytest.mark.parametrize(
        "told",
        [
            {"envelope": {"protocol": 99}},
            {"envelope": {"protocol": None}},
            {"envelope": {"replica": "nobody"}},
            {"envelope": {"token": None, "cursors": 7}},
            {"envelope": {"cursors": {"x": [1]}}},
            {"envelope": {"cursors": []}},
            {"envelope": {"made": 3}},
            {"envelope": {"made": [1, "00", 2]}},
            {"envelope": {"room": "much"}},
            {"batch": {"ops": []}},
            {"batch": {"ops": "all"}},
            {"batch": {"ops": [None]}},
            {"batch": {"h_before": "no hex"}},
            {"batch": {"h_after": "00"}},
            {"op": {"n": 0}},
            {"op": {"n": -1}},
            {"op": {"fields": None}},
            {"op": {"made_at": "0001-01-01T00:00:00+05:30"}},
            {"op": {"made_at": 5}},
            {"op": {"salt": "ü"}},
            {"op": {"resolves": 5}},
            {"op": {"was": []}},
            {"op": {"n": 1, "d": "no hex"}},
        ],
    )
    def test_a_request_that_makes_no_sense_is_refused_whole(self, house, asha, told):
        answer = house.post(self.frames(asha, **told))
        assert (answer.status, answer.body) == (400, b"")
        assert asha.pull().status == 200

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html>",
            pack(),
            pack(Frame(FrameType.page, {"slices": []})),
            pack(Frame(FrameType.envelope, [])),
            pack(Frame(FrameType.envelope, None)),
        ],
    )
    def test_what_is_no_request_is_refused(self, house, body):
        assert exchange.answer_sync(house.database, body).status == 400
        assert exchange.answer_enrol(house.database, body).status == 400

    def test_a_packed_bomb_is_too_large(self, house):
        bomb = pack(Frame(FrameType.envelope, "a" * (PLAIN_MOST + 1)))
        assert len(bomb) < PACKED_MOST
        assert house.post(bomb).status == 413

    def test_a_request_with_a_frame_too_many_is_refused(self, house, asha):
        envelope = Envelope(asha.replica, asha.token, "", {}, (0, asha.h(0)), 1000)
        body = pack(Frame(FrameType.envelope, envelope.plain()), Frame(FrameType.page, {"slices": []}))
        assert house.post(body).status == 400

    @pytest.mark.parametrize("room", [-5, 0, 2**60])
    def test_any_wish_for_room_is_answered(self, house, asha, room):
        asha.save(Change(new_id(), {"place": "x"}, house.jaipur))
        asha.push()
        tara = house.laptop("tara")
        assert len(tara.pull(room=room).page.slices[0].rows) == 1

    def test_a_clock_that_is_decades_off_is_no_reason_to_refuse(self, house, asha):
        scope = house.jaipur
        for _save in range(2):
            asha.save(Change(new_id(), {"place": "x"}, scope))
        old, new = asha.entries
        asha.entries = [
            type(old)(**(vars(old) | {"made_at": old.made_at.replace(year=1970)})),
            type(new)(**(vars(new) | {"made_at": new.made_at.replace(year=2106), "group": old.group})),
        ]
        assert asha.push().results() == ["ok", "ok"]
