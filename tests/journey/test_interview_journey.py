"""An interview is typed, sent, read by those who may, and goes again everywhere when the consent is taken back."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import URL, MetaData, create_engine, select

from cdadesk.acts import after_interviews, baselines, exchanging
from cdadesk.acts.after_interviews import Link, Will
from cdadesk.acts.attaching import attach, contents, pasted_source
from cdadesk.acts.interviews import Opened, open_interview
from cdadesk.domain.actors.actor import Actor, ActorKind, ActorPrivate, Direction, RelationType
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.diagnostic.interviews.page import InterviewsPage
from cdadesk.gui.places.every import PLACES
from cdadesk.gui.places.parted import PartedPage
from cdadesk.gui.workroom import Workroom
from cdadesk.server import accounts
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit
from tests.builders import a_record, saved
from tests.gui.at_the_desk import a_desk, a_window, click, key, keys
from tests.gui.places.diagnostic.talking import begin, saved_and_still
from tests.journey.test_journey import exchange, with_the_cluster_of
from tests.photographs import a_jpeg, a_picture
from tests.server.conftest import Furnished
from tests.server.pages.visitor import Visitor
from tests.serving import PASSWORD, RunningServer, open_database, running_server, sqlite_url
from tests.store.test_erasing import plain_copy
from tests.sync.served import Served, a_laptop, exchanged

WORDS = "Kalpana says the bank wants bribes"
SECRET = "Old Kishan of the well"
UNTOLD = ("Kalpana", "Kishan")
TYPED = {"B:FA03": "7", "I:C05:C05_words_1": WORDS, "H:C08:C08_1": SECRET}


@dataclass(frozen=True)
class Place:
    """Where the journey goes through: Asha's laptop with the window, Balbir's, and the server between them."""

    asha: Desk
    balbir: Store
    server: RunningServer
    database: URL | Path
    files: Path

    @property
    def laptops(self) -> tuple[Store, Store]:
        """Both laptops."""
        return self.asha.store, self.balbir

    def agree(self) -> None:
        """Let both laptops know all."""
        for _round in range(2):
            exchange(self.asha)
            exchanged(self.balbir)


class Told(NamedTuple):
    """The interview as it was sent, the issue that was made of it, and the bytes of the photo that hangs on it."""

    opened: Opened
    issue: Issue
    photo: bytes


@pytest.fixture
def server(database_url: URL | Path, tmp_path: Path) -> Iterator[RunningServer]:
    """Return a server process whose files lie where the test can look at them."""
    with running_server(database_url, "--files", str(tmp_path / "files")) as running:
        yield running


@pytest.fixture
def asha(tmp_path: Path, furnished: Furnished) -> Iterator[Desk]:
    """Return the desk of Asha, with her cluster and a firm in it."""
    with a_desk(tmp_path / "profile") as desk:
        cluster = with_the_cluster_of(furnished, desk)
        firm = a_record(Actor, name="Sanganer Looms", actor_kind=ActorKind.firm_micro_artisan)
        saved(desk.store, firm.changed(scope=cluster.scope))
        yield desk


@pytest.fixture
def balbir(
    asha: Desk, server: RunningServer, furnished: Furnished, database_url: URL | Path, tmp_path: Path
) -> Iterator[Store]:
    """Return the laptop of Balbir, who works on the same cluster now."""
    exchanging.sign_in(asha.store, server.address, "asha", PASSWORD)
    exchange(asha)
    with open_database(database_url) as database:
        database.write(lambda session: accounts.assign(session, "balbir", furnished.town.jaipur))
    with a_laptop(tmp_path / "second", Served(server.address, furnished.town), "balbir") as laptop:
        yield laptop


@pytest.fixture
def place(asha: Desk, balbir: Store, server: RunningServer, database_url: URL | Path, tmp_path: Path) -> Place:
    return Place(asha, balbir, server, database_url, tmp_path / "files")


def the_interviews(room: Workroom, qtbot: QtBot) -> InterviewsPage:
    """Go to the interviews."""
    room.window.go_to("diagnostic")
    page: object = room.window.page
    assert isinstance(page, PartedPage)
    page.turn_to("interviews")
    part: object = page.page_of("interviews")
    assert isinstance(part, InterviewsPage)
    qtbot.waitUntil(part.isVisible)
    return part


def type_the_interview(place: Place, room: Workroom, qtbot: QtBot) -> InterviewsPage:
    """Hold the interview by keys: a figure, words of the speaker, and a name that nobody else may read."""
    page = the_interviews(room, qtbot)
    log = begin(page, qtbot, "Sanganer")
    log.sheet.go_to("I:C05:C05_area_1")
    key(qtbot, Qt.Key.Key_Down)
    key(qtbot, Qt.Key.Key_Return)
    for where, words in TYPED.items():
        log.sheet.go_to(where)
        row = log.sheet.current_row()
        assert row is not None
        assert row.key == where
        if row.closed.isVisible():
            key(qtbot, Qt.Key.Key_F11)
        keys(qtbot, words)
    saved_and_still(page, qtbot, place.asha.store)
    return page


def what_came_of_it(place: Place) -> Told:
    """Make an issue of the interview, note a tie and a first will, hang a photo on it, and let everybody know."""
    store = place.asha.store
    opened = open_interview(store, store.find(Interview)[0].record.id)
    assert opened is not None
    photo = attach(store, opened.shared.record, pasted_source("Kalpana.jpg", a_jpeg(a_picture(120, 90))))
    (voice,) = after_interviews.proposals(store, opened.shared.record.scope).voices
    after_interviews.take_as_issue(store, voice)
    note_with_the_actor(store, voice.interview)
    promote_a_figure(store, voice.interview)
    place.agree()
    return Told(opened, store.find(Issue)[0].record, b"".join(contents(store, photo)))


def note_with_the_actor(store: Store, interview: Interview) -> None:
    """Draw a tie to somebody who was not on the list, and note what the actor would put in, as if it might be named."""
    firm = next(held.record.id for held in store.find(Actor) if held.record.name == "Sanganer Looms")
    named = interview.changed(actor=firm)
    dyes = Link(named, "Kalpana Dyes", ActorKind.supplier, None, RelationType.buys_from, Direction.outward, 2)
    after_interviews.draw_link(store, dyes)
    after_interviews.note_will(store, Will(named, firm, "a fair: Kalpana lends her yard", willing=True))


def promote_a_figure(store: Store, interview: Interview) -> None:
    """Make the figure a baseline, and let somebody write beside it who told it, against the hint."""
    (told,) = baselines.told_figures(store, interview.scope)
    baselines.as_new_indicator(store, told)
    (held,) = store.find(Indicator)
    figures = {key: line.changed(source="Kalpana told it") for key, line in held.record.figures.items()}
    store.save(Edit(held.record, held.record.changed(figures=figures), held.base))


def address(record: Record) -> str:
    return f"/records/{record.scope}/{record.kind}/{record.id}"


def read_by(place: Place, login: str, record: Record) -> str:
    """Return what somebody reads of a record at the server, the answer's number first."""
    with Visitor(place.server.address) as visitor:
        visitor.sign_in(login)
        page = visitor.get(address(record))
        return f"{page.status} {page.words}"


