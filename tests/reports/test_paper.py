"""Papers as the reader holds them: heads, feet, tables over pages, warnings, blanks, and odd words."""

import datetime as dt
import io
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.i18n import format_money, speaking
from cdadesk.reports.blocks import (
    Align,
    Banner,
    Column,
    Facts,
    Grid,
    Heading,
    Marker,
    Nothing,
    PageBreak,
    Points,
    Signatures,
    Text,
    Tone,
)
from cdadesk.reports.measures import (
    MARGIN_BOTTOM,
    MARGIN_SIDE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    Lettering,
)
from cdadesk.reports.paper import check_code, draw, pages_of
from cdadesk.reports.strips import Words
from tests.reports.reading import SETTLEMENT, drawn, read_by_search, read_by_viewer, seen

SHARES = Grid(
    (Column("Member"), Column("Rule in words"), Column("Share", Align.END)),
    tuple((f"Member {place}", "by area of the stall", format_money(place * 12345)) for place in range(1, 101)),
    (("Sum of all members", "", format_money(62342250)),),
)
LONG = "The printers of the village met and spoke about the colours. " * 82
ENDLESS = "रंगाईछपाई" * 550


def test_the_first_page_says_what_it_is_and_each_page_when_it_was_made():
    first, second = read_by_viewer(drawn([Text("One"), PageBreak(), Text("Two")]))
    assert first.startswith(
        "Cluster Development Programme · Jaipur block printing Settlement of the fair 12 to 18 October 1999 One"
    )
    assert second.startswith("Settlement of the fair · 12 to 18 October 1999 Jaipur block printing Two")
    code = check_code(SETTLEMENT, [Text("One"), PageBreak(), Text("Two")])
    for number, page in enumerate((first, second), 1):
        assert page.endswith(f"Made from records on 14 Mar 2026 · Check code {code} Page {number} of 2")


def test_a_hindi_paper_counts_and_dates_in_hindi():
    with speaking("hi"):
        assert "14 मार्च 2026" in read_by_viewer(drawn([Text("क्षेत्र")]))[0]


def test_the_file_says_its_title_and_nothing_about_the_moment_it_was_written():
    about = pypdf.PdfReader(io.BytesIO(drawn([Text("x")], replace(SETTLEMENT, title="मेले का हिसाब & <b>"))))
    assert about.metadata is not None
    assert about.metadata.title == "मेले का हिसाब & <b>"
    assert about.metadata.creation_date == dt.datetime(2026, 3, 14, tzinfo=dt.timezone(dt.timedelta(hours=5.5)))


def test_a_long_table_repeats_its_heads_and_keeps_its_sum_with_its_last_row():
    pages = read_by_viewer(drawn([Heading("Who pays"), SHARES]))
    assert len(pages) > 2
    assert all(page.count("Rule in words") == 1 for page in pages)
    assert "Member 100 by area" in pages[-1]
    assert pages[-1].count("Sum of all members") == 1
    words = " ".join(pages)
    assert [words.count(f"Member {place} by") for place in range(1, 101)] == [1] * 100


@pytest.mark.parametrize("rows", range(25, 45))
def test_the_sum_never_stands_alone_on_a_page(rows):
    last = read_by_viewer(drawn([replace(SHARES, rows=SHARES.rows[:rows])]))[-1]
    assert f"Member {rows} by area" in last
    assert "Sum of all members" in last


@pytest.mark.parametrize("lines", range(30, 50))
def test_a_heading_never_stands_alone_at_the_foot(lines):
    pages = read_by_viewer(drawn([*[Text(f"Line {place}") for place in range(lines)], Heading("Costs"), SHARES]))
    with_heading = next(page for page in pages if "Costs" in page)
    assert "Costs Member Rule in words Share Member 1 by" in with_heading


def test_signs_of_markup_are_printed_as_they_are():
    odd = "<b>5 < 6 & 7 > 2</b> &amp; </para> \\n %s {name} (ok) [x]"
    blocks = [Text(odd), Facts(((odd, odd),)), Grid((Column(odd),), ((odd,),)), Points((odd,)), Banner(odd)]
    assert (
        read_by_search(drawn(blocks, replace(SETTLEMENT, cluster=odd)))[0].replace(" ", "").count(odd.replace(" ", ""))
        == 7
    )


def test_the_same_paper_gives_the_same_bytes_whatever_was_drawn_before():
    blocks = [Heading("श्री"), SHARES]
    once = drawn(blocks)
    drawn([Text("द्वितीय विद्यार्थी WAVE श्री कैलिको 100")])
    assert drawn(blocks) == once


def test_the_check_code_changes_with_a_word_but_not_with_the_day_or_the_size():
    code = check_code(SETTLEMENT, [SHARES])
    assert len(code) == 9
    assert check_code(replace(SETTLEMENT, made_on=dt.date(2027, 1, 1), lettering=Lettering.LARGE), [SHARES]) == code
    others = [
        check_code(SETTLEMENT, [replace(SHARES, rows=SHARES.rows[1:])]),
        check_code(SETTLEMENT, [SHARES, PageBreak()]),
        check_code(SETTLEMENT, [Text("a")]),
        check_code(SETTLEMENT, [Heading("a")]),
        check_code(replace(SETTLEMENT, cluster="Bagru"), [SHARES]),
    ]
    assert len({code, *others}) == 6


