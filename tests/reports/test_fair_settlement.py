"""The common paper of a fair: the golden figures, who approved them, and what stays with each firm alone."""

import io
from dataclasses import replace
from fractions import Fraction

import pytest

from cdadesk.domain.attachment import Attachment
from cdadesk.domain.fairs.inputs import Contribution, FairInputs, Head
from cdadesk.domain.fairs.lines import BudgetLine
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.vocabulary import ContributionMode, HeadCode, SharingRule, UnderSpend
from cdadesk.domain.kernel.record import Void
from cdadesk.i18n import speaking
from cdadesk.reports.blocks import Signatures
from cdadesk.reports.fair_papers import FairAccount
from cdadesk.reports.fair_settlement import fair_settlement_blocks, fair_settlement_paper, write_fair_settlement
from cdadesk.reports.fair_settlement_rows import (
    decisions_taken,
    head_lines,
    member_lines,
    odd_paise,
    results,
    source_lines,
    taper_fairs,
    taper_words,
)
from cdadesk.reports.paper import check_code
from tests.domain.fairs.golden import GOLDEN, with_head, with_participant
from tests.domain.making import make
from tests.reports.builders import (
    HINDI_NAMES,
    MADE_ON,
    approved,
    fair_of,
    golden_account,
    keyed,
    letterhead,
    named,
    sixty_firms,
)
from tests.reports.reading import read_by_search, read_by_viewer

NOBODY = FairInputs(heads=(), participants=())


def printed(account: FairAccount, head=None) -> bytes:
    file = io.BytesIO()
    write_fair_settlement(account, head or letterhead(), file)
    return file.getvalue()


def said(account: FairAccount) -> str:
    return " ".join(read_by_search(printed(account)))


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_golden_fair_is_printed_to_the_last_paisa(language):
    with speaking(language):
        page = said(golden_account(named(GOLDEN, HINDI_NAMES)))
    for figures in (
        "18,399.01 – 18,399.01 16,500.00 – 1,899.01",
        "16,681.06 – 16,681.06 17,345.67 664.61 –",
        "11,054.51 – 11,054.51 15,000.00 3,945.49 –",
        "9,158.82 2,289.70 6,869.12 8,000.00 1,130.88 –",
        "7,552.28 1,888.07 5,664.21 5,000.00 – 664.21",
        "62,845.68 4,177.77 58,667.91 61,845.67 5,740.98 2,563.22",
        "7,000.00 6,177.77 2,000.00 – 4,177.77 6,177.77 7 %",
        "57,167.91 1,500.00 – 58,667.91 66.8 %",
        "₹ 87,845.69",
        "73.8 %",
        "6.76",
        "₹ 2,60,500.00",
        "₹ 40,000.00",
        "3,177.76 ✓",
    ):
        assert figures in page
    assert "श्रीमती शान्ति देवी" in page


def test_the_receipts_of_the_fair_are_named_the_written_ones_and_those_that_hang_on_it():
    lines = keyed(BudgetLine(head=HeadCode.space, vouchers="bill 12, with the treasurer"), BudgetLine(name="Tea"))
    hung = (make(Attachment, caption="Receipt of the stall rent", media_type="image/jpeg", taken_on="1999-10"),)
    page = said(golden_account(fair=fair_of(GOLDEN, budget_lines=lines), attachments=hung))
    assert "Space: bill 12, with the treasurer" in page
    assert "Receipt of the stall rent (photo or scan, Oct 1999)" in page
    assert "Receipts Nothing recorded" in said(golden_account())


def test_amounts_over_a_lakh_are_grouped_as_in_india():
    dear = with_head(GOLDEN, "space", paid=12_345_678_90)
    assert "1,23,45,678.90" in said(golden_account(dear))


def test_a_draft_says_so_on_each_page_and_an_approved_account_says_by_whom():
    draft, final = read_by_viewer(printed(golden_account())), said(approved(golden_account()))
    assert "Draft, not approved. Do not pay by this paper." in draft[0]
    assert "Approved not approved" in draft[0]
    assert all("Settlement of the fair (draft)" in page for page in draft)
    assert not any(word in final for word in ("Draft", "(draft)", "not approved"))
    assert "Approved 3 Nov 1999, Sanganer, decision 2 " in final


def test_a_correction_says_which_one_it_is():
    assert "decision 2, revision 3" in said(approved(golden_account(), revision=3))


def test_another_figure_or_a_voided_approval_makes_it_a_draft_again():
    account = approved(golden_account())
    changed = replace(account, settlement=settle(with_head(GOLDEN, "space", paid=40_000_01)))
    assert account.approval is not None
    void = Void(by="ta", at="2026-01-01T00:00:00Z")
    voided = replace(account, approval=account.approval.changed(void=void))
    for each in (changed, voided):
        assert "Draft, not approved" in said(each)