def everything_at_the_server(place: Place) -> bytes:
    """Return all rows of all tables and the bytes of all files; of a database that is a file, its bytes, too."""
    database = place.database
    engine, tables = create_engine(sqlite_url(database) if isinstance(database, Path) else database), MetaData()
    tables.reflect(engine)
    with closing(engine.connect()) as connection:
        rows = [str(row) for table in tables.sorted_tables for row in connection.execute(select(table))]
    engine.dispose()
    lying = [
        *place.files.rglob("*"),
        *(database.parent.glob(f"{database.name}*") if isinstance(database, Path) else ()),
    ]
    raw = [str(each).encode() + each.read_bytes() for each in lying if each.is_file()]
    return b"\n".join(["\n".join(rows).encode(), *raw])


def everything_on(store: Store, folder: Path) -> bytes:
    """Return all that a laptop holds, decrypted."""
    files = [b"".join(store.blobs.pieces(each)) for each in store.blobs.every()]
    return b"\n".join([plain_copy(store, folder), *files])


def found(words: Sequence[bytes], held: bytes) -> list[bytes]:
    """Return where words stand, with what stands around."""
    places = [each.start() for word in words for each in re.finditer(re.escape(word), held)]
    return [held[max(at - 200, 0) : at + 100] for at in places]


