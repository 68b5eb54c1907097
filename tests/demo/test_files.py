"""What every record of the demo's files must say of itself."""

import re

import pytest

from cdadesk import resources
from cdadesk.demo.ids import stable_id
from cdadesk.demo.story import instant

FILES = sorted(resources.path("demo").glob("*/*.json"))
SAID = [
    pytest.param(written, id=f"{path.parent.name}-{path.stem}-{written.get('key', written.get('about'))}")
    for path in FILES
    for pages in [resources.read_json("demo", path.parent.name, path.name)]
    for written in [*pages.get("records", ()), *pages.get("deeds", ())]
]
SOURCES = re.compile(r"[A-Z][a-z]+(, [A-Z][a-z]+)* (1999|2000|2005)")


@pytest.mark.parametrize("written", SAID)
def test_each_record_says_whether_it_is_a_fact_and_who_says_so(written):
    assert written["mark"] in ("fact", "derived", "invented")
    sources = written.get("source", "").split("; ") if written["mark"] != "invented" else []
    assert all(SOURCES.fullmatch(source) for source in sources)
    assert written["mark"] == "invented" or sources


@pytest.mark.parametrize("written", SAID)
def test_what_is_said_to_be_invented_of_a_fact_is_one_of_its_fields(written):
    marked = [*written.get("invented", ()), *written.get("derived", ())]
    assert {each.partition(":")[0] for each in marked} <= set(written.get("fields", ()))


def test_every_file_says_that_it_only_illustrates():
    abouts = [resources.read_json("demo", path.parent.name, path.name)["about"] for path in FILES]
    assert abouts
    assert all(about.startswith("Illustrative.") for about in abouts)


def test_people_have_given_names_alone_and_phones_that_ring_nowhere():
    people = resources.read_json("demo", "jaipur", "people.json")["records"]
    assert all(person["mark"] == "invented" and " " not in person["fields"]["name"] for person in people)
    phones = [person["private"]["phone"] for person in people if "phone" in person.get("private", {})]
    assert phones
    assert all(phone.startswith("00000 000") for phone in phones)


def test_an_id_follows_from_its_name_and_sorts_by_its_instant():
    early, late = instant("1998-03-20"), instant("1998-03-20T18:01")
    assert stable_id("calico", early) == stable_id("calico", early)
    assert stable_id("calico", early) != stable_id("cotex", early)
    assert stable_id("calico", early) < stable_id("cotex", late)
    assert stable_id("calico", early).version == 7
