"""The published table of cluster money, computed anew."""

from fractions import Fraction

import pytest

from cdadesk.domain.fairs.figures import hundredths, listed, rounded
from cdadesk.domain.fairs.ratios import Payers, ratio_words

TABLE = [
    ("Ludhiana", (58_244, None, 12_999), 71_243, (8175, 0, 1825), (818, 548, 448)),
    ("Tirupur", (80_953, None, 5_860), 86_813, (9325, 0, 675), (932, 1481, 1381)),
    ("Jaipur", (58_199, 16_166, 29_606), 103_971, (5598, 1555, 2848), (560, 351, 251)),
    ("Pune", (5_440, 17_320, 2_194), 24_954, (2180, 6941, 879), (218, 1137, 1037)),
    ("all four", (202_836, 33_486, 50_659), 286_981, (7068, 1167, 1765), (707, 566, 466)),
]


@pytest.mark.parametrize(("cluster", "money", "total", "shares", "ratios"), TABLE)
def test_the_table_computed_anew(cluster, money, total, shares, ratios):
    private, institutions, programme = money
    recovery, leverage, mobilised = ratios
    payers = Payers(private=private, institutions=institutions, programme=programme)
    assert payers.total == total
    assert tuple(hundredths(percent) for percent in payers.percents()) == shares
    assert rounded(100 * payers.cost_recovery, 1) == Fraction(recovery, 10)
    assert hundredths(payers.leverage) == leverage
    assert hundredths(payers.mobilised) == mobilised


def test_without_programme_money_there_is_no_leverage():
    payers = Payers(private=5, institutions=5, programme=0)
    assert payers.leverage is None
    assert ratio_words(payers.mobilised) == "no programme money"
    assert payers.cost_recovery == Fraction(1, 2)


def test_without_money_there_is_nothing_to_recover():
    payers = Payers(private=0, institutions=None, programme=0)
    assert payers.cost_recovery is None
    assert payers.percents() == (0, 0, 0)


def test_half_is_rounded_away_from_zero():
    assert rounded(Fraction(125, 1000), 2) == Fraction(13, 100)
    assert rounded(Fraction(-125, 1000), 2) == Fraction(-13, 100)


def test_a_list_reads_as_a_sentence():
    assert [listed(list("abc")), listed(["a"]), listed([])] == ["a, b and c", "a", ""]