def test_what_is_blank_says_so():
    blocks = [
        Heading("A"), Nothing(), Heading("B"), Facts((("Chair", "  "),)), Heading("C"), Facts(()), Heading("D"),
        Points(()), Heading("E"), Grid((Column("Member"),), ()),
    ]  # fmt: skip
    said = read_by_viewer(drawn(blocks))[0]
    assert said.count("Nothing recorded") == 5
    assert "Member" not in said


def test_demo_papers_say_on_each_page_that_they_are_invented():
    pages = read_by_viewer(drawn([Text("One"), PageBreak(), Text("Two")], replace(SETTLEMENT, illustrative=True)))
    assert "Illustrative: invented for training, not facts." in pages[0]
    assert all("Illustrative · Made from records" in page for page in pages)
    assert "Illustrative" not in read_by_viewer(drawn([Text("One")]))[0]


def test_points_are_numbered_onwards_and_signatures_name_who_signs():
    blocks = [
        Points(("rent by area", "meet again"), Marker.NUMBER, first=7),
        Signatures(("Treasurer", "Chair", "Auditor", "CDA")),
    ]
    said = read_by_viewer(drawn(blocks))[0]
    assert "7. rent by area 8. meet again" in said
    assert "Treasurer Chair Auditor CDA" in said


@pytest.mark.parametrize("lettering", list(Lettering))
@pytest.mark.parametrize(
    "text", [LONG, ENDLESS, "W" * 5000, "कि" * 2500, "्" * 5000, "\n" * 200, "a\u0301\u0302" * 2000]
)
def test_five_thousand_letters_in_any_place_stay_on_the_paper(text, lettering):
    grid = Grid((Column("No.", Align.END), Column("What was said"), Column("Cost", Align.END)), (("1", text, "5.00"),))
    blocks = [
        Heading(text), Text(text), Text(text, Tone.FIGURE), Points((text,)), Facts(((text, text),)), Banner(text), grid,
        replace(grid, columns=(Column(text), Column(text, share=20), Column(text))), Signatures((text, "Chair")),
    ]  # fmt: skip
    paper = replace(SETTLEMENT, title=text, cluster=text, period=text, programme=text, lettering=lettering)
    _assert_all_on_the_paper(paper, blocks)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8), st.integers(1, 5))
def test_any_text_at_all_can_be_printed(texts, columns):
    grid = Grid(tuple(Column(text) for text in texts), tuple(tuple(texts) for _row in range(columns)))
    blocks = [grid, *map(Text, texts), Facts(tuple(zip(texts, texts, strict=True)))]
    _assert_all_on_the_paper(replace(SETTLEMENT, title=texts[0]), blocks)
    assert drawn(blocks)


def test_nothing_is_lost_of_a_cell_that_runs_over_pages():
    numbered = " ".join(f"word{place}" for place in range(2500))
    grid = Grid((Column("Member"), Column("Discussion")), (("Chair", numbered), ("Treasurer", "short")))
    pages = read_by_search(drawn([grid]))
    assert len(pages) > 1
    said = " ".join(pages).split()
    assert [word for word in said if word.startswith("word")] == numbered.split()
    assert "Treasurer short" in pages[-1]


def test_amounts_are_never_cut_while_letters_can_shrink():
    heads = tuple(Column(f"Head {place}", Align.END) for place in range(7))
    amounts = tuple(format_money(-place * 1111111) for place in range(1, 8))
    said = read_by_search(drawn([Grid((Column("Member"), *heads), (("Printers' cooperative of Bagru", *amounts),))]))[0]
    for amount in amounts:
        assert amount.replace("\N{NO-BREAK SPACE}", " ") in said


def test_nothing_is_drawn_outside_the_margins():
    for page in seen(drawn([SHARES, Text(LONG), Text(ENDLESS)]), scale=1):
        right = page.crop((int(PAGE_WIDTH - MARGIN_SIDE) + 2, 0, page.width, page.height))
        below = page.crop((0, int(PAGE_HEIGHT - MARGIN_BOTTOM / 3), page.width, page.height))
        assert right.getextrema() == (255, 255)
        assert below.getextrema() == (255, 255)


def test_large_lettering_is_a_fifth_larger():
    usual_and_large = (Lettering.USUAL, Lettering.LARGE)
    small, large = (pages_of(replace(SETTLEMENT, lettering=lettering), [Text("x")]) for lettering in usual_and_large)
    assert {size * 1.2 for size in _sizes(small)} == _sizes(large)
    assert 12.0 in _sizes(large)


def test_a_row_with_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="2 columns, but 1 cells"):
        Grid((Column("a"), Column("b")), (("only one",),))


def test_the_file_given_stays_open_for_its_owner():
    file = io.BytesIO()
    draw(SETTLEMENT, [Text("x")], file)
    assert not file.closed


def _sizes(pages):
    return {
        mark.line.style.size
        for page in pages
        for placed in page[:-1]
        for mark in placed.strip.marks
        if isinstance(mark, Words)
    }


def _assert_all_on_the_paper(paper, blocks):
    for page in pages_of(paper, blocks):
        for placed in page[:-1]:
            assert placed.top + placed.strip.height <= TEXT_HEIGHT + 0.01
            for mark in placed.strip.marks:
                width = mark.line.width if isinstance(mark, Words) else mark.length
                assert mark.x >= -0.1
                assert mark.x + width <= TEXT_WIDTH + 0.1
