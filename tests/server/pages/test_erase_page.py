"""Erasing personal data on the advisor's pages: what is chosen goes everywhere, and the agents are told why."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.actors.person import Person, PersonPrivate
from cdadesk.domain.attachment import Attachment, plain_picture
from cdadesk.server.files.holding import Keeper, Named
from cdadesk.server.files.objects import Objects
from cdadesk.wire.blobs import Part
from tests.photographs import a_jpeg, a_picture
from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample
from tests.server.pages.visitor import Visitor
from tests.server.test_erasing import everything


@dataclass(frozen=True)
class Meena:
    """Personal answers of somebody, whose phone was written twice; the numbers are like no other of the server."""

    id: UUID
    page: str
    phone: str
    earlier: str


@pytest.fixture
def meena(sample: Sample) -> Meena:
    """Return personal answers that Asha has sent."""
    phone, earlier = a_number(), a_number()
    person = sample.send(sample.make(Person, name="Meena", role="Owner"))
    private = sample.make(PersonPrivate, parent_id=person, phone=earlier, year_of_birth=1961)
    sample.send(private)
    sample.laptop.pull_all()
    base = sample.laptop.base(private.scope, private.id, private.kind)
    sample.write(private.kind, private.id, {"phone": phone}, scope=private.scope, base=base)
    return Meena(private.id, sample.address(private.kind, private.id, private.scope), phone, earlier)


def a_number() -> str:
    """Return a telephone number that nothing else holds."""
    return f"9{new_id().int % 10**9:09}"


def said(sample: Sample, meena: Meena, text: str) -> UUID:
    """Let Asha say something about the answers."""
    fields = {"about_kind": "person_private", "about_id": str(meena.id), "text": text}
    comment = new_id()
    sample.write("comment", comment, fields, scope=sample.house.jaipur_private)
    return comment


def ticked(body: str) -> set[str]:
    """Return what is chosen already."""
    return {re.search(r'value="([^"]*)"', each).group(1) for each in re.findall(r"<input[^>]* checked>", body)}


def test_what_a_consent_had_allowed_is_chosen_already_with_what_was_said_of_it(sample, tara: Visitor, meena):
    comment = said(sample, meena, f"Is {meena.phone} right?")
    (link,) = re.findall(r'href="([^"]*/erase)"', tara.get(meena.page).body)
    form = tara.get(link)
    assert ticked(form.body) == {"phone", "year_of_birth", str(comment)}
    assert meena.phone in form.words
    assert "1961" in form.words
    assert "1,961" not in form.words


def test_it_goes_from_the_whole_database_and_the_agent_reads_why(sample, tara: Visitor, meena):
    comment = said(sample, meena, f"Is {meena.phone} right?")
    wish = {"value": ["phone"], "comment": [str(comment)], "reason": "She asked for it", "sure": "yes"}
    page = tara.send(tara.get(f"{meena.page}/erase"), "/erase", **wish)
    assert "Erased for ever. The laptops erase it" in page.words
    told = everything(sample.house.database)
    assert meena.phone not in told
    assert meena.earlier not in told
    sample.laptop.pull_all()
    held = sample.laptop.sees(sample.house.jaipur_private, "person_private", meena.id)
    assert held == {"parent_id": held["parent_id"], "year_of_birth": 1961}
    why = [each["text"] for each in sample.laptop.held.values() if each.get("about_id") == str(meena.id)]
    assert "Erased for ever: She asked for it" in why


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [
        ({"reason": "She asked", "sure": "yes"}, "Choose what is to be erased."),
        ({"value": ["phone"], "reason": "  ", "sure": "yes"}, "Say at whose wish it is erased, or why."),
        ({"value": ["phone"], "reason": "She asked"}, "Say that you know that nothing brings it back."),
    ],
)
def test_nothing_goes_without_a_choice_a_reason_and_a_word_that_one_is_sure(
    sample, tara: Visitor, meena, wish, complaint
):
    page = tara.send(tara.get(f"{meena.page}/erase"), "/erase", **wish)
    assert page.status == 422
    assert complaint in page.words
    assert meena.phone in everything(sample.house.database)
    assert ticked(page.body) == set(wish.get("value", ()))


def test_what_is_only_in_the_history_can_be_chosen_and_accounts_and_dates_cannot(sample, tara: Visitor):
    phone = a_number()
    meeting = sample.a_meeting(place=f"With Ravi, {phone}")
    sample.edit(meeting, {"place": None})
    form = tara.get(f"{meeting}/erase")
    assert "blank now, but its history tells something" in form.words
    assert "held_on" not in form.body
    wish = {"value": ["place", "held_on"], "reason": "A telephone number stood there", "sure": "yes"}
    tara.send(tara.get(f"{meeting}/erase"), "/erase", **wish)
    assert phone not in everything(sample.house.database)
    sample.laptop.pull_all()
    assert sample.laptop.sees(sample.scope, "meeting", UUID(meeting.rsplit("/")[-1])) == {"held_on": "2026-03-01"}


def test_a_photo_is_erased_with_its_file_from_the_page_of_its_record(sample, tara: Visitor):
    meeting, photo = sample.a_meeting(place="Photo"), a_jpeg(a_picture(80, 60, colour="maroon"))
    sha256, small = hashlib.sha256(photo).hexdigest(), plain_picture(a_jpeg(a_picture(60, 40, colour="maroon")))
    told = {"sha256": sha256, "size": len(photo), "about_kind": "meeting", "caption": "Ravi", "thumbnail": small}
    hung = sample.make(Attachment, parent_id=UUID(meeting.rsplit("/", maxsplit=1)[1]), **told)
    sample.send(hung)
    folder = Path(sample.house.database.engine.url.database or "").parent / "files"
    part = Part(sample.scope, hung.id, sha256, 0, len(photo), photo)
    named = Named(sample.scope, hung.id, sha256, len(photo), "", "")
    assert Keeper(sample.house.database, Objects(folder)).take(named, part).is_whole
    wish = {"photo": [str(hung.id)], "reason": "He asked for it", "sure": "yes"}
    assert "Ravi" in tara.get(f"{meeting}/erase").words
    page = tara.send(tara.get(f"{meeting}/erase"), "/erase", **wish)
    assert "Ravi" not in page.words
    assert 'id="photos"' not in page.body
    assert photo not in [each.read_bytes() for each in folder.rglob("*") if each.is_file()]
    assert small["jpeg"] not in everything(sample.house.database)


def test_sending_the_form_twice_erases_and_tells_once(sample, tara: Visitor, meena):
    form = tara.get(f"{meena.page}/erase")
    for _time in range(2):
        assert tara.send(form, "/erase", value=["phone"], reason="She asked", sure="yes").status == 200
    sample.laptop.pull_all()
    about = [each for each in sample.laptop.held.values() if each.get("about_id") == str(meena.id)]
    assert [each["text"] for each in about] == ["Erased for ever: She asked"]


def test_the_auditor_and_agents_of_other_clusters_cannot_erase(sample, signed_in: SignIn, meena):
    meeting = sample.a_meeting(place="Auditor")
    assert "/erase" not in signed_in("aditi").get(meeting).body
    assert signed_in("aditi").get(f"{meeting}/erase").status == 403
    assert signed_in("balbir").get(f"{meena.page}/erase").status == 404
    assert signed_in("omkar").get(f"{meeting}/erase").status == 403
