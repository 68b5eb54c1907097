"""The sheet that a participant takes home: own figures in full, others' sales never, one page."""

import datetime as dt
import io
from dataclasses import replace

import pypdf
import pytest

from cdadesk.domain.fairs.inputs import FairInputs, Head
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.vocabulary import HeadCode, SharingRule, UnderSpend
from cdadesk.domain.kernel.record import MissingCode
from cdadesk.i18n import _, format_amount, speaking
from cdadesk.reports.fair_papers import FairAccount
from cdadesk.reports.measures import Lettering, styles
from cdadesk.reports.paper import check_code
from cdadesk.reports.participant_sheet import (
    sheet_blocks,
    sheet_pages,
    sheet_paper,
    write_all_sheets,
    write_participant_sheet,
)
from cdadesk.reports.participant_sheet_rows import (
    ShareLine,
    one_line_for_each_rule,
    own_sales,
    share_lines,
    steps_to_balance,
    without_others_costs,
)
from cdadesk.reports.strips import Words
from tests.domain.fairs.golden import CAPPED, GOLDEN, with_head, with_participant
from tests.reports.builders import HINDI_NAMES, approved, fair_of, golden_account, letterhead, named, sixty_firms
from tests.reports.reading import read_by_search

NAMED = named(GOLDEN, HINDI_NAMES)


def sheet(account: FairAccount, who: str) -> str:
    file = io.BytesIO()
    write_participant_sheet(account, who, letterhead(), file)
    return " ".join(read_by_search(file.getvalue()))


def all_sheets(account: FairAccount) -> bytes:
    file = io.BytesIO()
    write_all_sheets(account, letterhead(), file)
    return file.getvalue()


def test_each_head_is_told_with_its_rule_and_the_own_part():
    lines = share_lines(settle(GOLDEN), "p1")
    assert [(line.head, line.total, line.paid_by_others, line.rule, line.share) for line in lines] == [
        ("Advertisement", 25_000_00, 17_000_00, "shared equally by 5", 1_600_00),
        ("Display", 1_500_00, 0, "shared equally by 5", 300_00),
        ("Electricity", 1_000_01, 0, "shared equally by 5", 200_01),
        ("Organisation", 8_000_01, 8_000_01, "paid in full by programme", 0),
        ("Space", 40_000_00, 0, "shared by stall area: 9 of 34 m²", 10_588_24),
        ("Transport", 12_345_67, 0, "shared by sales: 46.26 % of all sales", 5_710_76),
    ]


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize(
    ("who", "figures"),
    [
        ("p1", ["1,899.01", "10,588.24", "5,710.76", "18,399.01", "−15,000.00", "−1,500.00", "46.26", "1,20,500.00"]),
        ("p2", ["664.61", "10,588.24", "3,992.82", "16,681.06", "−15,000.00", "−2,345.67", "32.34", "84,250.50"]),
        ("p4", ["1,130.88", "7,058.82", "9,158.82", "−2,289.70", "−8,000.00"]),
    ],
)
def test_the_golden_figures_stand_on_the_sheets(who, figures, language):
    with speaking(language):
        page = sheet(golden_account(NAMED), who)
    for figure in figures:
        assert figure in page


def test_what_is_to_pay_or_to_receive_is_one_big_sentence():
    assert "You pay ₹ 1,899.01 Cost" in sheet(golden_account(), "p1")
    assert "You receive ₹ 664.61 Cost" in sheet(golden_account(), "p2")
    even = with_participant(GOLDEN, "p1", advance=16_899_01)
    assert "You neither pay nor receive anything" in sheet(golden_account(even), "p1")
    assert "Nothing is left to pay 0.00" in sheet(golden_account(even), "p1")


def test_the_steps_lead_exactly_to_the_balance():
    for inputs in (GOLDEN, CAPPED, sixty_firms()):
        settlement = settle(inputs)
        for member in settlement.members:
            steps = steps_to_balance(settlement, member.participant_id)
            assert sum(step.amount for step in steps) == -member.balance
            lines = share_lines(settlement, member.participant_id)
            assert sum(line.share for line in lines) == steps[0].amount
            assert [line.total - line.paid_by_others for line in lines] == [head.residual for head in settlement.heads]


def test_the_day_by_which_it_is_paid_is_printed_or_left_to_be_written():
    assert "You pay, by ____" in sheet(golden_account(), "p1")
    dated = golden_account(balances_due_on=dt.date(1999, 12, 1))
    assert "You pay, by 1 Dec 1999 1,899.01" in sheet(dated, "p1")


