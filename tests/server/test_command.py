"""cdadesk-server as an administrator uses it: at the console, against a real database."""

import io
import re

import pytest
from sqlalchemy import text

from cdadesk.clock import new_id
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.server import accounts, command, demo
from cdadesk.server.database import Database
from cdadesk.server.tables import GoneObject
from cdadesk.wire.enrol import Enrolled
from cdadesk.wire.messages import Role
from cdadesk.wire.rights import Doing
from tests.programs import started, started_anew
from tests.server.laptops import Change, House
from tests.serving import Town, open_database, running_server, sqlite_url


class Console:
    """Runs verbs against one database."""

    def __init__(self, url: str, capsys, monkeypatch) -> None:
        self.url = url
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def run(self, *words: str, typed: str = "") -> tuple[int, str]:
        """Run a verb; return its exit code and all that it wrote."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = command.main([*words, "--database", self.url])
        written = self._capsys.readouterr()
        return code, written.out + written.err


@pytest.fixture
def console(database_url, capsys, monkeypatch) -> Console:
    """Return a console before a furnished database."""
    url = database_url if hasattr(database_url, "render_as_string") else sqlite_url(database_url)
    return Console(url.render_as_string(hide_password=False), capsys, monkeypatch)


def test_a_new_database_is_made_and_found_in_order(capsys, monkeypatch, tmp_path):
    place = ("--data", str(tmp_path / "new folder"))
    assert command.main(["init", *place]) == 0
    assert command.main(["check", *place]) == 0
    assert (tmp_path / "new folder" / command.FILE).exists()


def test_a_user_is_added_and_may_sign_in(console, database, furnished):
    code, written = console.run("user", "add", "Neha", "--role", "ta", "--name", "Neha G.", typed="good password\n")
    assert (code, "neha" in written) == (0, True)
    assert console.run("assign", "neha", str(furnished.town.jaipur))[0] == 0
    answer = House(database, furnished.town).enrol("neha", password="good password")
    assert str(furnished.town.jaipur) in Enrolled.read(answer.body).grants.scopes
    line = next(line for line in console.run("user", "list")[1].splitlines() if "neha" in line)
    assert line.split("  ")[1:] == ["neha", "ta", "Neha G.", str(furnished.town.jaipur)]


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("user", "add", "asha", "--role", "cda"), "good password\n"),
        (("user", "add", "neha", "--role", "cda"), "short\n"),
        (("assign", "nobody", str(new_id())), ""),
        (("assign", "asha", str(new_id())), ""),
        (("device", "revoke", str(new_id())), ""),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(console, words, typed):
    code, written = console.run(*words, typed=typed)
    assert code == 1
    assert re.fullmatch(r"cdadesk-server: .+\.\n", written)


def test_a_database_that_is_not_there_is_said_in_one_line(capsys):
    assert command.main(["check", "--database", "postgresql+psycopg://nobody@127.0.0.1:1/nothing"]) == 1
    assert capsys.readouterr().err.startswith("cdadesk-server: the database cannot be used")


def test_clusters_are_added_and_listed(console):
    _code, written = console.run("cluster", "add", "Sanganer paper")
    assert f"{written.strip()}  Sanganer paper" in console.run("cluster", "list")[1].splitlines()


def test_a_laptop_is_listed_and_shut_out(console, house):
    asha = house.laptop("asha")
    asha.save(Change(new_id(), {"place": "x"}, house.jaipur))
    asha.push()
    (line,) = console.run("device", "list")[1].splitlines()
    assert [line.split("  ")[at] for at in (0, 1, 2, 3, 5)] == [
        str(asha.replica),
        "asha",
        "laptop of asha",
        "enrolled",
        "1",
    ]
    assert console.run("device", "revoke", str(asha.replica))[0] == 0
    assert "revoked" in console.run("device", "list")[1]
    assert asha.pull().status == 401


def test_a_damaged_database_is_found_out(console, house):
    asha = house.laptop("asha")
    asha.save(Change(new_id(), {"place": "x"}, house.jaipur))
    asha.push()
    assert console.run("check") == (0, "All is in order.\n")
    with house.database.writing() as session:
        session.execute(text("DELETE FROM outcome"))
        session.execute(text("DELETE FROM history"))
    code, written = console.run("check")
    assert code == 1
    assert house.jaipur in written
    assert str(asha.replica) in written


def test_a_database_of_another_shape_is_found_out(capsys, tmp_path):
    database = Database(sqlite_url(tmp_path / command.FILE))
    with database.writing() as session:
        session.execute(text("CREATE TABLE something (id INTEGER)"))
    database.close()
    assert command.main(["check", "--data", str(tmp_path)]) == 1
    assert "cdadesk-server init" in capsys.readouterr().out


def test_the_demo_can_be_started_twice_and_enrolled_against(tmp_path):
    file = tmp_path / "demo.sqlite3"
    for start in (started_anew, started):
        with running_server(file, "--demo", start=start) as server:
            assert server.address.startswith("http://127.0.0.1:")
    ids = demo.cluster_ids()
    with open_database(file) as database:
        house = House(database, Town(ids["jaipur"], ids["ludhiana"], {}))
        for user in demo.USERS:
            answer = house.enrol(user.login, password=user.password)
            assert answer.status == 200
            clusters = {scope for scope in Enrolled.read(answer.body).grants.scopes if ":" not in scope}
            # The office reads what was approved, and that in a browser: its laptop is sent no cluster.
            sent = () if user.role is Role.programme_officer else user.clusters
            assert clusters - {"programme"} == {str(ids[key]) for key in sent}
        with database.reading() as session:
            office = next(each for each in accounts.members(session) if each.role is Role.programme_officer)
        for cluster in ids.values():
            assert office.may(Doing.read_approved, cluster_scope(cluster), "meeting")


def test_the_demo_says_how_to_sign_in():
    assert [line.split()[:2] for line in demo.lines()] == [[user.login, user.password] for user in demo.USERS]


def test_erased_files_that_could_not_be_deleted_go_with_the_next_check(console, database, tmp_path):
    left = tmp_path / "files" / "left"
    left.parent.mkdir()
    left.write_bytes(b"Ravi")
    database.write(lambda session: session.add(GoneObject(object="left")))
    assert console.run("check", "--files", str(left.parent))[0] == 0
    assert not left.exists()
