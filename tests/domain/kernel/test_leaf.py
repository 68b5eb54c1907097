"""A leaf is said alike in the window and on the server's pages."""

import pytest

from cdadesk.domain.kernel.leaf import field_at, read_leaf, spoken
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.i18n import speaking

LINE = "01a20000-0000-7000-8000-00000000000a"


@pytest.mark.parametrize(
    ("path", "leaf", "english", "hindi"),
    [
        ("held_on", "2026-03-14", "14 Mar 2026", "14 मार्च 2026"),
        ("meeting_kind", "bank_and_firms", "Bank and firms", "बैंक और इकाइयाँ"),
        ("present_count", 1200, "1,200", "1,200"),
        (f"attendance/{LINE}/status", "late", "Came late", "देर से आए"),
        (f"decisions/{LINE}/amount", {"minor": 12_345_678_90, "currency": "INR"}, "1,23,45,678.90", "1,23,45,678.90"),
        (f"decisions/{LINE}/consensus", True, "Yes", "हाँ"),
        ("place", None, "", ""),
    ],
)
def test_a_leaf_is_said_in_the_language_in_use(path, leaf, english, hindi):
    info = field_at(Meeting, path)
    assert info is not None
    for language, words in (("en", english), ("hi", hindi)):
        with speaking(language):
            assert spoken(info, read_leaf(info, leaf)) == words


def test_a_path_that_is_of_no_field_has_no_declaration():
    assert field_at(Meeting, "void") is None
    assert field_at(Meeting, "missing/place") is None
    assert field_at(Meeting, f"attendance/{LINE}") is None
    assert field_at(Meeting, f"place/{LINE}/status") is None
    assert field_at(Meeting, "attendance") is not None


def test_an_answer_that_this_version_does_not_know_is_refused():
    info = field_at(Network, "network_kind")
    assert info is not None
    with pytest.raises(KeyError):
        read_leaf(info, "of_tomorrow")