def test_no_sheet_tells_what_another_participant_sold_or_is_called_except_for_own_costs():
    account = approved(golden_account(NAMED))
    sales = {each.id: each.sales for each in NAMED.participants if each.sales}
    for reader in NAMED.participants:
        page = sheet(account, reader.id)
        for other in NAMED.participants:
            if other.id != reader.id:
                assert other.name not in page
                if other.id in sales and other.id != "p3":  # 40,000.00 is the cost of the space, too
                    assert format_amount(sales[other.id]) not in page


def test_own_sales_are_as_told_and_a_refusal_is_no_zero():
    assert own_sales(golden_account(), "p1") == "₹\N{NO-BREAK SPACE}1,20,500.00, as you told us"
    assert own_sales(golden_account(), "p4") == "₹\N{NO-BREAK SPACE}0.00, as you told us"
    silent = with_participant(with_head(GOLDEN, "transport", rule=SharingRule.equal), "p3", sales=None)
    account = golden_account(silent)
    assert own_sales(account, "p3") == ""
    assert "Your sales Nothing recorded" in sheet(account, "p3")
    refused = account.fair.participants["p3"].changed(missing={"sales": MissingCode.refused})
    fair = account.fair.changed(participants={**account.fair.participants, "p3": refused})
    assert own_sales(replace(account, fair=fair), "p3") == "refused"
    assert own_sales(replace(account, fair=fair_of(silent, participants={})), "p3") == ""


def test_relief_is_told_with_who_pays_it_and_when_the_pool_was_too_small():
    assert "Relief at the first fair: 25 % of 9,158.82, paid by network −2,289.70" in sheet(golden_account(), "p4")
    capped = steps_to_balance(settle(CAPPED), "p4")[1]
    assert capped.amount == -1_644_20
    assert "the 3,000.00 set aside are not enough for all, so network pays 1,644.20" in capped.what
    assert "Relief" not in sheet(golden_account(), "p1")


def test_an_own_cost_is_named_as_such_to_its_owner_and_by_name_to_others():
    own = Head(id="own", code="samples", rule=SharingRule.direct, paid=321_00, direct_to="p3")
    settlement = settle(replace(NAMED, heads=(*GOLDEN.heads, own)))
    told = {who: next(line for line in share_lines(settlement, who) if line.head == "Samples") for who in ("p3", "p1")}
    assert (told["p3"].rule, told["p3"].share) == ("your own cost", 321_00)
    assert (told["p1"].rule, told["p1"].share) == ("own cost of Abdul Prints & Sons", 0)


def test_an_overspend_that_one_ordered_alone_is_said_to_them():
    fair = with_head(GOLDEN, "electricity", budget=500_00, ordered_by="p2")
    line = next(line for line in share_lines(settle(fair), "p2") if line.head == "Electricity")
    assert line.rule == "shared equally by 5; 500.01 over the budget was ordered by you"
    assert (line.paid_by_others, line.share) == (0, 600_01)
    other = next(line for line in share_lines(settle(fair), "p1") if line.head == "Electricity")
    assert (other.paid_by_others, other.share) == (500_01, 100_00)


def test_savings_kept_for_the_next_fair_are_part_of_what_is_shared():
    terms = replace(GOLDEN.terms, under_spend=UnderSpend.carry_forward, carry_forward_decision="no. 3")
    fair = replace(with_head(GOLDEN, "electricity", budget=2_000_01), terms=terms)
    line = next(line for line in share_lines(settle(fair), "p2") if line.head == "Electricity")
    assert line.rule == "shared equally by 5; 1,000.00 of it is kept for the next fair"
    assert (line.total, line.paid_by_others, line.share) == (2_000_01, 0, 400_00)


def test_who_withdrew_in_time_reads_that_the_others_share():
    fair = with_participant(GOLDEN, "p2", withdrawn_on=dt.date(1999, 9, 1))
    rules = {line.head: line.rule for line in share_lines(settle(fair), "p2")}
    assert rules["Space"] == "shared by the others, as you withdrew"


def test_a_head_that_cost_nothing_has_nothing_to_share():
    lines = share_lines(settle(with_head(GOLDEN, "organisation", paid=0)), "p1")
    assert next(line.rule for line in lines if line.head == "Organisation") == "nothing to share"


def test_heads_shared_in_one_way_can_be_told_in_one_line():
    lines = share_lines(settle(GOLDEN), "p1")
    first, *others = one_line_for_each_rule(lines)
    assert first == ShareLine(
        head="Advertisement, Display and Electricity",
        total=27_500_01,
        paid_by_others=17_000_00,
        rule="shared equally by 5",
        share=2_100_01,
    )
    assert [line.head for line in others] == ["Organisation", "Space", "Transport"]


