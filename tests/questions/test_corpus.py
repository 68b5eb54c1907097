"""Forms in many styles: each loads or says why not; a random filling keeps to the rules; what was given comes back.

Point CDADESK_XLSFORMS at a folder to have its forms tried, too.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.questions.faults import FaultKind
from cdadesk.questions.filling import Filling
from cdadesk.questions.form import Form
from cdadesk.questions.reading import read_file
from tests.questions.person import Person, asked_in
from tests.questions.sheets import NOON

FORMS = Path(__file__).parent / "corpus"
SEEDS = range(3)


def forms() -> Iterator[Path]:
    folders = [FORMS, *map(Path, filter(None, [os.environ.get("CDADESK_XLSFORMS", "")]))]
    return (file for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in (".md", ".xls", ".xlsx"))


def load(file: Path) -> Form:
    """Return a form of the corpus; one that cannot be read must say so in a sentence."""
    try:
        return read_file(file).form
    except Trouble as trouble:
        pytest.skip(f"{file.name}: {trouble}") if file.parent != FORMS else pytest.fail(str(trouble))


@pytest.mark.parametrize("file", list(forms()), ids=lambda file: file.stem)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_filling_keeps_to_the_rules_and_comes_back_equal(file, seed):
    form = load(file)
    person = Person(form, seed)
    made = person.fill()
    left = made.faults(person.language)
    assert {each.key for each in left} <= person.given_up
    assert {each.kind for each in left} <= {FaultKind.missing}
    again = Filling(form, lambda: NOON, seed + 1)
    assert again.fill(made.given()) == {}
    assert again.given() == made.given()
    assert asked_in(again) == asked_in(made)


@pytest.mark.parametrize("file", sorted(FORMS.glob("*.md")), ids=lambda file: file.stem)
def test_what_is_made_for_these_tests_can_be_filled_in_whole(file):
    assert not Person(load(file), 7).fill().faults("")
