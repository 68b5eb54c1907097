"""Folding: one word, however it is written, is found."""

import pytest

from cdadesk.store.folding import fold, question


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("हिन्दी", "हिंदी"),
        ("गाँव", "गांव"),
        ("सड़क", "सडक"),
        ("सड़क", "सड\u093cक"),
        ("पञ्चायत", "पंचायत"),
        ("गङ्गा", "गंगा"),
        ("ठण्डा", "ठंडा"),
        ("सम्पर्क", "संपर्क"),
        ("क्\u200dष", "क्ष"),
        ("Café", "cafe"),
        ("BAGRU", "bagru"),
        ("Straße", "strasse"),
    ],
)
def test_two_ways_to_write_one_word_fold_to_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("कम", "काम"), ("जन्म", "जंम"), ("दिन", "दीन"), ("मान्य", "मांय")])
def test_two_words_stay_two(one, other):
    assert fold(one) != fold(other)


def test_folding_twice_is_folding_once():
    for word in ("हिन्दी", "गाँव", "Café", "ஸ்ரீ"):
        assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Bagru", '"bagru"*'),
        ("block  print", '"block"* "print"*'),
        ('a"b OR c*', '"a"* "b"* "or"* "c"*'),
        ("हिन्दी सभा", '"हिंदी"* "सभा"*'),
        ("  -- ", ""),
        ("NEAR(", '"near"*'),
    ],
)
def test_what_is_typed_is_never_taken_for_the_searchs_own_signs(typed, asked):
    assert question(typed) == asked
