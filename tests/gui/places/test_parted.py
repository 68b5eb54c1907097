"""Whether a place of several parts shows each behind its tab, and leads to the part that a record belongs to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.networks.network import Network
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.parted import Part, PartedPage
from cdadesk.gui.places.place import Place
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import N_
from tests.builders import a_record, saved
from tests.gui.at_the_desk import a_desk, a_window, keys, with_a_cluster

PARTS = (
    Part("actors", N_("Actors"), lambda desk: RecordsPage(desk, Actor, "users"), ("actor",)),
    Part("networks", N_("Networks"), lambda desk: RecordsPage(desk, Network, "waypoints"), ("network",)),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def parted(desk: Desk, theme: Theme, qtbot: QtBot, parts: tuple[Part, ...] = PARTS) -> PartedPage:
    kinds = tuple(kind for part in parts for kind in part.kinds)
    place = Place("two", N_("Reviews"), "users", lambda of: PartedPage(of, N_("Reviews"), parts), kinds)
    page = a_window(desk, [place], theme, qtbot).window.page
    assert isinstance(page, PartedPage)
    return page


def test_the_head_speaks_for_the_part_in_front(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = parted(desk, theme, qtbot)
    assert page.title() == "Reviews"
    page.turn_to("networks")
    page.begin_new()
    assert isinstance(page.part, RecordsPage)
    assert page.part.detail.is_new
    assert page.part.entity is Network


def test_a_record_is_opened_in_the_part_that_it_belongs_to(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    network = saved(desk.store, a_record(Network, name="Calico"))
    page = parted(desk, theme, qtbot)
    desk.open("network", network.id)
    assert isinstance(page.part, RecordsPage)
    assert page.part.chosen == network


def test_what_is_typed_in_a_part_is_kept_when_another_is_turned_to(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = parted(desk, theme, qtbot)
    page.begin_new()
    keys(qtbot, "Bagru dyers")
    page.turn_to("networks")
    assert [draft.key.form for draft in desk.drafts.all()] == ["actor"]


def test_a_place_of_one_part_shows_no_tabs(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    page = parted(desk, theme, qtbot, PARTS[:1])
    assert not page.tabs.tabBar().isVisible()
