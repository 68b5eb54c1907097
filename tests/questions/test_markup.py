"""Words of a form without the marks that other tools draw."""

import pytest

from cdadesk.questions.markup import without_marks


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('**Welcome** to _the_ <span style="color:red">score</span>', "Welcome to the score"),
        ("## Part two\nHow many?", "Part two\nHow many?"),
        ("See [our page](https://example.org/a_b)", "See our page (https://example.org/a_b)"),
        ("2 * 3 * 4 of my_own_name", "2 * 3 * 4 of my_own_name"),
        ("less < more", "less < more"),
        ("__कितने__ लोग?", "कितने लोग?"),
    ],
)
def test_marks_are_left_out_and_words_stay(written, read):
    assert without_marks(written) == read
