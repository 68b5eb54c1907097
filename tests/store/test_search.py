"""The search finds what a person wrote, in either script, as soon as it is saved."""

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.store import search
from tests.builders import a_record, a_setup, a_store, changed, reopened, saved, the
from tests.store.samples import Part, Remark, Thing


def titles(hits):
    return [hit.title for hit in hits]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("हिन्दी सभा", "हिंदी"),
        ("हिंदी सभा", "हिन्दी सभा"),
        ("गाँव की सड़क", "सडक"),
        ("Café Bagru", "bag"),
        ("Bagru, block printing", "print bagru"),
        ("கூட்டம்", "கூட்"),
        ("विद्यार्थी", "विद्या"),
    ],
)
def test_a_title_is_found_in_either_script_and_by_its_beginning(store, written, typed):
    saved(store, a_record(Thing, name=written))
    saved(store, a_record(Thing, name="something else"))
    assert titles(store.search(typed)) == [written]


def test_a_beginning_of_a_syllable_finds_no_other_word(store):
    saved(store, a_record(Thing, name="किसान"))
    saved(store, a_record(Thing, name="कपड़ा"))
    assert titles(store.search("कि")) == ["किसान"]


def test_texts_of_lines_and_private_notes_are_found_too(store):
    record = a_record(Thing, name="Loom", my_notes="he hesitates", parts={str(new_id()): Part(name="warp beam")})
    saved(store, record)
    assert titles(store.search("hesit")) == ["Loom"]
    assert titles(store.search("warp")) == ["Loom"]


def test_a_hit_names_the_record(store):
    record = saved(store, a_record(Thing, name="Loom"))
    [hit] = store.search("loom")
    assert (hit.kind, hit.id, hit.scope) == ("thing", record.id, record.scope)


def test_a_title_comes_before_a_text(store):
    saved(store, a_record(Thing, name="One", words="loom " * 3))
    saved(store, a_record(Thing, name="Loom"))
    saved(store, a_record(Thing, name="Two", words="the loom"))
    assert titles(store.search("loom"))[0] == "Loom"


def test_the_search_keeps_to_the_kinds_asked_for(store):
    saved(store, a_record(Thing, name="Loom"))
    saved(store, a_record(Remark, says="this loom"))
    assert [hit.kind for hit in store.search("loom", kinds=["remark"])] == ["remark"]
    assert len(store.search("loom")) == 2
    assert len(store.search("loom", limit=1)) == 1


def test_what_was_changed_is_found_by_the_new_words_only(store):
    held = the(store, Thing, saved(store, a_record(Thing, name="Loom")).id)
    changed(store, held, name="Frame")
    assert titles(store.search("frame")) == ["Frame"]
    assert store.search("loom") == []


def test_what_is_void_is_not_found_until_it_is_restored(store):
    record = saved(store, a_record(Thing, name="Loom"))
    store.void(record)
    assert store.search("loom") == []
    store.restore(record)
    assert titles(store.search("loom")) == ["Loom"]


@pytest.mark.parametrize("typed", ["", "  ", '"', "*", "- (", "'; DROP"])
def test_signs_alone_find_nothing_and_break_nothing(store, typed):
    saved(store, a_record(Thing, name="Loom"))
    assert store.search(typed) == []


@pytest.mark.parametrize("typed", ["M10", "joint catalogue", "साझा कैटलॉग"])
def test_a_step_of_the_ladder_is_found_by_its_words_in_either_language(tmp_path, typed):
    with a_store(tmp_path / "profile", setup=a_setup(entities={"trust_event": TrustEvent})) as store:
        saved(store, a_record(TrustEvent, ladder_item="M10"))
        assert titles(store.search(typed)) == ["Joint catalogue, website or workshop completed"]


class AlsoCalled(Thing):
    """The things of a version that knows another word for each."""

    def also_called(self) -> tuple[str, ...]:
        return ("karghā",)


def test_after_an_upgrade_older_records_are_found_by_what_the_new_version_calls_them(store, monkeypatch):
    saved(store, a_record(Thing, name="Loom"))
    monkeypatch.setattr(search, "VERSION", search.VERSION + 1)
    with reopened(store, a_setup(entities={"thing": AlsoCalled})) as newer:
        assert titles(newer.search("kargha")) == ["Loom"]


def test_kinds_that_this_version_does_not_know_are_left_out(store):
    saved(store, a_record(Thing, name="Loom"))
    saved(store, a_record(Remark, says="loom"))
    with reopened(store, a_setup(entities={"thing": Thing})) as older:
        assert titles(older.search("loom")) == ["Loom"]
