"""What must hold for every entity, the day it is written."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.domain.kernel import fields, payload
from cdadesk.domain.kernel.fields import Choice, FieldInfo, Kind, describe
from cdadesk.domain.kernel.record import Element, Record, all_findings, rows_of
from cdadesk.domain.registry import ENTITIES, UnknownKind, entity
from tests.strategies import elements, records

DOMAIN = Path(fields.__file__).parents[1]
_OWN_OF_RECORDS = {*Record.model_fields, *Element.model_fields}


def sheets() -> Iterator[type[Any]]:
    """Yield every entity, and every kind of line in its lists."""
    for each in ENTITIES.values():
        yield from _with_lines(each)


def _with_lines(sheet: type[Any]) -> Iterator[type[Any]]:
    yield sheet
    for info in rows_of(sheet):
        yield from _with_lines(info.element)


SHEETS = [pytest.param(each, id=each.__name__) for each in dict.fromkeys(sheets())]
KINDS = [pytest.param(each, id=each.kind) for each in ENTITIES.values()]
CHOICES = sorted(
    {info.choices for sheet in SHEETS for info in describe(sheet.values[0]).values() if info.choices},
    key=lambda each: each.__name__,
)


def test_every_kind_finds_its_class_and_a_strange_one_says_what_to_do():
    assert all(entity(kind) is each and each.kind == kind for kind, each in ENTITIES.items())
    with pytest.raises(UnknownKind, match=r"kind “balance_sheet”\. Update it"):
        entity("balance_sheet")


def test_no_entity_is_left_out_of_the_registry():
    written = {each.__name__ for each in _subclasses(Record) if each.__module__.startswith("cdadesk.domain.")}
    assert written == {each.__name__ for each in ENTITIES.values()}


def _subclasses(of: type[Any]) -> Iterator[type[Any]]:
    for each in of.__subclasses__():
        yield each
        yield from _subclasses(each)


@pytest.mark.parametrize("each", KINDS)
def test_an_entity_has_names_for_one_and_for_many_and_a_table(each):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", each.kind)
    assert each.label.strip()
    assert each.plural.strip()
    assert each.columns
    assert set(each.columns) <= set(describe(each))
    assert not {name for name in each.columns if describe(each)[name].kind is Kind.rows}


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_field_is_declared_with_its_kind(sheet):
    assert set(describe(sheet)) == set(sheet.model_fields) - _OWN_OF_RECORDS


@pytest.mark.parametrize("sheet", SHEETS)
def test_fields_have_labels_of_their_own_and_explain_themselves_if_they_are_needed(sheet):
    infos = describe(sheet).values()
    assert [info.name for info in infos if not info.label or info.label.strip() != info.label] == []
    assert [info.name for info in infos if info.hint and not info.hint.endswith((".", "…"))] == []
    assert [info.name for info in infos if info.needed and not info.hint and issubclass(sheet, Record)] == []
    assert len({info.label for info in infos}) == len(infos)


@pytest.mark.parametrize("sheet", SHEETS)
def test_fields_may_be_left_blank_and_are_blank_at_first(sheet):
    sheet.model_validate(_identity(sheet))
    for info in describe(sheet).values():
        assert sheet.model_fields[info.name].get_default(call_default_factory=True) in (None, [], {}), info.name
        if info.kind not in (Kind.rows, Kind.choices):
            sheet.model_validate({**_identity(sheet), info.name: None})


def _identity(sheet: type[Any]) -> dict[str, str]:
    return {"id": "01900000-0000-7000-8000-000000000000", "scope": "programme"} if issubclass(sheet, Record) else {}


@pytest.mark.parametrize("sheet", SHEETS)
def test_fields_have_what_their_kind_needs(sheet):
    for info in describe(sheet).values():
        assert _is_bounded(info), info.name
        assert (info.kind in (Kind.choice, Kind.choices)) == (info.choices is not None), info.name
        assert (info.kind is Kind.rows) == (info.element is not None), info.name
        assert set(info.to) <= set(ENTITIES), info.name


def _is_bounded(info: FieldInfo) -> bool:
    if info.kind in (Kind.number, Kind.scaled):
        return info.least is not None and info.most is not None
    return info.kind not in (Kind.text, Kind.note) or bool(info.max_length)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.__name__)
def test_answers_are_written_in_snake_case_and_have_labels_of_their_own(choice: type[Choice]):
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", each.value) and each.name == each.value for each in choice)
    labels = [each.label for each in choice]
    assert all(label.strip() == label != "" for label in labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("each", KINDS)
@given(data=st.data())
def test_what_is_sent_of_a_record_makes_the_same_record(each, data):
    record = data.draw(records(each))
    sent = json.loads(json.dumps(payload.leaves(record)))
    assert [path for path, leaf in sent.items() if leaf is None or _floats(leaf)] == []
    reading = payload.read(each, record.scope, record.id, sent)
    assert reading.unread == {}
    assert reading.record == record


def _floats(leaf: Any) -> bool:
    inner = leaf.values() if isinstance(leaf, dict) else leaf if isinstance(leaf, list) else ()
    return isinstance(leaf, float) or any(_floats(each) for each in inner)


@pytest.mark.parametrize("each", KINDS)
@given(data=st.data())
def test_findings_come_from_any_record_and_point_at_fields_it_has(each, data):
    record = data.draw(records(each))
    for finding in all_findings(record):
        assert finding.sentence
        assert finding.path == "" or _points_at_a_field(each, finding.path.split("/")), finding.path


def _points_at_a_field(sheet: type[Any], parts: list[str]) -> bool:
    info = describe(sheet).get(parts[0])
    if info is None or len(parts) == 1:
        return info is not None
    return info.kind is Kind.rows and _points_at_a_field(info.element, parts[2:])


@pytest.mark.parametrize("each", KINDS)
@given(data=st.data())
def test_a_record_always_has_a_title_of_one_line(each, data):
    title = data.draw(records(each)).title()
    assert title.strip()
    assert len(title.splitlines()) == 1


@pytest.mark.parametrize("each", KINDS)
@pytest.mark.parametrize("written", [" ", "\n", "two\nlines", "\u2028"])
def test_a_title_survives_what_is_pasted_into_a_line(each, written):
    texts = {info.name: written for info in describe(each).values() if info.kind in (Kind.text, Kind.note)}
    title = each(**_identity(each), **texts).title()
    assert title.strip()
    assert len(title.splitlines()) == 1


@pytest.mark.parametrize("each", KINDS)
def test_an_empty_record_names_what_is_still_missing(each):
    empty = each(**_identity(each))
    missing = {finding.path for finding in all_findings(empty)}
    assert missing >= {info.name for info in describe(each).values() if info.needed}


@given(elements(Element))
def test_a_line_without_fields_still_has_its_place(line):
    assert line.order


@pytest.mark.parametrize("module", sorted(DOMAIN.rglob("*.py")), ids=lambda path: path.relative_to(DOMAIN).as_posix())
def test_labels_and_hints_are_marked_for_translation(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    unmarked = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in _shown_texts(tree)
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_")
    ]
    assert unmarked == []


def _shown_texts(tree: ast.Module) -> Iterator[ast.expr]:
    helpers = {kind.value for kind in Kind} | {"percent"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from _class_texts(node)
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            called = node.value
            if isinstance(called.func, ast.Name) and called.func.id in helpers:
                yield called.args[0]
                yield from (each.value for each in called.keywords if each.arg == "hint")


def _class_texts(node: ast.ClassDef) -> Iterator[ast.expr]:
    of_choice = any(isinstance(base, ast.Name) and base.id == "Choice" for base in node.bases)
    of_record = any(isinstance(base, ast.Name) and base.id == "Record" for base in node.bases)
    for line in node.body:
        if of_choice and isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
            yield line.value.elts[1]
        if of_record and isinstance(line, ast.AnnAssign) and ast.unparse(line.target) in ("label", "plural"):
            yield line.value or line.target


def test_of_a_person_everybody_sees_no_more_than_name_and_role():
    assert set(describe(entity("person"))) == {"name", "actor", "role", "programme_roles"}
    assert {kind for kind, each in ENTITIES.items() if each.private} == {
        "actor_private",
        "person_private",
        "interview_private",
    }


def test_what_was_said_or_settled_is_never_rewritten():
    assert {kind for kind, each in ENTITIES.items() if each.create_only} == {
        "comment",
        "verdict",
        "conflict",
        "settlement",
        "question_set",
    }