def test_sums_that_do_not_agree_are_shown_as_such():
    page = said(golden_account(replace(GOLDEN, cash_counted=3_177_75)))
    assert "cash by the records 3,177.76 = cash counted 3,177.75 ✗" in page
    assert "Its sums do not agree yet." in page


def test_sales_of_single_firms_are_printed_only_if_all_agreed():
    account = golden_account()
    assert "84,250.50" not in said(account)
    assert "1,20,500.00" not in said(account)
    assert "What a single firm sold stands on its own sheet only." in said(account)
    shown = said(replace(account, all_agreed_to_show_sales=True))
    assert "84,250.50" in shown
    assert "on its own sheet only" not in shown


def test_no_sum_is_printed_from_which_one_firm_could_tell_the_sales_of_another():
    two = replace(GOLDEN, participants=GOLDEN.participants[:2], in_kind=(), relief=None)
    two = with_head(two, "display", paid=1_500_00)
    page = said(golden_account(two))
    assert "Sales too few told it to print a sum (told by 2 of 2)" in page
    assert "Middle of all sales Nothing recorded" in page
    assert "2,04,750.50" not in page


def test_figures_that_nobody_told_are_not_counted_as_zero():
    unknown = with_participant(with_head(GOLDEN, "transport", rule=SharingRule.equal), "p4", sales=None)
    account = golden_account(unknown)
    told = results(replace(account, fair=fair_of(unknown, participants={})))
    assert (told.sales.told_by, told.sales.asked, told.sales.total) == (4, 5, 260_500_00)
    assert told.sales.median == 62_125_25
    assert told.orders.total is None
    page = said(replace(account, fair=fair_of(unknown, participants={})))
    assert "Orders Nothing recorded" in page
    assert "New buyers Nothing recorded" in page


def test_budget_actual_and_difference_are_summed_over_the_heads_that_have_a_budget():
    fair = with_head(GOLDEN, "space", budget=39_000_00)
    lines = {line.head: line for line in head_lines(settle(fair))}
    assert (lines["Space"].variance, lines["Transport"].variance) == (1_000_00, None)
    assert "Space 39,000.00 40,000.00 1,000.00" in said(golden_account(fair))
    assert "Transport – 12,345.67 –" in said(golden_account(fair))


def test_a_promise_in_percent_is_counted_by_its_words_and_its_cap():
    space = Contribution(
        id="c9", source_id="i", head_id="space", mode=ContributionMode.percent_of_budget, percent=Fraction(10)
    )
    fair = with_head(GOLDEN, "space", budget=40_000_00)
    fair = replace(fair, contributions=(*fair.contributions, space))
    lines = {line.name: line for line in source_lines(settle(fair))}
    assert lines["institution"].pledged == 14_000_00
    assert lines["institution"].owed == -4_000_00
    assert "Institution: 4,000.00 still to come in" in said(golden_account(fair))


def test_a_percentage_of_the_cost_is_not_promised_of_what_one_ordered_alone():
    fair = with_head(GOLDEN, "advertisement", budget=10_000_00, ordered_by="p2")
    lines = {line.name: line for line in source_lines(settle(fair))}
    assert lines["institution"].pledged == 5_000_00


def test_what_is_neither_paid_by_others_nor_shared_as_spent_is_said_at_its_head():
    ordered = with_head(GOLDEN, "electricity", budget=500_00, ordered_by="p2")
    terms = replace(GOLDEN.terms, under_spend=UnderSpend.carry_forward, carry_forward_decision="no. 3")
    saved = replace(with_head(GOLDEN, "electricity", budget=2_000_01), terms=terms)
    rules = [line.rule for fair in (ordered, saved) for line in head_lines(settle(fair)) if line.head == "Electricity"]
    assert rules == ["equally; 500.01 over the budget ordered by P2 alone", "equally; 1,000.00 kept for the next fair"]
    assert decisions_taken(golden_account(saved)) == ["Savings kept for the next fair, no. 3"]


def test_money_that_was_not_used_is_said_to_be_over():
    contributions = tuple(replace(each, received=each.received + 100_00) for each in GOLDEN.contributions[:1])
    fair = replace(GOLDEN, contributions=(*contributions, *GOLDEN.contributions[1:]))
    assert "Institution: 100.00 received and not used" in said(golden_account(fair))


def test_odd_paise_are_told_by_head():
    assert odd_paise(settle(GOLDEN)) == [("Electricity", 1), ("Space", 2), ("Transport", 2)]
    assert "Odd paise: Electricity 1, Space 2, Transport 2." in said(golden_account())


