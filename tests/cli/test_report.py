"""report: papers as PDF."""

import io

import openpyxl
import pypdf
import pytest

from tests.cli.reading import trouble


def text_of(file) -> str:
    """Return the text of a PDF."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages)


@pytest.mark.parametrize(
    ("paper", "name", "said"),
    [
        ("minutes", "24 Apr 1999", "48 of 86"),
        ("settlement", "CD1", "1,20,359.49"),
        ("sheets", "CD1", "Marigold Prints"),
    ],
)
def test_a_paper_is_made_and_says_that_it_only_illustrates(do, tmp_path, paper, name, said):
    out = tmp_path / "paper.pdf"
    ran = do("report", paper, name, "--out", out)
    assert (ran.returncode, ran.stderr) == (0, f"Written: {out}\n")
    written = text_of(out)
    assert said in written
    assert "Illustrative" in written


def test_a_paper_is_made_in_hindi(do, tmp_path):
    assert do("report", "minutes", "11 Apr 1998", "--out", tmp_path / "p.pdf", "--language", "hi").returncode == 0
    assert "बगरू" in text_of(tmp_path / "p.pdf")


def test_a_file_that_cannot_be_written_is_told(do, tmp_path):
    said = trouble(do("report", "minutes", "24 Apr 1999", "--out", tmp_path / "nowhere" / "p.pdf"))
    assert said == f"The file {tmp_path / 'nowhere' / 'p.pdf'} cannot be written."


def test_a_fair_that_cannot_be_settled_makes_no_paper(do, tmp_path):
    assert trouble(do("report", "settlement", "WB1", "--out", tmp_path / "p.pdf")).startswith("Transport:")
    assert not (tmp_path / "p.pdf").exists()


def test_the_study_of_a_cluster_is_made_as_a_paper_and_as_a_workbook(do, tmp_path):
    assert do("report", "study", "JAI", "--out", tmp_path / "study.pdf").returncode == 0
    assert "Firms: from 550 to 900, as sources differ" in text_of(tmp_path / "study.pdf")
    assert do("report", "study", "JAI", "--out", tmp_path / "study.xlsx").returncode == 0
    sheets = openpyxl.load_workbook(tmp_path / "study.xlsx")
    assert "13. Value chain" in sheets.sheetnames


def test_a_paper_that_is_signed_is_no_workbook(do, tmp_path):
    said = trouble(do("report", "minutes", "24 Apr 1999", "--out", tmp_path / "p.xlsx"))
    assert said == "“minutes” can only be made as a PDF. Name a file that ends in .pdf."
