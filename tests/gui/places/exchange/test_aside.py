"""Whether what a server does not hold is told in words that a person understands."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cdadesk.acts.replicas import LostRecord
from cdadesk.domain.kernel import payload
from cdadesk.domain.review import Comment
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import exchange
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.gui.places.exchange.reading import read_view
from tests.builders import a_record
from tests.gui.at_the_desk import a_desk, a_window, with_a_cluster, words_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        yield made


def a_lost_comment() -> LostRecord:
    """Return a comment on a line of a fair, as it is set aside."""
    made = a_record(Comment, about_kind="fair", about_path="participants/7/sales", text="Ask for the sales.")
    values = dict(payload.leaves(made))
    return LostRecord("comment", made, made.title(), "Tara", dt.datetime(2026, 3, 14, tzinfo=dt.UTC), values)


def shown(desk: Desk, theme: Theme, qtbot: QtBot, **told: bool) -> str:
    room = a_window(desk, [exchange.PLACE], theme, qtbot)
    page = room.window.page
    assert isinstance(page, ExchangePage)
    page.aside.show_view(dataclasses.replace(read_view(desk.store), lost=(a_lost_comment(),), **told))
    return words_in(page.aside)


def test_what_is_set_aside_is_told_without_the_names_of_the_program(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    said = shown(desk, theme, qtbot)
    assert "Ask for the sales." in said
    assert "restored from a backup" in said
    assert "participants/7" not in said
    assert "About what kind" not in said


def test_what_was_invented_is_not_called_lost_by_the_server(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    said = shown(desk, theme, qtbot, illustrative=True)
    assert "invented for training" in said
    assert "backup" not in said