def test_who_withdrew_is_marked_and_own_costs_have_their_column():
    own = Head(id="own", code="samples", rule=SharingRule.direct, paid=321_00, direct_to="p3")
    fair = replace(with_participant(GOLDEN, "p2", withdrawn_on=MADE_ON), heads=(*GOLDEN.heads, own))
    lines = member_lines(golden_account(fair))
    assert lines[1].name == "P2 (withdrew on 20 Mar 2026)"
    assert [line.own for line in lines] == [None, None, 321_00, None, None]
    assert "Own costs" in said(golden_account(fair))
    assert "Own costs" not in said(golden_account())


def test_support_is_compared_with_the_fairs_before_of_the_same_series():
    account = golden_account()
    (first,) = account.earlier
    strangers = (replace(first, series="Jaipur"), replace(first, ordinal=3), replace(first, ordinal=2))
    fairs = taper_fairs(replace(account, earlier=(*strangers, first)))
    assert [fair.label for fair in fairs] == ["First National Crafts Fair", "Second National Crafts Fair"]
    both = "First National Crafts Fair to Second National Crafts Fair:"
    assert taper_words(fairs) == [f"{both} the programme's share and all outside support did not rise"]
    rich = replace(first, private=Fraction(99), programme=Fraction(1), institutions=Fraction(0))
    assert taper_words(taper_fairs(replace(account, earlier=(rich,)))) == [
        f"{both} the programme's share rose; participants and network pay a smaller share"
    ]
    assert "Mar 1999 42 % 32 % 26 % 0 % 0 %" in said(account)


def test_the_first_fair_of_a_series_says_so_and_a_fair_outside_any_series_is_blank():
    account = golden_account(earlier=())
    assert "This is the first recorded fair of its series." in said(account)
    lone = replace(account, fair=fair_of(GOLDEN, series=None))
    assert "Support from fair to fair Nothing recorded" in said(lone)


def test_the_decisions_that_the_figures_rest_on_are_cited():
    fair = with_head(GOLDEN, "space", budget=30_000_00, overspend_decision="12 Sep 1999, no. 4")
    assert decisions_taken(golden_account(fair)) == ["Space: overspending shared by all, 12 Sep 1999, no. 4"]
    assert "Decisions this account rests on Nothing recorded" in said(golden_account())


def test_an_empty_fair_prints_blanks_and_no_zeros():
    account = FairAccount(fair=fair_of(NOBODY, place=None, from_on=None, to_on=None), settlement=settle(NOBODY))
    page = said(account)
    for section in ("What the fair cost", "Who paid", "Participants", "Total cost", "Sales", "Enquiries"):
        assert f"{section} Nothing recorded" in page
    assert "costs 0.00 = sources 0.00 ✓" in page


def test_sixty_firms_with_long_names_run_over_pages_with_their_heads_and_the_sum_at_the_end():
    account = golden_account(sixty_firms())
    pages = read_by_search(printed(account))
    words = " ".join(pages)
    assert len(pages) > 2
    assert all(f" {place}, Handblock" in words for place in range(1, 61))
    assert "2,52,098.77" in words
    assert "Treasurer Chair Auditor" in pages[-1]


def test_nobody_signs_an_empty_page():
    for count in range(1, 40, 2):
        inputs = replace(sixty_firms(), participants=sixty_firms().participants[:count])
        last = read_by_search(printed(golden_account(inputs)))[-1]
        assert "Nothing recorded Treasurer Chair Auditor" in last


def test_signs_of_markup_in_names_are_printed_as_they_are():
    odd = "<b>&</b>"
    assert odd in said(golden_account(with_participant(GOLDEN, "p1", name=odd)))


def test_the_same_account_gives_the_same_bytes_and_one_paisa_gives_another_code():
    account = golden_account()
    assert printed(account) == printed(account)
    dearer = replace(account, settlement=settle(with_head(GOLDEN, "space", paid=40_000_01)))
    codes = {
        check_code(fair_settlement_paper(each, letterhead()), fair_settlement_blocks(each, letterhead()))
        for each in (account, dearer)
    }
    assert len(codes) == 2


def test_demo_papers_carry_the_banner_and_all_are_signed_by_three():
    assert "Illustrative: invented for training, not facts." in said(golden_account())
    assert "Illustrative" not in " ".join(read_by_search(printed(golden_account(), letterhead(illustrative=False))))
    assert fair_settlement_blocks(golden_account(), letterhead())[-1] == Signatures(("Treasurer", "Chair", "Auditor"))