def test_costs_of_others_are_put_together_only_where_that_saves_room():
    lines = share_lines(settle(GOLDEN), "p4")
    together = without_others_costs(lines)
    assert [line.head for line in together][-1] == "Other costs"
    assert together[-1].rule == "nothing of them is yours: Organisation and Transport"
    assert sum(line.total for line in together) == sum(line.total for line in lines)
    assert without_others_costs(together) == together


@pytest.mark.parametrize("language", ["en", "hi"])
def test_an_ordinary_sheet_fits_one_page_in_twelve_points(language):
    with speaking(language):
        for account in (approved(golden_account(NAMED)), golden_account(NAMED)):
            for who in NAMED.participants:
                pages = sheet_pages(account, who.id, letterhead())
                assert len(pages) == 1
                assert _body_size(pages) >= 12


@pytest.mark.parametrize("language", ["en", "hi"])
def test_all_sheets_are_one_file_with_one_page_for_each_of_sixty_firms(language):
    inputs = sixty_firms()
    with speaking(language):
        pages = read_by_search(all_sheets(golden_account(inputs)))
        one_page = _("Page {page} of {pages}").format(page=1, pages=1)
        draft = _("{title} (draft)").format(title="").strip()
    assert len(pages) == 60
    for who, page in zip(inputs.participants, pages, strict=True):
        assert who.label in page
        assert one_page in page
        assert draft in page


@pytest.mark.parametrize("language", ["en", "hi"])
def test_even_a_fair_with_all_heads_of_cost_and_long_names_fits_one_page(language):
    with speaking(language):
        assert len(read_by_search(all_sheets(golden_account(_every_head())))) == 5


def test_a_draft_sheet_says_that_it_is_none_to_pay_by():
    assert "Draft, not approved. Do not pay by this paper." in sheet(golden_account(), "p1")
    final = sheet(approved(golden_account()), "p1")
    assert "Draft" not in final
    assert "Approved 3 Nov 1999, Sanganer, decision 2; code " in final


def test_there_is_room_for_a_question_and_for_two_signatures():
    assert "If something is wrong, say or write it before you sign: ____" in sheet(golden_account(), "p1")
    assert "Day Participant Treasurer" in sheet(golden_account(), "p1")


def test_signs_of_markup_in_names_are_printed_as_they_are():
    odd = "<b>&</b>"
    assert f"Settlement for {odd}" in sheet(golden_account(with_participant(GOLDEN, "p1", name=odd)), "p1")


def test_the_same_sheets_give_the_same_bytes_and_another_figure_another_code():
    account = golden_account(NAMED)
    assert all_sheets(account) == all_sheets(account)
    dearer = replace(account, settlement=settle(with_head(NAMED, "space", paid=40_000_01)))
    codes = {_code(each, who.id) for each in (account, dearer) for who in NAMED.participants}
    assert len(codes) == 10


def test_the_file_of_all_sheets_names_the_fair():
    about = pypdf.PdfReader(io.BytesIO(all_sheets(golden_account()))).metadata
    assert about is not None
    assert about.title == "Settlement sheets of the fair (draft)"
    assert about.subject == "Second National Crafts Fair, Delhi, 12 Oct 1999 – 18 Oct 1999"


def _code(account: FairAccount, who: str) -> str:
    costs = share_lines(account.settlement, who)
    return check_code(sheet_paper(account, who, letterhead()), sheet_blocks(account, who, costs))


def _body_size(pages) -> float:
    """Return the size of the letters, known by that of the one big sentence, in whatever language it stands."""
    bodies = {styles(each).figure.size: styles(each).body.size for each in Lettering}
    marks = [mark for placed in pages[0] for mark in placed.strip.marks if isinstance(mark, Words)]
    (big,) = {mark.line.style.size for mark in marks if mark.line.style.size in bodies and "₹" in mark.line.text}
    return bodies[big]


def _every_head() -> FairInputs:
    names = [f"{name}, Handblock Printers and Natural Dyers of Sanganer near Jaipur, Rajasthan" for name in HINDI_NAMES]
    rules = (SharingRule.equal, SharingRule.stall_area, SharingRule.sales)
    heads = tuple(
        Head(id=code.value, code=code.value, rule=rules[place % 3], paid=1_23_456_78 + place)
        for place, code in enumerate(HeadCode)
    )
    bare = replace(GOLDEN, heads=heads, contributions=(), in_kind=())
    return named(bare, names)
