"""Dated rules of schemes: what a grant may be. Values are defaults to be checked, never law."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from cdadesk import resources
from cdadesk.domain.methods.words import Words

_PAISE = 100


@dataclass(frozen=True)
class FundingItem:
    """One thing that a scheme pays for; amounts in paise, shares exact. What is None the scheme does not say.

    Above `cost_ceiling` the cost is not counted; `cost_least` and `cost_most` say for which costs the item is meant.
    """

    key: str
    label: Words
    share: Fraction | None = None
    special_share: Fraction | None = None
    grant_ceiling: int | None = None
    cost_ceiling: int | None = None
    cost_least: int | None = None
    cost_most: int | None = None
    industry_least: Fraction | None = None
    agency_least: Fraction | None = None
    special_agency_least: Fraction | None = None
    instalments: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class RuleSet:
    """The rules of one scheme from one date on, as a source gives them."""

    key: str
    label: Words
    valid_from: str | None
    valid_to: str | None
    source: Words
    items: tuple[FundingItem, ...]
    terms: tuple[Words, ...]


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """Return the rule sets that come with the program, by their keys."""
    plain = resources.read_json("methods", "rule_sets.json")
    return {each["key"]: _rule_set(each) for each in plain["rule_sets"]}


@cache
def warning() -> Words:
    """Return what is to be said beside every figure that comes from these rules."""
    words: Words = resources.read_json("methods", "rule_sets.json")["about"]
    return words


def _rule_set(plain: Mapping[str, Any]) -> RuleSet:
    return RuleSet(
        key=plain["key"],
        label=plain["label"],
        valid_from=plain["valid_from"],
        valid_to=plain["valid_to"],
        source=plain["source"],
        items=tuple(map(_item, plain["items"])),
        terms=tuple(plain["terms"]),
    )


def _item(plain: Mapping[str, Any]) -> FundingItem:
    return FundingItem(
        key=plain["key"],
        label=plain["label"],
        share=_fraction(plain, "share"),
        special_share=_fraction(plain, "special_share"),
        grant_ceiling=_paise(plain, "grant_ceiling"),
        cost_ceiling=_paise(plain, "cost_ceiling"),
        cost_least=_paise(plain, "cost_least"),
        cost_most=_paise(plain, "cost_most"),
        industry_least=_fraction(plain, "industry_least"),
        agency_least=_fraction(plain, "agency_least"),
        special_agency_least=_fraction(plain, "special_agency_least"),
        instalments=tuple(map(Fraction, plain.get("instalments", ()))),
    )


def _fraction(plain: Mapping[str, Any], name: str) -> Fraction | None:
    return Fraction(plain[name]) if name in plain else None


def _paise(plain: Mapping[str, Any], name: str) -> int | None:
    return plain[name] * _PAISE if name in plain else None
