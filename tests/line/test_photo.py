"""A large file through a line that is cut again and again: hardly a byte goes twice, and it arrives whole."""

import random

import pytest

from cdadesk.acts import attaching, file_lane
from cdadesk.acts.attaching import Whereabouts, attach, hung_on, pasted_source
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.store.store import Store
from tests.builders import the
from tests.line.bad_line import Manners
from tests.line.town import LineTown
from tests.sync.served import exchanged

MB = 1024 * 1024


def is_through(store: Store, paper: Attachment) -> bool:
    """Say whether the server has the whole file."""
    meeting = the(store, Meeting, paper.parent_id).record
    return all(each.whereabouts is Whereabouts.sent for each in hung_on(store, meeting))


def send_through_cuts(town: LineTown, size: int, cuts: int) -> int:
    """Send a file of so many bytes over a line that is cut so many times; return the bytes that went."""
    contents = b"%PDF-1.4 " + random.Random(size).randbytes(size)  # noqa: S311 - bytes that do not pack, no secrets
    (meeting,) = town.save(town.asha, 1)
    paper = attach(town.asha, meeting, pasted_source("photo.pdf", contents))
    with town.line.behaving(Manners(cut_up=size // cuts)) as passed:
        for _try in range(2 * cuts):
            met = town.try_once()
            assert met in ("", "LineBroke")
            if is_through(town.asha, paper):
                break
    assert is_through(town.asha, paper), "not through"
    assert passed.cuts >= cuts - 2, "the line was hardly cut: this has tried nothing"
    exchanged(town.balbir)
    file_lane.fetch(town.balbir, [the(town.balbir, Attachment, paper.id).record])
    assert b"".join(attaching.contents(town.balbir, paper)) == contents
    return passed.up


def test_a_file_through_ten_cuts_is_hardly_sent_twice(town: LineTown) -> None:
    assert send_through_cuts(town, 3 * MB, 10) < 3 * MB * 1.05


@pytest.mark.long
def test_twenty_megabytes_through_fifty_cuts_send_less_than_a_twentieth_again(town: LineTown) -> None:
    assert send_through_cuts(town, 20 * MB, 50) < 20 * MB * 1.05
