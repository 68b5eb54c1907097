"""Records of any entity, made from what its fields declare: for every test that must hold for all of them."""

import datetime as dt
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Certainty, Element, MissingCode, Record, Void
from cdadesk.domain.kernel.scopes import cluster_scope, private_scope

_VERSION_AND_VARIANT = (0xF << 76) | (0b11 << 62)

uuids = st.integers(0, 2**128 - 1).map(
    lambda bits: UUID(int=(bits & ~_VERSION_AND_VARIANT) | (0x7 << 76) | (0b10 << 62))
)
keys = uuids.map(str)
days = st.dates(dt.date(1800, 1, 1), dt.date(2200, 12, 31))
partial_dates = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10]))
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
instants = st.integers(0, 2**43 - 1).map(lambda milliseconds: _EPOCH + dt.timedelta(milliseconds=milliseconds))
moneys = st.one_of(
    st.builds(Money, minor=st.integers(-(10**15), 10**15)),
    st.builds(
        Money,
        minor=st.integers(0, 10**12),
        currency=st.sampled_from(["USD", "EUR", "JPY"]),
        rate=st.none() | st.builds("{}/{}".format, st.integers(1, 10**6), st.integers(1, 10**6)),
        rate_on=st.none() | days,
    ),
)
plain_values = st.recursive(
    st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=10),
    lambda inner: st.lists(st.none() | inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
quarters = st.builds("{:04}-Q{}".format, st.integers(1900, 2100), st.integers(1, 4))
orders = st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)
voids = st.builds(Void, by=st.just("asha"), at=instants, reason=st.text(max_size=20))


def words(most: int) -> st.SearchStrategy[str]:
    """Text as people write and paste it: any script, also nothing but spaces, but no control characters."""
    any_script = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=min(most, 40))
    return any_script | st.sampled_from([" ", "क्षत्रिय", "Bagru & Sanganer <block>", "a/b"]).filter(
        lambda written: len(written) <= most
    )


def values(sheet: type[Any], info: FieldInfo) -> st.SearchStrategy[Any]:
    """Values that a field takes, never blank."""
    simple: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.day: days,
        Kind.partial_date: partial_dates,
        Kind.quarter: quarters,
        Kind.instant: instants,
        Kind.money: moneys,
        Kind.yes_no: st.booleans(),
        Kind.ref: uuids,
    }
    if info.kind in simple:
        return simple[info.kind]
    if info.kind in (Kind.text, Kind.note):
        return words(info.max_length or 40)
    if info.kind in (Kind.number, Kind.scaled):
        return st.integers(info.least, info.most)
    if info.kind is Kind.plain:
        return plain_values if sheet.model_fields[info.name].annotation is Any else keys
    return _lists(info)


def _lists(info: FieldInfo) -> st.SearchStrategy[Any]:
    if info.kind is Kind.rows:
        return st.dictionaries(keys, elements(info.element), min_size=1, max_size=3)
    answers = st.sampled_from(list(info.choices or ()))
    if info.kind is Kind.choice:
        return answers
    return st.lists(answers, unique=True, min_size=1, max_size=3).map(sorted)


@st.composite
def _filled(draw: st.DrawFn, sheet: type[Any]) -> dict[str, Any]:
    """Fill some fields; give some of the blank ones a missing code, and some of the others a certainty."""
    infos = describe(sheet)
    chosen = draw(st.sets(st.sampled_from(sorted(infos)))) if infos else set()
    blank = sorted(set(infos) - chosen)
    return {name: draw(values(sheet, infos[name])) for name in sorted(chosen)} | {
        "missing": draw(_some_of(blank, MissingCode)),
        "certainty": draw(_some_of(sorted(chosen), Certainty)),
        "void": draw(st.none() | voids),
    }


def _some_of(names: list[str], codes: type[Any]) -> st.SearchStrategy[dict[str, Any]]:
    if not names:
        return st.just({})
    return st.dictionaries(st.sampled_from(names), st.sampled_from(list(codes)), max_size=2)


def elements(element: type[Element]) -> st.SearchStrategy[Element]:
    """Lines of an edited list, each with an order as every list gives it."""
    return st.builds(lambda filled, order: element(order=order, **filled), _filled(element), orders)


@st.composite
def records(draw: st.DrawFn, entity: type[Record]) -> Record:
    """Draw records of an entity, half filled or full, in a scope where they may stand."""
    scope = private_scope if entity.private else cluster_scope
    return entity(
        id=draw(uuids),
        scope=scope(draw(uuids)),
        parent_id=draw(st.none() | uuids),
        left_so=draw(st.dictionaries(st.sampled_from(sorted(describe(entity))), words(40), max_size=2)),
        **draw(_filled(entity)),
    )
