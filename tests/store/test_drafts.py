"""Drafts are there after any end of the program; settings too."""

from cdadesk.clock import new_id
from cdadesk.store import profile
from cdadesk.store.store import DraftKey
from cdadesk.wire.ops import Seen
from tests.builders import reopened


def test_what_was_typed_is_there_the_next_morning(store, setup, clock):
    key = DraftKey("thing", new_id())
    store.drafts.keep(key, Seen(1, 4), {"name": "लूम", "parts": {"x": {"count": "12a"}}})
    with reopened(store, setup) as again:
        [draft] = again.drafts.all()
    assert draft.key == key
    assert draft.base == Seen(1, 4)
    assert draft.body == {"name": "लूम", "parts": {"x": {"count": "12a"}}}
    assert draft.typed_at == clock.now


def test_the_last_keystroke_replaces_the_one_before(store):
    key = DraftKey("thing", new_id())
    for typed in ("L", "Lo", "Loom"):
        store.drafts.keep(key, None, {"name": typed})
    [draft] = store.drafts.all()
    assert draft.body == {"name": "Loom"}


def test_forms_and_lines_do_not_mix(store):
    record = new_id()
    store.drafts.keep(DraftKey("thing", record), None, {"a": 1})
    store.drafts.keep(DraftKey("thing", record, "line"), None, {"b": 1})
    store.drafts.keep(DraftKey("other", record), None, {"c": 1})
    assert [draft.key.element for draft in store.drafts.of("thing", record)] == ["", "line"]
    assert store.standing().drafts == 3


def test_a_draft_thrown_away_is_gone(store, clock):
    one, two = DraftKey("thing", new_id()), DraftKey("thing", new_id())
    store.drafts.keep(one, None, {})
    clock.advance(seconds=1)
    store.drafts.keep(two, None, {})
    assert [draft.key for draft in store.drafts.all()] == [two, one]
    store.drafts.drop(one)
    assert [draft.key for draft in store.drafts.all()] == [two]


def test_settings_keep_any_json_and_forget_on_none(store, setup):
    store.settings.put("window", {"width": 1366, "places": ["today"]})
    store.settings.put("off", value=False)
    store.settings.put("large", 12345678901234567890123)
    store.settings.put("digits", "0042")
    store.settings.put("gone", 1)
    store.settings.put("gone", None)
    with reopened(store, setup) as again:
        assert again.settings.get("window") == {"width": 1366, "places": ["today"]}
        assert again.settings.get("off") is False
        assert again.settings.get("large") == 12345678901234567890123
        assert again.settings.get("digits") == "0042"
        assert again.settings.get("gone", "default") == "default"
        assert again.settings.get("language") == "en"


def test_the_language_is_known_before_the_profile_is_unlocked(store):
    store.use_language("hi")
    assert store.settings.get("language") == "hi"
    assert profile.at(store.profile.folder).language == "hi"