def assert_only_those_who_may_read_it(place: Place, told: Told) -> None:
    """Read as the advisor, the auditor and the programme office: what is confidential only the advisor sees."""
    shared, private = told.opened.shared.record, told.opened.private
    assert private is not None
    open_part = read_by(place, "tara", shared)
    assert WORDS in open_part
    assert "In how many months of the year is there full work? 7" in open_part
    assert SECRET not in open_part
    assert SECRET in read_by(place, "tara", private.record)
    assert WORDS in read_by(place, "aditi", shared)
    for login in ("aditi", "omkar"):
        refused = read_by(place, login, private.record)
        assert refused.startswith(("403 ", "404 "))
        assert SECRET not in refused
    assert WORDS not in read_by(place, "omkar", shared)


def assert_the_second_laptop_shows_it(place: Place, told: Told) -> None:
    there = open_interview(place.balbir, told.opened.shared.record.id)
    assert there is not None
    assert there.halves == told.opened.halves
    assert [each.title for each in place.balbir.search("Kishan")] != []


def take_the_consent_back(place: Place, page: InterviewsPage, qtbot: QtBot) -> None:
    """Do so in the window, and let everybody know."""
    page.log.refresh()
    page.log.ask_to_withdraw()
    click(qtbot, page.log, "Erase for ever")
    qtbot.waitUntil(lambda: "taken back" in page.log.notice.text())
    place.agree()


def assert_only_what_is_counted_is_left(place: Place, told: Told) -> None:
    shared = told.opened.shared.record
    for store in place.laptops:
        left = open_interview(store, shared.id)
        assert left is not None
        answers = {key: line.value for key, line in left.shared.record.answers.items() if line.value}
        assert answers == {"B:FA03": "7", "I:C05:C05_area_1": shared.answers["I:C05:C05_area_1"].value}
        assert left.shared.record.actor_kind is ActorKind.firm_micro_artisan
        (issue,) = (held.record for held in store.find(Issue, Ask()))
        assert (issue.name, issue.raisers(), issue.area) == (None, 1, told.issue.area)
        figures = [line for held in store.find(Indicator) for line in held.record.figures.values()]
        assert [(line.value, line.source) for line in figures] == [(7_00, None)]
        links = [line for held in store.find(Actor) for line in held.record.relations.values()]
        assert [(line.other, line.void is None) for line in links] == [(None, False)]
        wills = [line for held in store.find(ActorPrivate) for line in held.record.attitudes.values()]
        assert [(line.remark, line.attitude, line.void is None) for line in wills] == [(None, None, False)]
        assert [store.search(word) for word in UNTOLD] == [[], []]
    read = read_by(place, "tara", shared)
    assert "In how many months of the year is there full work? 7" in read
    assert "Kalpana" not in read


def test_an_interview_is_sent_read_by_those_who_may_and_goes_everywhere_when_consent_is_taken_back(
    place: Place, tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    page = type_the_interview(place, a_window(place.asha, list(PLACES), theme, qtbot), qtbot)
    told = what_came_of_it(place)
    assert place.asha.store.standing().all_sent
    assert_only_those_who_may_read_it(place, told)
    assert_the_second_laptop_shows_it(place, told)
    words = [*(each.encode() for each in UNTOLD), told.photo]
    holders = [everything_at_the_server(place), *(everything_on(each, tmp_path) for each in place.laptops)]
    assert all(word in held for held in holders[:2] for word in words), "what goes nowhere proves nothing"
    assert all(each.encode() in holders[2] for each in UNTOLD)

    take_the_consent_back(place, page, qtbot)
    assert_only_what_is_counted_is_left(place, told)
    assert found(words, everything_at_the_server(place)) == []
    for store in place.laptops:
        assert found(words, everything_on(store, tmp_path)) == [], store.me.name
